import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { baselineOf, regressionsOf } from "../../../bench/baseline.ts";
import { marksOf } from "../../../bench/editor/activationBench.ts";
import { longestBlinkMs } from "../../../bench/editor/growthBench.ts";
import { median, percentile, ratioOf, shareOf, spreadOf } from "../../../bench/statistics.ts";
import { seededRandom } from "../../../bench/seededRandom.ts";

describe("the bench's arithmetic", () => {
  test("percentiles lie between the values around them", () => {
    assert.equal(percentile([4, 1, 3, 2], 0.5), 2.5);
    assert.equal(percentile([1, 2, 3, 4, 5], 0.95), 4.8);
    assert.equal(percentile([7], 0.95), 7);
    assert.equal(percentile([], 0.5), undefined);
    assert.equal(median([9, 1, 5]), 5);
  });

  test("shares and ratios of nothing say nothing wrong", () => {
    assert.equal(shareOf(1, 4), 0.25);
    assert.equal(shareOf(0, 0), 0);
    assert.equal(ratioOf(3, 2), 1.5);
    assert.equal(ratioOf(3, 0), undefined);
    assert.equal(ratioOf(undefined, 2), undefined);
    assert.deepEqual(spreadOf([3, 1, 2]), [1, 3]);
    assert.equal(spreadOf([]), undefined);
  });

  test("chance is the same in every run", () => {
    const draw = (seed: number): readonly number[] => Array.from({ length: 4 }, seededRandom(seed));
    assert.deepEqual(draw(7), draw(7));
    assert.notDeepEqual(draw(7), draw(8));
    for (const value of draw(9)) assert.ok(value >= 0 && value < 1);
  });
});

test("the marks of a window are read from its log", () => {
  const log = [
    "2026-11-24 17:41:44.451 [info] activated in 32 ms",
    "2026-11-24 17:41:45.408 [info] looking -> loading",
    "2026-11-24 17:41:46.000 [info] ghost text is possible",
  ].join("\n");
  assert.deepEqual(marksOf(log), { activateMs: 32, firstPossibleMs: 1581 });
  assert.throws(() => marksOf("2026-11-24 17:41:44.451 [info] activated in 32 ms"), /possible/);
});

describe("the regression guard", () => {
  const baseline = {
    "requests, times the floor": { value: 2, better: "lower", tolerance: 0.5 },
    "pauses served": { value: 0.9, better: "higher", tolerance: 0.1 },
  } as const;

  test("names what got worse, with its limit", () => {
    const worse = regressionsOf({ "requests, times the floor": 3.1, "pauses served": 0.8 }, baseline);
    assert.deepEqual(
      worse.map(({ name, limit }) => [name, Math.round(limit * 100) / 100]),
      [
        ["requests, times the floor", 3],
        ["pauses served", 0.81],
      ],
    );
  });

  test("lets pass what is as good, better, or was not measured", () => {
    assert.deepEqual(regressionsOf({ "requests, times the floor": 2.9, "pauses served": 1 }, baseline), []);
    assert.deepEqual(regressionsOf({}, baseline), []);
  });

  test("a new baseline keeps what a person has said about its figures", () => {
    const next = baselineOf({ "requests, times the floor": 1.23456, "pauses served, of all": 0.5 }, baseline);
    assert.deepEqual(next["requests, times the floor"], { value: 1.235, better: "lower", tolerance: 0.5 });
    assert.equal(next["pauses served, of all"]?.better, "higher");
  });
});

test("a blink is the time between two frames with ghost text that have one without between them", () => {
  const frames = (shown: string): { ms: number; isShown: boolean }[] =>
    Array.from(shown).map((one, at) => ({ ms: at * 10, isShown: one === "x" }));
  assert.equal(longestBlinkMs(frames("xxxx")), 0);
  assert.equal(longestBlinkMs(frames("xx..x.x")), 30);
  assert.equal(longestBlinkMs(frames("..xx..")), 0, "before it came and after it went is no blink");
});
