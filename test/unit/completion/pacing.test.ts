import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { Agreement } from "../../../src/core/completion/agreement.ts";
import { isBlockAhead } from "../../../src/core/completion/blockAhead.ts";
import { budgetFor, triggerModeFor } from "../../../src/core/completion/budget.ts";
import { isNaturalStop } from "../../../src/core/completion/naturalStop.ts";
import { type PauseReasons, Rhythm } from "../../../src/core/completion/rhythm.ts";
import { SpeedMeter } from "../../../src/core/completion/speedMeter.ts";

const speeds = (promptTokensPerSecond: number, generatedTokensPerSecond = 60) => ({
  promptTokensPerSecond,
  generatedTokensPerSecond,
});

suite("the rhythm", () => {
  const usual: PauseReasons = {
    isExplicit: false,
    isNaturalStop: false,
    isInMotion: false,
    minDelayMs: 0,
    mode: "typing",
    requestMs: 60,
    doubt: 1,
  };
  const typedEvery = (gapMs: number): Rhythm => {
    const rhythm = new Rhythm();
    for (let key = 1; key <= 60; key++) rhythm.note(key * gapMs);
    return rhythm;
  };

  test("is learnt from the times between keys, thinking apart", () => {
    assert.ok(Math.abs(typedEvery(100).gapMs - 100) < 5);
    const rhythm = typedEvery(100);
    rhythm.note(1e6);
    rhythm.note(1e6);
    assert.ok(Math.abs(rhythm.gapMs - 100) < 5);
  });

  test("makes the pause, which is never long", () => {
    assert.ok(typedEvery(80).pauseMs(usual) < typedEvery(200).pauseMs(usual));
    for (const gapMs of [10, 100, 300, 590]) {
      for (const requestMs of [1, 60, 5_000]) {
        const pauseMs = typedEvery(gapMs).pauseMs({ ...usual, requestMs });
        assert.ok(pauseMs >= 0 && pauseMs <= 150, `${pauseMs} ms`);
      }
    }
  });

  test("is shorter where people stop to look, longer where a request is dear, none for the shortcut", () => {
    const rhythm = typedEvery(100);
    const pauseMs = rhythm.pauseMs(usual);
    assert.ok(rhythm.pauseMs({ ...usual, isNaturalStop: true }) < pauseMs / 2);
    assert.ok(rhythm.pauseMs({ ...usual, requestMs: 500 }) > pauseMs);
    assert.equal(rhythm.pauseMs({ ...usual, isExplicit: true, minDelayMs: 900 }), 0);
  });

  test("is longer inside a word or behind what closes a call, where the next sign mostly comes", () => {
    const rhythm = typedEvery(100);
    assert.ok(rhythm.pauseMs({ ...usual, isInMotion: true }) > 100);
    assert.ok(rhythm.pauseMs({ ...usual, isInMotion: true }) > 1.5 * rhythm.pauseMs(usual));
    assert.ok(typedEvery(300).pauseMs({ ...usual, isInMotion: true }) <= 250);
    assert.ok(typedEvery(70).pauseMs({ ...usual, isInMotion: true }) < 120, "who types fast waits less");
  });

  test("is longer the less a model is trusted: inside words up to 50 ms longer, elsewhere within the usual limit", () => {
    const rhythm = typedEvery(150);
    const doubtful = { ...usual, doubt: 2 };
    assert.ok(rhythm.pauseMs(doubtful) > rhythm.pauseMs(usual) && rhythm.pauseMs(doubtful) <= 150);
    assert.ok(rhythm.pauseMs({ ...doubtful, isInMotion: true }) > 200);
    assert.ok(rhythm.pauseMs({ ...doubtful, isInMotion: true }) <= 300);
    assert.ok(rhythm.pauseMs({ ...doubtful, isNaturalStop: true }) <= 150);
  });

  test("keeps the least delay, and in pauses waits until the person has stopped", () => {
    const rhythm = typedEvery(100);
    assert.equal(rhythm.pauseMs({ ...usual, minDelayMs: 900 }), 900);
    assert.equal(rhythm.pauseMs({ ...usual, mode: "pauses" }), 400);
    assert.equal(typedEvery(300).pauseMs({ ...usual, mode: "pauses" }) > 600, true);
    assert.equal(rhythm.pauseMs({ ...usual, mode: "pauses", minDelayMs: 2_000 }), 2_000);
  });
});

suite("the agreement of a person with what the model writes", () => {
  const after = (guesses: readonly (readonly [written: string, typed: string])[]): Agreement => {
    const agreement = new Agreement();
    for (const [written, typed] of guesses) agreement.note(written, typed);
    return agreement;
  };

  test("falls with guesses that something else was typed for, and comes back", () => {
    const wrong = Array.from({ length: 8 }, () => ["return a;", "const"] as const);
    assert.ok(after(wrong).share < 0.2);
    assert.equal(after(wrong).doubt, 2);
    const right = Array.from({ length: 4 }, () => ["return a;", "return b"] as const);
    assert.ok(after([...wrong, ...right]).share > 0.5);
    assert.equal(after([...wrong, ...right]).doubt, 1);
  });

  test("learns nothing where one of both is not there yet, or too little to tell", () => {
    const { share } = new Agreement();
    for (const guess of [
      ["", "const"],
      ["return", ""],
      ["return", "re"],
      [" ", "x"],
    ] as const)
      assert.equal(after([guess]).share, share);
  });

  test("knows a person who accepts offers from one who reads them and types on", () => {
    const agreement = new Agreement();
    for (let offer = 0; offer < 3; offer++) agreement.noteOffered();
    assert.equal(agreement.isTaker, true);
    agreement.noteOffered();
    assert.equal(agreement.isTaker, false);
    agreement.noteTaken();
    assert.equal(agreement.isTaker, true);
  });
});

