import { existsSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import path from "node:path";
import { prepared } from "./cacheFolder.ts";
import { report } from "./progress.ts";
import { onPath, run } from "./run.ts";
import { needPrograms } from "./systemPackages.ts";

/** VS Code 1.139.1 as a server, the Node it runs on, and their versions in the registry. */
const codeServerVersion = "4.139.1";
const nodeVersion = "24.21.0";

/** A VS Code that runs in a browser: its server, the Node for it, and the browser. */
export interface BrowserEditor {
  readonly node: string;
  /** The folder with `out/server-main.js`. */
  readonly server: string;
  readonly chromium: string;
}

/** The editor for machines where the desktop one cannot be had; made once per machine. */
export async function browserEditor(): Promise<BrowserEditor> {
  const chromium = await chromiumProgram();
  const folder = await prepared({
    name: `editor-${codeServerVersion}-node-${nodeVersion}`,
    title: `VS Code 1.${codeServerVersion.slice(2)} for the browser (about a minute)`,
    make: installEditor,
  });
  const modules = path.join(folder, "node_modules");
  return { node: nodeIn(modules), server: path.join(modules, "code-server", "lib", "vscode"), chromium };
}

/** Where macOS and Windows keep what is on no PATH. */
const installedChrome: readonly string[] = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  ...[process.env["ProgramFiles"], process.env["ProgramFiles(x86)"], process.env["LOCALAPPDATA"]].flatMap((folder) =>
    folder === undefined ? [] : [path.join(folder, "Google", "Chrome", "Application", "chrome.exe")],
  ),
];

async function chromiumProgram(): Promise<string> {
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  const found = names.map(onPath).find((one) => one !== undefined) ?? installedChrome.find((one) => existsSync(one));
  if (found !== undefined) return found;
  await needPrograms({ chromium: "chromium" });
  const installed = onPath("chromium");
  if (installed === undefined) throw new Error("Chromium is needed to show the editor and could not be installed.");
  return installed;
}

function nodeIn(modules: string): string {
  return path.join(modules, `node-${nodePlatform()}`, "bin", process.platform === "win32" ? "node.exe" : "node");
}

function nodePlatform(): string {
  const system = process.platform === "win32" ? "win" : process.platform;
  return `${system}-${process.arch}`;
}

async function installEditor(folder: string): Promise<void> {
  await needPrograms({ "g++": "g++", make: "make", python3: "python3" });
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const quiet = ["--no-audit", "--no-fund", "--loglevel=error"];
  await run(npm, ["init", "-y"], { cwd: folder });
  await run(
    npm,
    [
      "install",
      "--ignore-scripts",
      ...quiet,
      `code-server@${codeServerVersion}`,
      `node-${nodePlatform()}@${nodeVersion}`,
    ],
    { cwd: folder },
  );
  const modules = path.join(folder, "node_modules");
  const node = nodeIn(modules);
  const server = path.join(modules, "code-server", "lib", "vscode");
  // The editor's native modules must be built for the Node it runs on, whose package brings its own headers.
  const env = {
    PATH: `${path.dirname(node)}${path.delimiter}${process.env["PATH"] ?? ""}`,
    npm_config_nodedir: path.dirname(path.dirname(node)),
  };
  report("VS Code for the browser: its dependencies");
  await run(npm, ["install", "--omit=dev", "--ignore-scripts", ...quiet], { cwd: server, env });
  await run(npm, ["rebuild", ...quiet, "@vscode/spdlog", "@vscode/native-watchdog"], { cwd: server, env });
  await run(npm, ["install", "--omit=dev", "--ignore-scripts", ...quiet], {
    cwd: path.join(server, "extensions"),
    env,
  });
  await run(node, ["--version"]);
  for (const name of await readdir(folder)) if (name === ".npm") await rm(path.join(folder, name), { recursive: true });
  if (!existsSync(path.join(server, "out", "server-main.js")))
    throw new Error("The editor's server is missing from its package.");
}
