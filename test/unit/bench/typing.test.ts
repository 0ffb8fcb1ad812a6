import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { offeredPieces } from "../../../bench/typing/offeredTokens.ts";
import type { MeteredRequest } from "../../../bench/typing/meter.ts";
import type { Played } from "../../../bench/typing/playTrace.ts";
import { isPauseAfter, keystrokesOf, statesOf, type Trace, traceOf } from "../../../bench/typing/trace.ts";
import { figuresOf, type TypingRun, typingRunOf } from "../../../bench/typing/typingFigures.ts";
import { seededRandom } from "../../../bench/seededRandom.ts";

const code = Array.from({ length: 60 }, (_, at) => `  const total${at} = first${at} + second(${at});`).join("\n");
const file = { id: "a/b.ts", path: "b.ts", languageId: "typescript", text: code, siblings: [] };

function traceWith(seed: number): Trace {
  return traceOf(file, { lines: 4 }, seededRandom(seed)) ?? assert.fail("no trace");
}

describe("a typing trace", () => {
  test("ends with the file as it was, but for the line that was added elsewhere", () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const last = statesOf(traceWith(seed)).at(-1);
      assert.equal(last?.text.replace("\n  // see below", ""), code);
    }
  });

  test("is the same for the same seed and another for another", () => {
    assert.deepEqual(traceWith(3), traceWith(3));
    assert.notDeepEqual(traceWith(3).steps, traceWith(4).steps);
  });

  test("has pauses, slips, and a jump and back", () => {
    const traces = Array.from({ length: 12 }, (_, seed) => traceWith(seed));
    for (const trace of traces) assert.equal(trace.steps.filter(({ kind }) => kind === "jump").length, 2);
    assert.ok(traces.some((trace) => trace.steps.some(({ kind }) => kind === "erase")));
    const pauses = traces.map((trace) => trace.steps.filter((_, step) => isPauseAfter(trace, step)).length);
    assert.ok(pauses.every((count) => count >= 2));
  });

  test("counts letters, line breaks and backspaces as keys, and no jump", () => {
    const trace = traceWith(3);
    assert.equal(keystrokesOf(trace), trace.steps.length - 2);
  });
});

describe("tokens that were offered", () => {
  const prompt = "the head\n<start_of_turn>model\n```ts\nconst a = 1;\nconst b =";
  const pieces = [" a", " +", " 1", ";", "\nconst", " c"];
  const document = "const a = 1;\nconst b =";

  test("are those of the offer's text, whatever blanks were mended", () => {
    assert.equal(offeredPieces({ prompt, pieces }, [{ before: `${document} `, text: "a + 1;" }]), 4);
  });

  test("count on behind what was typed of them", () => {
    assert.equal(offeredPieces({ prompt, pieces }, [{ before: `${document} a +`, text: " 1;" }]), 4);
  });

  test("are found by the code before the cursor, wherever a prompt has it", () => {
    const offers = [{ before: `${document} `, text: "a + 1;" }];
    const fim = `<|fim_prefix|>${document}<|fim_suffix|>\nrest<|fim_middle|>`;
    assert.equal(offeredPieces({ prompt: fim, pieces }, offers), 4);
    assert.equal(offeredPieces({ prompt: `${document}{{HOLE}}\nrest<end_of_turn>`, pieces }, offers), 4);
  });

  test("are none where nothing was offered, or something else, or only what was typed anyway", () => {
    assert.equal(offeredPieces({ prompt, pieces }, []), 0);
    assert.equal(offeredPieces({ prompt, pieces }, [{ before: `${document} `, text: "b" }]), 0);
    assert.equal(offeredPieces({ prompt, pieces }, [{ before: `${document} a + 2`, text: "0;" }]), 0);
    assert.equal(offeredPieces({ prompt, pieces }, [{ before: "elsewhere", text: "a + 1;" }]), 0);
  });
});

