import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { Piece } from "../../../src/core/answers/source.ts";
import { type Part, splitIntoParts } from "../../../src/core/answers/splitIntoParts.ts";
import { neutralise } from "../../../src/core/controlText.ts";
import { estimateTokens } from "../../../src/core/tokens.ts";
import { randomFrom } from "../commit/random.ts";

const tokensOf = (text: string): number => estimateTokens(neutralise(text));

function piece(text: string, languageId = "plaintext", symbolLines: readonly number[] = []): Piece {
  return { name: "a.txt", languageId, text, firstLine: 1, symbolLines };
}

/** The pieces as the parts tell them. */
function rejoined(pieces: readonly Piece[], parts: readonly Part[]): readonly string[] {
  return pieces.map((_, index) =>
    parts
      .flat()
      .filter((one) => one.piece === index)
      .map((one) => one.text)
      .join(""),
  );
}

function sizeOf(part: Part): number {
  return part.reduce((sum, { text }) => sum + tokensOf(text), 0);
}

/** Where parts begin, as the first lines of them. */
function beginnings(text: string, languageId: string, budget: number, symbolLines: readonly number[] = []): string[] {
  return splitIntoParts([piece(text, languageId, symbolLines)], budget, tokensOf).map(
    (part) => part[0]?.text.split("\n", 1)[0] ?? "",
  );
}

const block = (name: string, lines: number): string =>
  `// ${name} does this\nfunction ${name}() {\n${"  work(1, 2);\n".repeat(lines)}}\n\n`;

suite("splitting a text into parts", () => {
  test("loses nothing, doubles nothing, and every part fits", () => {
    const random = randomFrom(7);
    const words = [
      "alpha ",
      "\n",
      "\n\n",
      "\r\n",
      "\r",
      "🙂",
      "字字",
      "12345",
      "# H\n",
      "  x;",
      "}\n",
      "\t",
      "<end_of_turn>",
      " ".repeat(90),
      "a".repeat(900),
    ];
    for (let round = 0; round < 150; round++) {
      const texts = Array.from({ length: 1 + random(3) }, () =>
        Array.from({ length: random(220) }, () => words[random(words.length)] ?? "").join(""),
      );
      const pieces = texts.map((text) => piece(text, random(2) === 0 ? "markdown" : "typescript", [3, 9, 14]));
      const budget = 60 + random(500);
      const parts = splitIntoParts(pieces, budget, tokensOf);
      assert.deepEqual(rejoined(pieces, parts), texts);
      for (const part of parts) assert.ok(sizeOf(part) <= budget, `${sizeOf(part)} of ${budget}`);
      assert.ok(parts.every((part) => part.length > 0 && part.every((one) => one.text !== "")));
    }
  });

  test("keeps what fits in one part, files side by side", () => {
    const pieces = [piece("one\n"), piece("two\n"), piece("three")];
    const parts = splitIntoParts(pieces, 400, tokensOf);
    assert.deepEqual(
      parts.map((part) => part.map((one) => one.text)),
      [["one\n", "two\n", "three"]],
    );
    assert.deepEqual(splitIntoParts([piece("")], 400, tokensOf), []);
    assert.deepEqual(splitIntoParts([], 400, tokensOf), []);
  });

  test("cuts code before a function and the comment that belongs to it", () => {
    const text = ["one", "two", "three", "four"].map((name) => block(name, 12)).join("");
    const symbols = text.split("\n").flatMap((line, index) => (line.startsWith("function") ? [index] : []));
    for (const given of [symbols, []]) {
      assert.deepEqual(beginnings(text, "typescript", 200, given), [
        "// one does this",
        "// two does this",
        "// three does this",
        "// four does this",
      ]);
    }
  });

  test("cuts Markdown at headings, prose at paragraphs, a log at its entries", () => {
    const chapter = (name: string): string => `## ${name}\n\n${"Words and words and more.\n\n".repeat(8)}`;
    assert.deepEqual(beginnings(chapter("A") + chapter("B") + chapter("C"), "markdown", 125), ["## A", "## B", "## C"]);
    const paragraph = `${"Words of a paragraph,\n".repeat(7)}end.\n\n`;
    for (const one of beginnings(paragraph.repeat(6), "plaintext", 105)) assert.equal(one, "Words of a paragraph,");
    const entry = "2026-01-02 10:00:00 ERROR lost\n    at one (a.ts:1)\n    at two (b.ts:2)\n";
    for (const one of beginnings(entry.repeat(20), "log", 180)) assert.match(one, /^2026/);
  });

  test("cuts changes at files, then at hunks", () => {
    const hunk = `@@ -1,3 +1,3 @@\n${"-old line\n+new line\n".repeat(6)}`;
    const text = `diff --git a/x b/x\n${hunk}${hunk}diff --git a/y b/y\n${hunk}`;
    for (const one of beginnings(text, "diff", 130)) assert.match(one, /^(?:diff|@@)/);
  });

  test("tells which lines a part has", () => {
    const parts = splitIntoParts([{ ...piece("line one\n".repeat(40)), firstLine: 11 }], 130, tokensOf).flat();
    assert.equal(parts[0]?.firstLine, 11);
    assert.deepEqual(
      parts.slice(1).map((one) => one.firstLine - 1),
      parts.slice(0, -1).map((one) => one.lastLine),
    );
    assert.equal(parts.at(-1)?.lastLine, 50);
  });

  test("makes parts of about the same length, not one full and one nearly empty", () => {
    const sizes = splitIntoParts([piece("a line of words\n".repeat(260))], 600, tokensOf).map(sizeOf);
    assert.ok(Math.min(...sizes) > Math.max(...sizes) / 2, sizes.join(" "));
  });

  test("cuts a line of a megabyte at its words, and costs no more than its length", () => {
    let counted = 0;
    const counting = (text: string): number => {
      counted += text.length;
      return tokensOf(text);
    };
    const text = "some words in a row, ".repeat(50_000);
    const parts = splitIntoParts([piece(text)], 3_000, counting);
    assert.deepEqual(rejoined([piece(text)], parts), [text]);
    for (const part of parts.slice(0, -1)) assert.match(part.map((one) => one.text).join(""), /[, ]$/);
    assert.ok(counted < text.length * 1.1, `${counted} characters were counted`);
    const packed = "x".repeat(1_000_000);
    assert.deepEqual(rejoined([piece(packed)], splitIntoParts([piece(packed)], 3_000, counting)), [packed]);
  });
});
