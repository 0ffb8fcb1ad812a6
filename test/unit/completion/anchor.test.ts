import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { type Anchor, isStillTrue, movedStart, windowStartBefore } from "../../../src/core/completion/anchor.ts";
import { AnchorBook } from "../../../src/server/anchorBook.ts";

const below = "\n}\n\nexport function other(): void {\n  run();\n}\n";

suite("what a head says of the code that follows", () => {
  test("stays true while the editor closes brackets and moves them", () => {
    for (const now of [below, `)${below}`, `")${below}`, `\n  }${below}`, `;${below}`, below.trimStart()]) {
      assert.equal(isStillTrue(below, now, false), true, JSON.stringify(now));
    }
  });

  test("is no longer true once other code follows", () => {
    for (const now of [`\nreturn 1;${below}`, `x${below}`, "\n}\n", ""]) {
      assert.equal(isStillTrue(below, now, false), false, JSON.stringify(now));
    }
  });

  test("was cut off somewhere, and what comes after that does not count", () => {
    const whole = below + "const more = 1;\n".repeat(100);
    assert.equal(isStillTrue(below, whole, true), true);
    assert.equal(isStillTrue(below, `)${whole}`, true), true);
    assert.equal(isStillTrue(below, whole, false), false);
    assert.equal(isStillTrue(below, below.slice(0, 20), true), false);
    assert.equal(isStillTrue(below, whole.replace("run", "walk"), true), false);
  });

  test("does not depend on what is far below", () => {
    const long = "const line = 1;\n".repeat(60);
    assert.equal(isStillTrue(`${long}old();\n`, `${long}entirelyNew();\n`, false), true);
  });
});

suite("a window before the cursor", () => {
  test("is the whole text where that is short enough", () => {
    assert.equal(windowStartBefore("abc\ndef", 7, 100), 0);
  });

  test("begins at a line's start, with a block if one begins near", () => {
    const text = `${"  inner();\n".repeat(40)}}\n\nfunction next() {\n${"  more();\n".repeat(40)}`;
    const start = windowStartBefore(text, text.length, 400);
    assert.equal(text.charAt(start - 1), "\n");
    const block = text.indexOf("function next");
    assert.equal(windowStartBefore(text, text.length, text.length - block + 20), block);
  });

  test("begins in the middle of a line that is longer than itself", () => {
    assert.equal(windowStartBefore("x".repeat(1_000), 900, 300), 600);
  });

  test("moves with edits above it, and is lost with an edit through its start", () => {
    assert.equal(movedStart(100, { from: 10, to: 10, inserted: 5 }), 105);
    assert.equal(movedStart(100, { from: 10, to: 20, inserted: 0 }), 90);
    assert.equal(movedStart(100, { from: 100, to: 120, inserted: 3 }), 100);
    assert.equal(movedStart(100, { from: 90, to: 110, inserted: 3 }), undefined);
  });
});

suite("the anchors in use", () => {
  const anchorAt = (windowStart: number, uri = "a"): Anchor => ({
    uri,
    windowStart,
    head: { text: "", fence: "```", lines: [] },
    promptLines: [],
    after: below,
    isAfterCut: false,
    mostBefore: 1_000,
  });

  test("are found by document, window and what follows", () => {
    const book = new AnchorBook();
    const anchor = anchorAt(500);
    book.add(anchor);
    assert.equal(book.find("a", 700, below), anchor);
    assert.equal(book.find("b", 700, below), undefined);
    assert.equal(book.find("a", 499, below), undefined);
    assert.equal(book.find("a", 1_501, below), undefined);
    assert.equal(book.find("a", 700, "something else"), undefined);
  });

  test("follow edits of their own document only", () => {
    const book = new AnchorBook();
    const anchor = anchorAt(500);
    book.add(anchor);
    book.noteEdit("b", { from: 0, to: 0, inserted: 100 });
    assert.equal(anchor.windowStart, 500);
    book.noteEdit("a", { from: 0, to: 0, inserted: 100 });
    assert.equal(anchor.windowStart, 600);
    book.noteEdit("a", { from: 550, to: 650, inserted: 0 });
    assert.equal(book.find("a", 700, below), undefined);
  });

  test("are a few, of which the one used longest ago goes first", () => {
    const book = new AnchorBook();
    for (let index = 0; index < 12; index++) book.add(anchorAt(0, `file${index}`));
    assert.notEqual(book.find("file0", 10, below), undefined);
    book.add(anchorAt(0, "one more"));
    assert.notEqual(book.find("file0", 10, below), undefined);
    assert.equal(book.find("file1", 10, below), undefined);
    book.forget("file0");
    assert.equal(book.find("file0", 10, below), undefined);
  });
});
