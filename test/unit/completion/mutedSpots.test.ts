import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { MutedSpots } from "../../../src/server/mutedSpots.ts";

const typed = (at: number, text: string) => ({ from: at, to: at, inserted: text.length, text });
const deleted = (from: number, to: number) => ({ from, to, inserted: 0, text: "" });

suite("a place where ghost text is not wanted", () => {
  test("is silent until something else is typed", () => {
    const muted = new MutedSpots();
    muted.mute("a", 10);
    assert.equal(muted.isSilent("a", 10), true);
    assert.equal(muted.isSilent("a", 11), false);
    assert.equal(muted.isSilent("b", 10), false);
    muted.noteEdit("a", typed(10, "x"), "", "");
    assert.equal(muted.isSilent("a", 11), false);
    assert.equal(muted.isSilent("a", 10), false);
  });

  test("moves with deletions", () => {
    const muted = new MutedSpots();
    muted.mute("a", 10);
    muted.noteEdit("a", deleted(8, 10), "  ", "");
    assert.equal(muted.isSilent("a", 8), true);
    muted.noteEdit("a", deleted(0, 3), "\n\n\n", "");
    assert.equal(muted.isSilent("a", 5), true);
  });

  test("is where a Tab has just indented, and only there", () => {
    const muted = new MutedSpots();
    muted.noteEdit("a", typed(4, "  "), "", "  ");
    assert.equal(muted.isSilent("a", 6), true);
    muted.noteEdit("a", typed(6, "x"), "", "    ");
    assert.equal(muted.isSilent("a", 7), false);
    muted.noteEdit("a", typed(9, "\t"), "", "\t");
    assert.equal(muted.isSilent("a", 10), true);
    muted.noteEdit("a", typed(10, "\t"), "", "const x = ");
    assert.equal(muted.isSilent("a", 11), false);
    muted.noteEdit("a", typed(10, " "), "", "");
    assert.equal(muted.isSilent("a", 11), false);
  });

  test("is where selected text was deleted, but not where a key took a letter, an empty pair or indentation", () => {
    for (const [removed, isSilent] of [
      ["x", false],
      ["()", false],
      ["    ", false],
      ["\n// ", false],
      ["sum", true],
      ["a\nb", true],
    ] as const) {
      const muted = new MutedSpots();
      muted.noteEdit("a", deleted(10, 10 + removed.length), removed, "");
      assert.equal(muted.isSilent("a", 10), isSilent, JSON.stringify(removed));
    }
  });

  test("is where accepted text is deleted, were it letter by letter, and not where typed letters are", () => {
    const muted = new MutedSpots();
    muted.noteEdit("a", typed(10, "1 + 2;"), "", "const a = ");
    assert.equal(muted.isSilent("a", 16), false);
    muted.noteEdit("a", typed(16, "x"), "", "const a = 1 + 2;");
    muted.noteEdit("a", deleted(16, 17), "x", "const a = 1 + 2;");
    assert.equal(muted.isSilent("a", 16), false, "the letter was typed");
    muted.noteEdit("a", deleted(15, 16), ";", "const a = 1 + 2");
    assert.equal(muted.isSilent("a", 15), true);
    muted.noteEdit("a", deleted(14, 15), "2", "const a = 1 + ");
    assert.equal(muted.isSilent("a", 14), true, "the rest of it is still accepted text");
    muted.noteEdit("a", typed(14, "3"), "", "const a = 1 + ");
    muted.noteEdit("a", deleted(14, 15), "3", "const a = 1 + ");
    assert.equal(muted.isSilent("a", 14), false);
    muted.noteEdit("a", deleted(3, 4), "x", "con");
    assert.equal(muted.isSilent("a", 3), false, "what was typed before it");
    muted.noteEdit("a", deleted(12, 13), " ", "const a = 1 +");
    assert.equal(muted.isSilent("a", 12), true, "it has moved along");
  });

  test("is forgotten with its document", () => {
    const muted = new MutedSpots();
    muted.mute("a", 10);
    muted.forget("a");
    assert.equal(muted.isSilent("a", 10), false);
  });
});
