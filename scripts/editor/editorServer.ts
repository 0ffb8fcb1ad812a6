import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { browserEditor } from "../parts/editor.ts";
import { startKept } from "../parts/keptProcess.ts";
import { freePort } from "../parts/ownDaemon.ts";

/** How the editor's server is started. */
export interface EditorServerOptions {
  /** Written as the user's settings, over ones that keep the editor quiet. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Seen by the extension host. */
  readonly env?: Readonly<Record<string, string>>;
  /** Kept if given, else temporary. */
  readonly userDataDir?: string;
  readonly extensionsDir?: string;
  /** Whether every workspace is trusted unasked. */
  readonly isTrusted?: boolean;
  /** Whether tests run in it, which the page's payload can only say in this mode. */
  readonly isDriven?: boolean;
  /** Given to Node, for the server and its extension host. */
  readonly nodeArguments?: readonly string[];
}

/** A running editor without a page. */
export interface EditorServer {
  readonly url: string;
  readonly port: number;
  readonly userDataDir: string;
  readonly logFile: string;
  readonly stop: () => Promise<void>;
}

/** Settings that keep an editor from doing anything by itself; `files.autoSave` would write into samples. */
const quietSettings: Readonly<Record<string, unknown>> = {
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "chat.agentHost.enabled": false,
  "telemetry.telemetryLevel": "off",
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "update.mode": "none",
  "files.autoSave": "off",
  "git.openRepositoryInParentFolders": "never",
  "security.workspace.trust.untrustedFiles": "open",
};

/** Settings for an editor that a program types into: what is typed stays what it is. */
const drivenSettings: Readonly<Record<string, unknown>> = {
  "editor.quickSuggestions": { other: "off", comments: "off", strings: "off" },
};

/**
 * Writes settings where this editor reads them. Its window is a remote one to itself: settings of machine scope in the user's own file
 * count only until the editor has learnt their scope, so they must stand in the machine's file too.
 */
async function writeSettings(userDataDir: string, settings: Readonly<Record<string, unknown>>): Promise<void> {
  for (const place of ["User", "Machine"]) {
    await mkdir(path.join(userDataDir, place), { recursive: true });
    await writeFile(path.join(userDataDir, place, "settings.json"), JSON.stringify(settings, null, 2));
  }
}

/** Looks for the editor's server, 50 ms apart: two minutes on a machine that is busy. */
const mostLooks = 2_400;

/** Starts the editor's server on a free port of the loopback; it ends with us. */
export async function startEditorServer(options: EditorServerOptions = {}): Promise<EditorServer> {
  const { node, server } = await browserEditor();
  const userDataDir = options.userDataDir ?? (await mkdtemp(path.join(os.tmpdir(), "facet-editor-")));
  await writeSettings(userDataDir, {
    ...quietSettings,
    ...(options.isDriven === false ? {} : drivenSettings),
    ...options.settings,
  });
  const port = await freePort();
  const logFile = path.join(userDataDir, "server.log");
  const trust = options.isTrusted === false ? [] : ["--disable-workspace-trust"];
  const extensions =
    options.extensionsDir === undefined
      ? ["--extensions-dir", path.join(userDataDir, "extensions")]
      : ["--extensions-dir", options.extensionsDir];
  const kept = await startKept(
    node,
    [
      ...(options.nodeArguments ?? []),
      ...[path.join(server, "out", "server-main.js"), "--host", "127.0.0.1", "--port", String(port)],
      ...["--without-connection-token", "--accept-server-license-terms", "--telemetry-level", "off"],
      ...["--server-data-dir", userDataDir, "--user-data-dir", userDataDir, ...extensions, ...trust],
      ...(options.isDriven === false ? [] : ["--enable-smoke-test-driver"]),
    ],
    {
      env: {
        ...process.env,
        EXTENSIONS_GALLERY: JSON.stringify({ serviceUrl: "" }),
        NODE_OPTIONS: undefined,
        OLLAMA_HOST: undefined,
        ...options.env,
      },
      logFile,
      cwd: userDataDir,
    },
  );
  const ended = kept.ended.then(() => true);
  for (let looks = 0; ; looks++) {
    const log = await readFile(logFile, "utf8");
    if (log.includes("Extension host agent listening")) break;
    if (looks > mostLooks) {
      await kept.stop();
      throw new Error(`The editor's server does not listen:\n${log.slice(-2_000)}`);
    }
    if (await Promise.race([ended, pause(50, false)]))
      throw new Error(`The editor's server ended at once:\n${log.slice(-2_000)}`);
  }
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    userDataDir,
    logFile,
    stop: async () => {
      await kept.stop();
      if (options.userDataDir === undefined)
        await rm(userDataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

/** The page of a folder, with the extension under development and the tests, if any. */
export function pageUrl(
  server: Pick<EditorServer, "url" | "port">,
  where: {
    readonly folder?: string | undefined;
    readonly extensionPaths: readonly string[];
    readonly testsPath?: string | undefined;
    readonly logLevel?: string | undefined;
  },
): string {
  const remote = (file: string): string => `vscode-remote://127.0.0.1:${server.port}${file}`;
  const payload = [
    ...where.extensionPaths.map((one) => ["extensionDevelopmentPath", remote(one)]),
    ...(where.testsPath === undefined ? [] : [["extensionTestsPath", remote(where.testsPath)]]),
    ...(where.logLevel === undefined ? [] : [["logLevel", `facet-code.facet=${where.logLevel}`]]),
  ];
  const query = new URLSearchParams({ payload: JSON.stringify(payload) });
  if (where.folder === undefined) query.set("ew", "true");
  else query.set(where.folder.endsWith(".code-workspace") ? "workspace" : "folder", where.folder);
  return `${server.url}/?${query.toString()}`;
}