suite("a block ahead", () => {
  test("is what a line opens, or what the cursor stands first in", () => {
    assert.equal(isBlockAhead("", "if (a) {"), true);
    assert.equal(isBlockAhead("  ", "for item in items:"), true);
    assert.equal(isBlockAhead("while true; ", "do"), true);
    assert.equal(isBlockAhead("function add(a, b) {\n  ", "return a + b;"), true);
    assert.equal(isBlockAhead("def add(a, b):\n    ", "return a + b"), true);
  });

  test("is not behind a line that is whole by itself", () => {
    assert.equal(isBlockAhead("  const sum = ", "a + b;"), false);
    assert.equal(isBlockAhead("  const sum = a;\n  ", "return sum;"), false);
    assert.equal(isBlockAhead("add(", "a, b);"), false);
  });
});

suite("the budget", () => {
  test("is what can be evaluated in about a second, with room for the answer, within limits", () => {
    assert.equal(budgetFor(speeds(0), 8192).totalTokens, 828);
    assert.equal(budgetFor(speeds(1_000), 8192).totalTokens, 1_128);
    assert.equal(budgetFor(speeds(30), 8192).totalTokens, 256);
    assert.equal(budgetFor(speeds(50_000), 8192).totalTokens, 1_980);
    assert.equal(budgetFor(speeds(50_000), 8192, true).totalTokens, 1_000);
    assert.equal(budgetFor(speeds(50_000), 1_024).totalTokens, 960);
  });

  test("is shared out without exceeding itself", () => {
    for (const speed of [0, 10, 130, 300, 500, 1_000, 9_000]) {
      const { totalTokens, beforeTokens, afterTokens, snippetTokens, answerTokens } = budgetFor(speeds(speed), 8192);
      assert.ok(beforeTokens + afterTokens + snippetTokens + answerTokens <= totalTokens + 2, `${speed}`);
      assert.ok(answerTokens >= 128);
      assert.ok(beforeTokens > afterTokens);
    }
  });

  test("decides, with the speed, how ghost text comes", () => {
    const modeAt = (prompt: number, generated: number): string =>
      triggerModeFor(speeds(prompt, generated), budgetFor(speeds(prompt, generated), 8192));
    assert.equal(modeAt(2_000, 100), "typing");
    assert.equal(modeAt(60, 20), "pauses");
    assert.equal(modeAt(900, 6), "pauses");
    assert.equal(modeAt(30, 20), "manual");
    assert.equal(modeAt(900, 2), "manual");
    assert.equal(modeAt(0, 0), "typing");
  });
});

suite("the speed meter", () => {
  const sample = { evaluatedTokens: 0, promptEvaluationMs: 0, generatedTokens: 0, generationMs: 0 };

  test("takes the first measurement as it is, and later ones step by step", () => {
    const meter = new SpeedMeter(speeds(0, 0));
    meter.note({ ...sample, evaluatedTokens: 500, promptEvaluationMs: 1_000 });
    assert.deepEqual(meter.speeds, speeds(500, 0));
    meter.note({ ...sample, evaluatedTokens: 1_000, promptEvaluationMs: 1_000 });
    assert.equal(meter.speeds.promptTokensPerSecond, 650);
  });

  test("learns nothing from few tokens, from none, or without a time", () => {
    const meter = new SpeedMeter(speeds(500, 20));
    meter.note({ evaluatedTokens: 5, promptEvaluationMs: 500, generatedTokens: 2, generationMs: 1 });
    meter.note({ evaluatedTokens: 500, promptEvaluationMs: 0, generatedTokens: 50, generationMs: 0 });
    meter.note(sample);
    assert.deepEqual(meter.speeds, speeds(500, 20));
  });
});

suite("where people stop to look", () => {
  test("is after a line, a bracket, an arrow and a block's colon", () => {
    for (const before of [
      "x = 1\n",
      "x\n    ",
      "call(",
      "if (a) {",
      "[ ",
      "(a) => ",
      "  if n < 0:",
      "def f(a):",
      "case 1:",
    ]) {
      assert.equal(isNaturalStop(before), true, JSON.stringify(before));
    }
  });

  test("is not after the colon of a name, a key or a choice, nor inside a line", () => {
    for (const before of ["  name?:", "{ 'key':", "a ? b :", "const x", "const b = { c:", "iffy:", ""]) {
      assert.equal(isNaturalStop(before), false, JSON.stringify(before));
    }
  });
});
