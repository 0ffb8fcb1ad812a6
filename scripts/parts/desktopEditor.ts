import { existsSync, realpathSync } from "node:fs";
import path from "node:path";
import { download, SilentReporter } from "@vscode/test-electron";
import { cacheRoot } from "./cacheFolder.ts";
import { onPath } from "./run.ts";

/** How long the place that desktop editors are downloaded from may be silent, ms. */
const patienceMs = 5_000;

/** The program of a desktop VS Code, installed or downloaded; undefined where there is no screen for it or it cannot be had. */
export async function desktopEditor(): Promise<string | undefined> {
  if (!hasScreen()) return undefined;
  return installedEditor() ?? (await downloadedEditor());
}

function hasScreen(): boolean {
  if (process.platform !== "linux") return true;
  return (process.env["DISPLAY"] ?? process.env["WAYLAND_DISPLAY"] ?? "") !== "";
}

/** The program behind the `code` command, which would start it as somebody else's child. */
function installedEditor(): string | undefined {
  const command = onPath("code");
  if (command === undefined) return undefined;
  const bin = path.dirname(realpathSync(command));
  const candidates = [
    path.join(bin, "..", "code"),
    path.join(bin, "..", "Code.exe"),
    path.join(bin, "..", "..", "..", "MacOS", "Electron"),
    path.join(bin, "..", "..", "..", "MacOS", "Code"),
  ];
  return candidates.find((one) => existsSync(one));
}

async function downloadedEditor(): Promise<string | undefined> {
  try {
    return await download({
      version: "stable",
      cachePath: path.join(cacheRoot(), "desktop"),
      reporter: new SilentReporter(),
      timeout: patienceMs,
    });
  } catch {
    return undefined;
  }
}
