import { fork } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const keeper = path.join(path.dirname(fileURLToPath(import.meta.url)), "keeper.mjs");

/** How to run a program. */
export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Sees each line that the program prints, on either stream. */
  readonly onLine?: (line: string) => void;
}

/** Runs a program to its end and returns what it printed; throws with its last lines if it fails. It ends with us, whatever ends us. */
export async function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  const child = fork(keeper, [command, ...args], {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    execArgv: [],
  });
  let output = "";
  let errors = "";
  let rest = "";
  const read = (chunk: string, isError: boolean): void => {
    if (isError) errors += chunk;
    else output += chunk;
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) options.onLine?.(line);
  };
  child.stdout?.setEncoding("utf8").on("data", (chunk: string) => read(chunk, false));
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => read(chunk, true));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", (error) => reject(new Error(`${command} cannot be run: ${error.message}`)));
    child.once("close", resolve);
  });
  if (code !== 0) {
    const last = (errors + output).trim().split("\n").slice(-15).join("\n");
    throw new Error(`${[command, ...args].join(" ")} failed (${code ?? "ended"}):\n${last}`);
  }
  return output;
}

/** The whole path of a program on the PATH, or undefined. */
export function onPath(name: string): string | undefined {
  const endings = process.platform === "win32" ? [".exe", ".cmd", ""] : [""];
  for (const folder of (process.env["PATH"] ?? "").split(path.delimiter)) {
    for (const ending of endings) {
      const file = path.join(folder, name + ending);
      if (folder !== "" && existsSync(file)) return file;
    }
  }
  return undefined;
}
