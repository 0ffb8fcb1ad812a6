import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { restartPauseMs } from "../../src/core/restartPause.ts";

suite("a server that has died is started again", () => {
  test("at once the first times, then ever later, and never later than in a minute", () => {
    const deaths: number[] = [];
    const pauses = Array.from({ length: 12 }, (_, at) => {
      deaths.push(at * 1_000);
      return restartPauseMs(deaths);
    });
    assert.deepEqual(pauses, [0, 0, 0, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
  });

  test("at once after a good life, whatever was before", () => {
    const early = Array.from({ length: 10 }, (_, at) => at);
    assert.equal(restartPauseMs([...early, 500_000]), 0);
  });
});
