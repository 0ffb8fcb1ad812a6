import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { HoleSample } from "../../../bench/holes/fillHole.ts";
import { scoresOf } from "../../../bench/holes/holeTable.ts";
import { holeKinds, punchHole } from "../../../bench/holes/punchHoles.ts";
import { similarity } from "../../../bench/holes/similarity.ts";
import { seededRandom } from "../../../bench/seededRandom.ts";

const text = Array.from({ length: 40 }, (_, at) => `    const total${at} = first(${at}, second);`).join("\n");
const file = { id: "a/b.ts", path: "b.ts", languageId: "typescript", text, siblings: [] };

describe("holes", () => {
  test("leave the file as it was once they are filled", () => {
    for (const kind of holeKinds) {
      for (const seed of [1, 2, 3]) {
        const hole = punchHole(file, kind, seededRandom(seed)) ?? assert.fail("no hole");
        assert.equal(hole.before + hole.expected + hole.after, text);
        assert.equal(hole.expected.split("\n").length, kind === "three lines" ? 3 : 1);
        assert.ok(hole.after.startsWith("\n"));
      }
    }
  });

  test("begin behind the indentation, or inside a line with something on both sides", () => {
    const whole = punchHole(file, "whole line", seededRandom(4));
    assert.match(whole?.before ?? "", /\n {4}$/);
    const rest = punchHole(file, "rest of line", seededRandom(4));
    assert.match(rest?.before ?? "", /\n {4}const [^\n]*$/);
  });

  test("are not punched into what cannot be guessed", () => {
    assert.equal(
      punchHole({ ...file, text: "// a comment line\n".repeat(40) }, "whole line", seededRandom(1)),
      undefined,
    );
  });
});

describe("scores", () => {
  test("similarity is what need not be edited", () => {
    assert.equal(similarity("", ""), 1);
    assert.equal(similarity("abc", "abc"), 1);
    assert.equal(similarity("abcd", "abXd"), 0.75);
    assert.equal(similarity("abc", ""), 0);
  });

  test("compare layouts only on holes that all of them have tried", () => {
    const sample = (hole: string, layout: string, isExact: boolean): HoleSample => ({
      hole,
      layout,
      isExact,
      kind: "whole line",
      languageId: "typescript",
      hasSnippets: false,
      expected: "x",
      raw: "x",
      offered: isExact ? "x" : "",
      similarity: isExact ? 1 : 0,
      promptTokens: 1,
    });
    const samples = [
      sample("1", "a", true),
      sample("1", "b", false),
      sample("2", "a", true),
      sample("2", "b", true),
      // Interrupted: only one layout has tried it.
      sample("3", "a", false),
    ];
    const [a, b] = scoresOf(samples);
    assert.deepEqual([a?.holes, a?.exactPercent, b?.exactPercent, b?.silentPercent], [2, 100, 50, 50]);
  });
});
