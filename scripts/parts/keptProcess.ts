import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const keeper = path.join(path.dirname(fileURLToPath(import.meta.url)), "keeper.mjs");

/** A process group that ends with us, whatever ends us. */
export interface KeptProcess {
  /** The group's leader, which is the program itself. */
  readonly pid: number;
  /** Resolves when the program has ended, with its exit code. */
  readonly ended: Promise<number>;
  /** Asks the group to end, forces it after four seconds, and waits for it. */
  readonly stop: () => Promise<void>;
}

/** Starts a program whose output goes to a file. */
export async function startKept(
  command: string,
  args: readonly string[],
  options: {
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly logFile: string;
    readonly cwd?: string;
  },
): Promise<KeptProcess> {
  const log = openSync(options.logFile, "a");
  const child: ChildProcess = fork(keeper, [command, ...args], {
    env: { ...options.env },
    cwd: options.cwd,
    stdio: ["ignore", log, log, "ipc"],
    execArgv: [],
  });
  closeSync(log);
  const ended = once(child, "exit").then(([code]) => (typeof code === "number" ? code : 1));
  const first = await Promise.race([once(child, "message").then(([message]: unknown[]) => message), ended]);
  if (typeof first === "number")
    throw new Error(`${command} could not be started (exit code ${first}); see ${options.logFile}`);
  const pid = (first as { pid: number }).pid;
  return {
    pid,
    ended,
    stop: async () => {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}
