import { setTimeout as pause } from "node:timers/promises";
import { isAlive } from "../src/shared/process/isAlive.ts";

/** Between two looks, ms. */
const lookMs = 20;

/** Resolves once processes that need not be ours have ended. The system tells that to their parent alone, so this is where tests look again. */
export async function untilGone(...pids: readonly number[]): Promise<void> {
  while (pids.some(isAlive)) await pause(lookMs);
}
