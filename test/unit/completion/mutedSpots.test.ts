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
    muted.noteEdit("a", typed(10, "x"), "");
    assert.equal(muted.isSilent("a", 11), false);
    assert.equal(muted.isSilent("a", 10), false);
  });

  test("moves with deletions", () => {
    const muted = new MutedSpots();
    muted.mute("a", 10);
    muted.noteEdit("a", deleted(8, 10), "");
    assert.equal(muted.isSilent("a", 8), true);
    muted.noteEdit("a", deleted(0, 3), "");
    assert.equal(muted.isSilent("a", 5), true);
  });

  test("is where a Tab has just indented, and only there", () => {
    const muted = new MutedSpots();
    muted.noteEdit("a", typed(4, "  "), "  ");
    assert.equal(muted.isSilent("a", 6), true);
    muted.noteEdit("a", typed(6, "x"), "    ");
    assert.equal(muted.isSilent("a", 7), false);
    muted.noteEdit("a", typed(9, "\t"), "\t");
    assert.equal(muted.isSilent("a", 10), true);
    muted.noteEdit("a", typed(10, "\t"), "const x = ");
    assert.equal(muted.isSilent("a", 11), false);
    muted.noteEdit("a", typed(10, " "), "");
    assert.equal(muted.isSilent("a", 11), false);
  });

  test("is forgotten with its document", () => {
    const muted = new MutedSpots();
    muted.mute("a", 10);
    muted.forget("a");
    assert.equal(muted.isSilent("a", 10), false);
  });
});