function request(some: Partial<MeteredRequest>): MeteredRequest {
  return {
    path: "/api/generate",
    prompt: "const b =",
    numPredict: 128,
    sentMs: 0,
    pieces: [],
    wasAborted: false,
    endedMs: 0,
    promptTokens: undefined,
    cachedTokens: undefined,
    promptEvaluationMs: undefined,
    generatedTokens: undefined,
    bytesSent: 0,
    bytesReceived: 0,
    ...some,
  };
}

describe("the figures of a typed trace", () => {
  const trace: Trace = {
    id: "t",
    path: "t.ts",
    languageId: "typescript",
    text: "const b =",
    cursor: 9,
    steps: [
      { kind: "type", afterMs: 1_500, text: " " },
      { kind: "type", afterMs: 120, text: "a" },
      { kind: "type", afterMs: 900, text: ";" },
    ],
    lastRestMs: 2_000,
  };
  const played: Played = {
    trace,
    system: "Facet",
    shown: [{ step: 1, afterKeyMs: 210, text: " + 1" }],
    stepMs: [1_000, 1_120, 2_020],
    endedMs: 4_000,
  };
  const requests = [
    request({
      sentMs: 1_230,
      pieces: [" a", " +", " 1", "\n", "more"].map((text) => ({ atMs: 0, text })),
      promptTokens: 100,
      cachedTokens: 98,
    }),
    request({ sentMs: 2_100, wasAborted: true, pieces: [{ atMs: 0, text: "x" }] }),
    request({ sentMs: 2_200, numPredict: 1, promptTokens: 50, cachedTokens: 0 }),
  ];
  const run = typingRunOf(played, requests, 1, undefined);

  test("say for each pause when ghost text came, and where it did not", () => {
    assert.deepEqual(run.pauses, { 1: 210, 2: null });
  });

  test("count requests, tokens evaluated, and tokens never offered", () => {
    assert.equal(run.requests, 2);
    assert.equal(run.warmings, 1);
    assert.equal(run.abortedRequests, 1);
    assert.equal(run.evaluatedTokens, 52);
    assert.equal(run.generatedTokens, 6);
    assert.equal(run.neverOfferedTokens, 3);
  });

  test("take the time from the last key to the first request of a pause as our own pause, but not for warming", () => {
    assert.deepEqual(run.ownPauses, { 1: 110, 2: 80 });
  });

  test("know of no own pause where ghost text was there before anything was asked, or nothing was asked at all", () => {
    const [, , warming] = requests;
    assert.deepEqual(typingRunOf(played, warming === undefined ? [] : [warming], 1, undefined).ownPauses, { 1: 0 });
    const behind = request({ sentMs: 1_400 });
    assert.deepEqual(typingRunOf(played, [behind], 1, undefined).ownPauses, { 1: 0 });
  });

  test("do not take an evaluation that the daemon had begun before for our own pause", () => {
    const ahead = request({ sentMs: 1_900, endedMs: 2_080, numPredict: 1 });
    const earlier = request({ sentMs: 800, endedMs: 1_000, numPredict: 1 });
    assert.deepEqual(typingRunOf(played, [earlier, ahead, ...requests], 1, undefined).ownPauses, { 1: 110, 2: 20 });
    const seenLate = request({ sentMs: 1_900, endedMs: 2_103, numPredict: 1 });
    assert.deepEqual(typingRunOf(played, [seenLate, ...requests], 1, undefined).ownPauses, { 1: 110, 2: 0 });
  });

  test("are put beside the floor's run of the same trace", () => {
    const floor: TypingRun = { ...run, system: "floor", requests: 1, evaluatedTokens: 26, pauses: { 1: 105, 2: 400 } };
    const figures = figuresOf("Facet", [run, floor], "floor");
    assert.equal(figures.servedShare, 0.5);
    assert.equal(figures.servedOfFloorShare, 0.5);
    assert.equal(figures.timesTheFloor, 2);
    assert.equal(figures.evaluationTimesTheFloor, 2);
    assert.equal(figures.requestsTimesTheFloor, 2);
    assert.equal(Math.round(figures.requestsPer100Keys), 67);
  });
});
