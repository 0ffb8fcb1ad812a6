import { rm } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { processesOf } from "../../processesOf.ts";

/**
 * Sees to it that nothing of a test's own user outlives the test: holds a pipe to it, and when that closes, however the test ended,
 * ends whatever was started with the user's folder and removes the folder.
 */
const [home = ""] = process.argv.slice(2);

async function clear(): Promise<void> {
  for (let left = processesOf(home); left.length > 0; left = processesOf(home)) {
    for (const { pid } of left) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It has just ended.
      }
    }
    await pause(50);
  }
  await rm(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}

if (process.connected) process.once("disconnect", () => void clear());
else void clear();
