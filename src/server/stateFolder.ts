import os from "node:os";
import path from "node:path";

/** Where this system keeps the state of programs: consents, figures, and the records of daemons that we started. */
export function stateFolder(
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  const home = environment["HOME"] ?? environment["USERPROFILE"] ?? os.homedir();
  if (platform === "win32")
    return path.join(environment["LOCALAPPDATA"] ?? path.join(home, "AppData", "Local"), "facet");
  if (platform === "darwin") return path.join(home, "Library", "Application Support", "facet");
  return path.join(environment["XDG_STATE_HOME"] ?? path.join(home, ".local", "state"), "facet");
}
