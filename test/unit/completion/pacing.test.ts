import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { budgetFor, triggerModeFor } from "../../../src/core/completion/budget.ts";
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
    isInWord: false,
    minDelayMs: 0,
    mode: "typing",
    requestMs: 60,
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

  test("is longer inside a word, where the next letter mostly comes", () => {
    const rhythm = typedEvery(100);
    assert.ok(rhythm.pauseMs({ ...usual, isInWord: true }) > 100);
    assert.ok(rhythm.pauseMs({ ...usual, isInWord: true }) > 1.5 * rhythm.pauseMs(usual));
    assert.ok(typedEvery(300).pauseMs({ ...usual, isInWord: true }) <= 150);
  });

  test("keeps the least delay, and in pauses waits until the person has stopped", () => {
    const rhythm = typedEvery(100);
    assert.equal(rhythm.pauseMs({ ...usual, minDelayMs: 900 }), 900);
    assert.equal(rhythm.pauseMs({ ...usual, mode: "pauses" }), 400);
    assert.equal(typedEvery(300).pauseMs({ ...usual, mode: "pauses" }) > 600, true);
    assert.equal(rhythm.pauseMs({ ...usual, mode: "pauses", minDelayMs: 2_000 }), 2_000);
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
