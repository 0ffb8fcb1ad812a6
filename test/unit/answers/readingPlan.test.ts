import assert from "node:assert/strict";
import { suite, test } from "node:test";
import {
  affordableParts,
  longReadingSeconds,
  sampleParts,
  secondsForParts,
  secondsForWhole,
  shorterReadingSeconds,
} from "../../../src/core/answers/readingPlan.ts";
import type { Part } from "../../../src/core/answers/splitIntoParts.ts";

const fast = { promptTokensPerSecond: 2_000, generatedTokensPerSecond: 80 };
const slow = { promptTokensPerSecond: 60, generatedTokensPerSecond: 8 };
const unknown = { promptTokensPerSecond: 0, generatedTokensPerSecond: 0 };

const parts: readonly Part[] = Array.from({ length: 10 }, (_, index) => [
  { piece: 0, firstLine: index + 1, lastLine: index + 1, start: 0, text: String(index) },
]);
const textsOf = (chosen: readonly Part[]): string => chosen.flatMap((part) => part.map((one) => one.text)).join(" ");

suite("planning how a long text is read", () => {
  test("takes longer for more, in proportion, and on a slower machine", () => {
    const sizes = (count: number): number[] => Array.from({ length: count }, () => 5_000);
    const ten = secondsForParts(sizes(10), slow);
    const hundred = secondsForParts(sizes(100), slow);
    assert.ok(hundred > ten * 8 && hundred < ten * 11, `${ten} and ${hundred}`);
    assert.ok(secondsForParts(sizes(10), fast) < ten / 5);
    assert.ok(secondsForWhole(5_000, unknown) > secondsForWhole(5_000, fast));
  });

  test("a megabyte is asked about on a slow machine, and not on a fast one", () => {
    const megabyte = Array.from({ length: 55 }, () => 5_500);
    assert.ok(secondsForParts(megabyte, slow) > longReadingSeconds);
    assert.ok(secondsForParts(megabyte, fast) < longReadingSeconds);
    const count = affordableParts(megabyte, shorterReadingSeconds, slow);
    assert.ok(
      count >= 1 && secondsForParts(megabyte.slice(0, count), slow) <= shorterReadingSeconds + 110,
      String(count),
    );
    assert.equal(affordableParts([5_000], 1, slow), 1);
  });

  test("samples the beginning, the end and what lies between, in order", () => {
    assert.equal(textsOf(sampleParts(parts, 4)), "0 3 6 9");
    assert.equal(textsOf(sampleParts(parts, 2)), "0 9");
    assert.equal(textsOf(sampleParts(parts, 1)), "0");
    assert.equal(sampleParts(parts, 10), parts);
    assert.equal(sampleParts(parts, 99), parts);
  });
});
