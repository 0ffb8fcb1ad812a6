import { test } from "node:test";
import { seedOfRun, surviveRandomKills } from "./randomKills.ts";

test(
  "killed at random, nothing is lost, all is well with the next answer, and nothing stays",
  { timeout: 300_000 },
  async (context) => {
    const seed = seedOfRun();
    const { kills, recoveryMs } = await surviveRandomKills(
      seed,
      (rounds) => rounds === 2,
      AbortSignal.timeout(240_000),
    );
    context.diagnostic(`seed ${seed}: ${JSON.stringify(kills)}; the next answer after ${recoveryMs.join(", ")} ms`);
  },
);
