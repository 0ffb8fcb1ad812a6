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

/** Whether a process is what we once started, since numbers are used again after a restart of the machine. */
export async function isOllama(pid: number): Promise<boolean> {
  if (!isAlive(pid)) return false;
  const request =
    process.platform === "win32"
      ? { command: "tasklist", args: ["/FI", `PID eq ${pid}`, "/FO", "CSV", "/NH"] }
      : { command: "ps", args: ["-o", "args=", "-p", String(pid)] };
  try {
    return /ollama/i.test((await runProcess(request, new AbortController().signal)).stdout);
  } catch {
    return false;
  }
}
