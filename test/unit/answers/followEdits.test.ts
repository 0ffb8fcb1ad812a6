import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { findAgain, followEdits } from "../../../src/core/answers/followEdits.ts";
import { randomFrom } from "../commit/random.ts";

/** Applies edits to a document with the stretch drawn as `[…]`, and draws it again. */
function drawn(document: string, ...edits: readonly (readonly [at: number, removed: number, text: string])[]): string {
  const start = document.indexOf("[");
  const end = document.indexOf("]") - 1;
  let text = document.replace(/[[\]]/g, "");
  for (const [at, removed, put] of [...edits].sort((one, other) => other[0] - one[0])) {
    text = text.slice(0, at) + put + text.slice(at + removed);
  }
  const replacements = edits.map(([at, removed, put]) => ({ start: at, removed, inserted: put.length }));
  const { span, isChanged } = followEdits({ start, end }, replacements);
  return `${text.slice(0, span.start)}[${text.slice(span.start, span.end)}]${text.slice(span.end)}${isChanged ? " changed" : ""}`;
}

suite("following a stretch of a document through edits", () => {
  test("moves with what comes before, and not with what comes after", () => {
    assert.equal(drawn("ab[cd]ef", [0, 0, "xy"]), "xyab[cd]ef");
    assert.equal(drawn("ab[cd]ef", [0, 1, ""]), "b[cd]ef");
    assert.equal(drawn("ab[cd]ef", [5, 0, "xy"]), "ab[cd]exyf");
  });

  test("leaves out what is put right before or behind it", () => {
    assert.equal(drawn("ab[cd]ef", [2, 0, "xy"]), "abxy[cd]ef");
    assert.equal(drawn("ab[cd]ef", [4, 0, "xy"]), "ab[cd]xyef");
    assert.equal(drawn("ab[cd]ef", [1, 1, "xyz"]), "axyz[cd]ef");
    assert.equal(drawn("ab[cd]ef", [4, 1, "z"]), "ab[cd]zf");
  });

  test("grows and shrinks with its own text, and says that it changed", () => {
    assert.equal(drawn("ab[cd]ef", [3, 0, "xy"]), "ab[cxyd]ef changed");
    assert.equal(drawn("ab[cd]ef", [2, 2, "x"]), "ab[x]ef changed");
    assert.equal(drawn("ab[cd]ef", [2, 1, ""]), "ab[d]ef changed");
  });

  test("keeps what is left when an edit reaches over its border", () => {
    assert.equal(drawn("ab[cd]ef", [1, 2, "x"]), "a[xd]ef changed");
    assert.equal(drawn("ab[cd]ef", [3, 2, "x"]), "ab[cx]f changed");
    assert.equal(drawn("ab[cd]ef", [0, 6, ""]), "[] changed");
  });

  test("takes several edits at once", () => {
    assert.equal(drawn("ab[cd]ef", [0, 1, "xyz"], [5, 1, ""]), "xyzb[cd]e");
    assert.equal(drawn("ab[cd]ef", [0, 0, "1"], [3, 0, "2"], [6, 0, "3"]), "1ab[c2d]ef3 changed");
  });

  test("never leaves the document", () => {
    const random = randomFrom(3);
    for (let round = 0; round < 2_000; round++) {
      const length = 12;
      const start = random(length);
      const end = start + random(length - start);
      const at = random(length);
      const removed = random(length - at);
      const inserted = random(4);
      const { span } = followEdits({ start, end }, [{ start: at, removed, inserted }]);
      assert.ok(span.start >= 0 && span.start <= span.end && span.end <= length - removed + inserted);
    }
  });

  test("finds a text again that moved while nobody watched, the nearest of several", () => {
    assert.deepEqual(findAgain("a code b", { start: 2, end: 6 }, "code"), { start: 2, end: 6 });
    assert.deepEqual(findAgain("more a code b", { start: 2, end: 6 }, "code"), { start: 7, end: 11 });
    assert.deepEqual(findAgain("code code ....... code", { start: 7, end: 11 }, "code"), { start: 5, end: 9 });
    assert.equal(findAgain("nothing", { start: 2, end: 6 }, "code"), undefined);
  });
});
