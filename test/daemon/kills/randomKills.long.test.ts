import { test } from "node:test";
import { seedOfRun, surviveRandomKills } from "./randomKills.ts";

const runMs = 600_000;

test("ten minutes of random kills", { timeout: 3 * runMs }, async (context) => {
  const seed = seedOfRun();
  const beganMs = performance.now();
  const { rounds, kills, recoveryMs } = await surviveRandomKills(
    seed,
    () => performance.now() - beganMs > runMs,
    AbortSignal.timeout(2 * runMs),
  );
  const sorted = recoveryMs.toSorted((one, other) => one - other);
  const at = (share: number): string =>
    `${((sorted[Math.floor(share * (sorted.length - 1))] ?? 0) / 1_000).toFixed(1)} s`;
  context.diagnostic(
    `seed ${seed}: ${rounds} rounds, ${JSON.stringify(kills)}; the next answer after ${at(0.5)} in the middle, ${at(0.95)} at 95 %, ${at(1)} at most`,
  );
});
