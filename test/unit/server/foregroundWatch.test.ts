import assert from "node:assert/strict";
import { mock, suite, test } from "node:test";
import { ForegroundWatch } from "../../../src/server/foregroundWatch.ts";

function watched(): { watch: ForegroundWatch; calls: string[] } {
  const calls: string[] = [];
  const watch = new ForegroundWatch({
    beginForeground: (id) => {
      calls.push(`begin ${id}`);
      return Promise.resolve();
    },
    endForeground: (id) => void calls.push(`end ${id}`),
  });
  return { watch, calls };
}

suite("the watch over foreground answers", () => {
  test("begins and ends each once", async () => {
    const { watch, calls } = watched();
    await watch.note({ phase: "begin", id: "a" });
    await watch.note({ phase: "begin", id: "b" });
    await watch.note({ phase: "end", id: "a" });
    await watch.note({ phase: "end", id: "b" });
    assert.deepEqual(calls, ["begin a", "begin b", "end a", "end b"]);
  });

  test("ends one whose host has gone silent, and not one that beats", async () => {
    mock.timers.enable({ apis: ["setTimeout"] });
    try {
      const { watch, calls } = watched();
      await watch.note({ phase: "begin", id: "silent" });
      await watch.note({ phase: "begin", id: "beating" });
      for (let beat = 0; beat < 5; beat++) {
        mock.timers.tick(3_000);
        await watch.note({ phase: "heartbeat", id: "beating" });
      }
      assert.deepEqual(calls, ["begin silent", "begin beating", "end silent"]);
      mock.timers.tick(10_000);
      assert.deepEqual(calls.slice(3), ["end beating"]);
    } finally {
      mock.timers.reset();
    }
  });
});
