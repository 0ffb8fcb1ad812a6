import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { type Block, BlockStream, type Growth, type Piece } from "../../../webview/markdown/blockStream.ts";
import { blocksOf } from "../../../webview/markdown/parse.ts";

/** All that a stream gives out for a text that comes in pieces of a size. */
function streamed(
  text: string,
  size: number,
  parse: (source: string) => readonly Block[] = blocksOf,
): readonly Piece[] {
  const stream = new BlockStream(parse);
  const growths: Growth[] = [];
  for (let at = 0; at < text.length; at += size) growths.push(stream.append(text.slice(at, at + size)));
  growths.push(stream.finish());
  return joined(growths.flatMap((one) => one.pieces));
}

/** Pieces that do not depend on where the text was divided: code of one block is one. */
function joined(pieces: readonly Piece[]): readonly Piece[] {
  const whole: Piece[] = [];
  for (const piece of pieces) {
    const last = whole.at(-1);
    if (piece.kind === "code" && last?.kind === "code") {
      whole[whole.length - 1] = { kind: "code", text: last.text + piece.text };
    } else if (piece.kind === "blocks" && last?.kind === "blocks" && !piece.joins) {
      whole[whole.length - 1] = { ...last, source: last.source + piece.source };
    } else whole.push(piece);
  }
  return whole;
}

const texts: Readonly<Record<string, string>> = {
  prose: "# Title\n\nFirst *paragraph*\ngoes on.\n\nSecond.\n- one\n- two\n\n  more of two\n\nEnd",
  code: "Look:\n\n```ts\nlet a = `x`;\n\n``\n// ``` no end\n```\nThen:\n~~~\n```\n~~~\n",
  unclosed: "Text\n\n````md\n```ts\nlet a;\n```\n",
  quote: "> a\n> b\n\n> c\n***\n1. x\n2. y\n   ```js\n   z()\n   ```\n3. w\n",
  headings: "Text\n===\nText\n#no heading\nText\n---\n\n    indented\n\n    still\n",
  table: "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n\nafter",
  carriage: "a\r\n\r\n```\r\nx\r\n```\r\nb",
};

suite("a growing text", () => {
  for (const [name, text] of Object.entries(texts)) {
    test(`is divided the same way however it comes: ${name}`, () => {
      const source = text.replaceAll("\r\n", "\n");
      const whole = streamed(source, source.length);
      for (const size of [1, 2, 3, 7]) assert.deepEqual(streamed(source, size), whole, `${size} at a time`);
    });
  }

  test("loses nothing but blank lines and fences", () => {
    for (const text of Object.values(texts)) {
      const out = streamed(text, 5)
        .map((one) => (one.kind === "blocks" ? one.source : one.kind === "code" ? one.text : ""))
        .join("");
      const words = (value: string): string => value.replace(/[`~\s]|ts\b|md\b/g, "");
      assert.equal(words(out), words(text));
    }
  });

  test("gives out code as it comes, and holds back only what may be the fence", () => {
    const stream = new BlockStream(blocksOf);
    stream.append("```ts\n");
    assert.deepEqual(stream.append("let").pieces, [{ kind: "code", text: "let" }]);
    assert.deepEqual(stream.append(" a;\n``").pieces, [{ kind: "code", text: " a;\n" }]);
    assert.deepEqual(stream.append("`\n").pieces, [{ kind: "codeEnd" }]);
  });

  test("ends a block of code that nobody closed", () => {
    assert.deepEqual(streamed("```\nx", 1), [
      { kind: "codeBegin", language: "" },
      { kind: "code", text: "x" },
      { kind: "codeEnd" },
    ]);
  });
});

/** What is parsed per piece, at its largest, for a long text. */
function largestParse(text: string): number {
  let largest = 0;
  let parsed = 0;
  const stream = new BlockStream((source) => {
    parsed += source.length;
    return blocksOf(source);
  });
  for (let at = 0; at < text.length; at += 24) {
    parsed = 0;
    const { live } = stream.append(text.slice(at, at + 24));
    largest = Math.max(largest, parsed + live.length);
  }
  return largest;
}

suite("the price of a piece", () => {
  const shapes: Readonly<Record<string, (index: number) => string>> = {
    paragraphs: (index) => `Paragraph ${index} with some **words** in it.\n\n`,
    "one list": (index) => `- item ${index} with \`code\`\n`,
    "one numbered list": (index) => `${index + 1}. item ${index}\n`,
    "one table": (index) => (index === 0 ? "| a | b |\n|---|---|\n" : `| ${index} | x |\n`),
    "one block of code": (index) => (index === 0 ? "```ts\n" : `const a${index} = ${index};\n`),
  };
  for (const [name, shape] of Object.entries(shapes)) {
    test(`does not grow with the length: ${name}`, () => {
      const text = (count: number): string => Array.from({ length: count }, (_, index) => shape(index)).join("");
      const short = largestParse(text(200));
      const long = largestParse(text(1_500));
      assert.ok(long < short * 1.5 + 100, `${short} characters, then ${long}`);
    });
  }
});
