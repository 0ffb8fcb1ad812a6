import { access, constants } from "node:fs/promises";
import path from "node:path";

type Environment = Readonly<Record<string, string | undefined>>;

/** Where Ollama's program may be, most likely first: the search path, then where its installers put it. */
export function placesOfOllama(platform: NodeJS.Platform, environment: Environment): readonly string[] {
  const isWindows = platform === "win32";
  const paths = isWindows ? path.win32 : path.posix;
  const name = isWindows ? "ollama.exe" : "ollama";
  const home = environment[isWindows ? "USERPROFILE" : "HOME"];
  const searched = (environment["PATH"] ?? environment["Path"] ?? "")
    .split(paths.delimiter)
    .filter((one) => one !== "");
  return [
    ...searched.map((folder) => paths.join(folder.replace(/^"(.*)"$/, "$1"), name)),
    ...usualFolders(platform, environment, home).map((folder) => paths.join(folder, name)),
  ];
}

function usualFolders(
  platform: NodeJS.Platform,
  environment: Environment,
  home: string | undefined,
): readonly string[] {
  const inHome = (...parts: string[]): readonly string[] => (home === undefined ? [] : [[home, ...parts].join("/")]);
  if (platform === "win32") {
    return [
      ...(environment["LOCALAPPDATA"] === undefined ? [] : [`${environment["LOCALAPPDATA"]}\\Programs\\Ollama`]),
      ...(environment["ProgramFiles"] === undefined ? [] : [`${environment["ProgramFiles"]}\\Ollama`]),
    ];
  }
  if (platform === "darwin") {
    return [
      "/Applications/Ollama.app/Contents/Resources",
      ...inHome("Applications", "Ollama.app", "Contents", "Resources"),
      "/opt/homebrew/bin",
      "/usr/local/bin",
    ];
  }
  return ["/usr/local/bin", "/usr/bin", ...inHome(".local", "bin"), "/snap/bin", "/home/linuxbrew/.linuxbrew/bin"];
}

/** The first of these files that can be run. */
export async function firstRunnable(files: readonly string[]): Promise<string | undefined> {
  for (const file of files) if (await isRunnable(file)) return file;
  return undefined;
}

/** Whether there is a program at this path. */
export async function isRunnable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
