import { isAlive } from "../shared/process/isAlive.ts";
import { runProcess } from "../shared/process/runProcess.ts";

/** Ends a program with everything it has started, at once; a model runner would otherwise stay in memory for ever (facts: ollama 10). */
export async function killGroup(leader: number): Promise<void> {
  if (process.platform === "win32") {
    await runProcess(
      { command: "taskkill", args: ["/PID", String(leader), "/T", "/F"] },
      new AbortController().signal,
    ).catch(() => undefined);
    return;
  }
  for (const pid of [-leader, leader]) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It is gone already.
    }
  }
}

/**
 * Whether anything is left of the group that we once started, since numbers are used again after a restart of the machine.
 * A daemon may be gone while the runner that it started holds the model in memory.
 */
export async function isOllamaGroup(leader: number): Promise<boolean> {
  const isWindows = process.platform === "win32";
  if (isWindows && !isAlive(leader)) return false;
  const request = isWindows
    ? { command: "tasklist", args: ["/FI", `PID eq ${leader}`, "/FO", "CSV", "/NH"] }
    : { command: "ps", args: ["-eo", "pgid=,args="] };
  try {
    const { stdout } = await runProcess(request, new AbortController().signal);
    const lines = stdout.split("\n").filter((line) => isWindows || Number(/^\s*(\d+)/.exec(line)?.[1]) === leader);
    return lines.some((line) => /ollama|llama-server/i.test(line));
  } catch {
    return false;
  }
}
