import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { Failure } from "../../../src/core/failures.ts";
import { DaemonClient } from "../../../src/ollama/daemonClient.ts";
import { ForegroundAnswers } from "../../../src/ollama/foregroundAnswers.ts";
import { DaemonError } from "../../../src/ollama/readFailure.ts";
import { type Script, ScriptedDaemon } from "../../scriptedDaemon.ts";
import { readyModelAt } from "./readyModel.ts";

/** Asks a daemon that does what a script says, and tells what was reported of it and how the ghost text's slot was used. */
async function asked(script: Script, stopAt?: string): Promise<{ failures: Failure[]; taken: number; error: unknown }> {
  const daemon = await ScriptedDaemon.start();
  daemon.will(script);
  const failures: Failure[] = [];
  let taken = 0;
  const slot = {
    take: () => {
      taken++;
      return Promise.resolve(() => {
        taken--;
      });
    },
  };
  const ready = readyModelAt(new DaemonClient(daemon.url));
  const answers = new ForegroundAnswers(
    () => Promise.resolve(ready),
    slot,
    (failure) => failures.push(failure),
  );
  const stop = new AbortController();
  try {
    const question = { messages: [{ role: "user" as const, content: "Why?" }], sampling: { numPredict: 5 } };
    for await (const event of answers.answer(question, stop.signal)) {
      if (event.kind === "text" && event.text === stopAt) stop.abort();
    }
    return { failures, taken, error: undefined };
  } catch (error) {
    return { failures, taken, error };
  } finally {
    await daemon.stop();
  }
}

suite("an answer that a person waits for", () => {
  test("tells whoever keeps the daemon's state what it ended with, and gives the slot back", async () => {
    const { failures, taken, error } = await asked({ steps: [{ kind: "say", text: "Half" }, { kind: "cut" }] });
    assert.ok(error instanceof DaemonError);
    assert.deepEqual(
      failures.map((one) => one.kind),
      ["cutOff"],
    );
    assert.equal(taken, 0);
  });

  test("tells nothing where it ended well or was stopped", async () => {
    assert.deepEqual((await asked({ steps: [{ kind: "say", text: "All" }] })).failures, []);
    const stopped = await asked({ steps: [{ kind: "say", text: "One" }, { kind: "wait" }] }, "One");
    assert.deepEqual([stopped.failures, stopped.taken], [[], 0]);
  });
});
