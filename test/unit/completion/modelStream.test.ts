import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { GhostStream } from "../../../src/core/completion/ghostStream.ts";
import { ModelStream } from "../../../src/server/modelStream.ts";
import { ScriptedAnswer, settle } from "./simulation.ts";

function begun(): { readonly stream: ModelStream; readonly answer: ScriptedAnswer; readonly time: { ms: number } } {
  const answer = new ScriptedAnswer("", { numPredict: 8 });
  const time = { ms: 0 };
  const ghost = new GhostStream({
    anchor: {
      uri: "a",
      windowStart: 0,
      head: { text: "", fence: "```", lines: [] },
      promptLines: [],
      after: "",
      isAfterCut: false,
      mostBefore: 1_000,
    },
    spot: { languageId: "typescript", before: "const a = ", after: "", indentUnit: "  " },
    before: "const a = ",
    maxLines: 2,
    stops: [],
  });
  return {
    stream: new ModelStream(
      ghost,
      (signal) => answer.events(signal),
      () => time.ms,
    ),
    answer,
    time,
  };
}

const never = new AbortController().signal;

suite("a running request", () => {
  test("wakes those who wait at each piece, at its end and at their own", async () => {
    const { stream, answer } = begun();
    let woken = 0;
    void stream.next(never).then(() => woken++);
    await settle();
    assert.equal(woken, 0);
    await answer.say("1");
    assert.equal(woken, 1);
    const own = new AbortController();
    const waiting = stream.next(own.signal);
    own.abort();
    await waiting;
    const finished = stream.finished(never);
    await answer.end();
    await finished;
    await stream.next(never);
  });

  test("tells, at its end, the daemon's figures and its own times", async () => {
    const { stream, answer, time } = begun();
    time.ms = 40;
    await answer.say("1");
    time.ms = 70;
    await answer.say(" + 2");
    await answer.end({ promptTokens: 9 });
    const end = await stream.closed;
    assert.equal(end.figures?.promptTokens, 9);
    assert.deepEqual([end.error, end.firstTextMs, end.textMs, end.pieces], [undefined, 40, 30, 2]);
  });

  test("closes by itself once its text is complete", async () => {
    const { stream, answer } = begun();
    await answer.say("1;\nconst b = 2;\nconst c = 3;\n");
    const end = await stream.closed;
    assert.equal(answer.isOpen, false);
    assert.equal(end.figures, undefined);
    assert.equal(end.error, undefined);
    assert.equal(stream.ghost.isFinished, true);
  });

  test("that is aborted is closed, keeps its text so far, and has not failed", async () => {
    const { stream, answer } = begun();
    await answer.say("1;\n");
    stream.abort();
    const end = await stream.closed;
    assert.equal(answer.isOpen, false);
    assert.equal(end.error, undefined);
    assert.equal(stream.ghost.text.trimEnd(), "1;");
  });

  test("that fails says with what, and never rejects", async () => {
    const { stream, answer } = begun();
    const error = new Error("gone");
    await answer.fail(error);
    const end = await stream.closed;
    assert.equal(end.error, error);
    assert.equal(end.firstTextMs, undefined);
    assert.equal(stream.ghost.isFinished, true);
  });
});
