import { once } from "node:events";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { pageUrl, startEditorServer } from "../editor/editorServer.ts";
import { repository } from "../editor/openEditor.ts";
import { desktopEditor } from "../parts/desktopEditor.ts";
import { startKept } from "../parts/keptProcess.ts";
import { report } from "../parts/progress.ts";

/** What a person gets to see. */
export interface PersonsEditor {
  readonly folder: string;
  readonly daemonUrl: string;
  readonly signal: AbortSignal;
}

/** Opens the editor for a person, on the desktop or in the browser; resolves when it is closed or when we are interrupted. */
export async function openForPerson(what: PersonsEditor): Promise<void> {
  const userDataDir = await mkdtemp(path.join(os.tmpdir(), "facet-editor-"));
  try {
    const desktop = await desktopEditor();
    if (desktop === undefined) await serveBrowser(what, userDataDir);
    else await runDesktop(desktop, what, userDataDir);
  } finally {
    await rm(userDataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

async function runDesktop(
  program: string,
  { folder, daemonUrl, signal }: PersonsEditor,
  userDataDir: string,
): Promise<void> {
  await mkdir(path.join(userDataDir, "User"), { recursive: true });
  await writeFile(
    path.join(userDataDir, "User", "settings.json"),
    JSON.stringify({ "facet.endpoint": daemonUrl, "workbench.startupEditor": "none" }),
  );
  const places = ["--user-data-dir", userDataDir, "--extensions-dir", path.join(userDataDir, "extensions")];
  const editor = await startKept(
    program,
    [...places, "--disable-workspace-trust", "--skip-welcome", `--extensionDevelopmentPath=${repository}`, folder],
    { env: process.env, logFile: path.join(userDataDir, "editor.log") },
  );
  report("VS Code is open; closing it or Ctrl+C ends everything that was started here");
  await Promise.race([editor.ended, once(signal, "abort")]);
  await editor.stop();
}

async function serveBrowser({ folder, daemonUrl, signal }: PersonsEditor, userDataDir: string): Promise<void> {
  const extensionsDir = path.join(userDataDir, "extensions");
  await mkdir(extensionsDir, { recursive: true });
  // As an installed extension: the mode that takes extensions under development keeps notifications from being seen.
  await symlink(repository, path.join(extensionsDir, "facet-code.facet-0.1.0"), "junction");
  const settings = { "facet.endpoint": daemonUrl };
  const server = await startEditorServer({ userDataDir, extensionsDir, settings, isDriven: false });
  try {
    report(
      `VS Code is at ${pageUrl(server, { folder, extensionPaths: [] })} ; Ctrl+C ends everything that was started here`,
    );
    if (!signal.aborted) await once(signal, "abort");
  } finally {
    await server.stop();
  }
}
