import assert from "node:assert/strict";
import { suite, test } from "node:test";
import * as fc from "fast-check";
import { TextDocument } from "vscode-languageserver-textdocument";
import { DocumentText } from "../../src/core/documentText.ts";

/** What documents are made of: line ends of all kinds next to each other, characters of two units, halves of them. */
const piece = fc.constantFrom("\n", "\r", "\r\n", "\n\r", "a", "word ", "  ", "\t", "😀", "\ud83d", "\ude00", "é");
const text = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(""));
const edit = fc.record({
  from: fc.double({ min: 0, max: 1, noNaN: true }),
  to: fc.double({ min: 0, max: 1, noNaN: true }),
  isNarrow: fc.boolean(),
  inserted: text,
});

/** Sees that every answer is the one of a plain string, and of a document of the protocol's own library made of it. */
function assertSame(seen: DocumentText, plain: string): void {
  const reference = TextDocument.create("file:///a", "plaintext", 1, plain);
  assert.equal(seen.slice(), plain);
  assert.equal(seen.length, plain.length);
  assert.equal(seen.lineCount, reference.lineCount);
  for (let offset = -1; offset <= plain.length + 1; offset++) {
    assert.equal(seen.charAt(offset), plain.charAt(offset));
    assert.equal(seen.indexOf("\n", offset), plain.indexOf("\n", offset), `indexOf from ${offset}`);
    assert.equal(seen.lastIndexOf("\n", offset), plain.lastIndexOf("\n", offset), `lastIndexOf from ${offset}`);
    assert.deepEqual(seen.positionAt(offset), reference.positionAt(offset), `positionAt ${offset}`);
    assert.equal(seen.slice(offset, offset + 7), plain.slice(offset, offset + 7));
  }
  for (let line = -1; line <= reference.lineCount; line++) {
    for (let character = -1; character < 12; character++) {
      const position = { line, character };
      assert.equal(seen.offsetAt(position), reference.offsetAt(position), `offsetAt ${line}:${character}`);
    }
  }
}

suite("a document's text in pieces", () => {
  test("answers like a string after any edits, however short its pieces are", () => {
    fc.assert(
      fc.property(text, fc.array(edit, { maxLength: 12 }), fc.integer({ min: 1, max: 40 }), (start, edits, length) => {
        let plain = start;
        let seen = DocumentText.of(plain, length);
        assertSame(seen, plain);
        for (const { from: a, to: b, isNarrow, inserted } of edits) {
          const one = Math.round(a * plain.length);
          const other = isNarrow ? Math.min(plain.length, one + Math.round(b * 3)) : Math.round(b * plain.length);
          const from = Math.min(one, other);
          const to = Math.max(one, other);
          const old = seen;
          seen = seen.replaced(from, to, inserted);
          assert.equal(old.slice(), plain, "the text before the edit is as it was");
          plain = plain.slice(0, from) + inserted + plain.slice(to);
          assertSame(seen, plain);
        }
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  test("keeps a CRLF whole whose halves come one after the other, at the border of two pieces", () => {
    const half = DocumentText.of(`${"x".repeat(39)}\r${"y".repeat(40)}`, 40);
    assertSame(half, `${"x".repeat(39)}\r${"y".repeat(40)}`);
    const whole = half.replaced(40, 40, "\n");
    assertSame(whole, `${"x".repeat(39)}\r\n${"y".repeat(40)}`);
    assert.equal(whole.lineCount, 2);
    assert.equal(whole.replaced(39, 40, "").lineCount, 2);
    assert.equal(whole.replaced(39, 41, "").lineCount, 1);
  });

  test("takes a whole document at once, and its removal", () => {
    const lines = "const value = 1;\r\n".repeat(20_000);
    const filled = DocumentText.of("").replaced(0, 0, lines);
    assert.equal(filled.slice(), lines);
    assert.deepEqual(filled.positionAt(lines.length), { line: 20_000, character: 0 });
    assert.equal(filled.offsetAt({ line: 19_999, character: 99 }), lines.length - 2);
    assertSame(filled.replaced(0, lines.length, ""), "");
  });

  test("counts from the end as a string does, and finds line ends far away", () => {
    const long = `a\n${"b".repeat(100_000)}\nc`;
    const seen = DocumentText.of(long);
    assert.equal(seen.slice(-1), "c");
    assert.equal(seen.indexOf("\n", 2), long.length - 2);
    assert.equal(seen.lastIndexOf("\n", long.length - 3), 1);
  });
});
