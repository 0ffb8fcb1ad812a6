import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { mendHeldBack } from "../../../src/core/completion/polish/mendHeldBack.ts";
import { StopScan } from "../../../src/core/completion/stop/stopScan.ts";
import { at, chunksOf, controlTexts, fenceFor, scanned } from "../documents.ts";

const pieces = [
  "  ",
  "    ",
  "\t",
  "\n",
  "\r\n",
  "\n\n",
  "if (x) {",
  "}",
  ")",
  "(",
  "return total;",
  "return",
  "else:",
  "```",
  "````",
  "<eos>",
  "<end_of_turn>",
  '"',
  "'",
  "`",
  "${",
  "//",
  "/*",
  "*/",
  "#",
  "foo(a)",
  "a",
  " ",
  ".",
  "end",
  "fi",
  "case 1:",
  "</div>",
  "<div>",
  ";",
  ",",
  "=>",
  "def f():",
  "0, ",
];
const documents = [
  ["typescript", "function f() {\n  if (a) {\n    |\n  }\n  return total;\n}\n"],
  ["typescript", "foo(|)\n"],
  ["typescript", "if (x) |{\n}\n"],
  ["python", "def f():\n    |\n    return total\n"],
  ["python", "def f(): |"],
  ["ruby", "def f\n  |\nend\n"],
  ["shellscript", "if a; then\n\t|\nfi\n"],
  ["html", "<div>\n  |\n</div>\n"],
  ["markdown", "```\na\n```\n|\n"],
  ["rust", "fn f() {\n    |\n}\n"],
] as const;

/** Numbers that look random and are the same in every run. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
}

function textOf(random: () => number): string {
  return Array.from(
    { length: 4 + Math.floor(random() * 24) },
    () => pieces[Math.floor(random() * pieces.length)] ?? "",
  ).join("");
}

suite("however a stream is cut", () => {
  for (const [index, [language, document]] of documents.entries()) {
    test(`the scan keeps the same (${language} ${index})`, () => {
      const random = sequence(index + 1);
      for (let run = 0; run < 300; run += 1) {
        const text = textOf(random);
        const spot = at(document, language);
        const whole = scanned(spot, text);
        for (const size of [1, 3, 4, 7]) assert.deepEqual(scanned(spot, text, size), whole, JSON.stringify(text));
      }
    });

    test(`what is kept only grows (${language} ${index})`, () => {
      const random = sequence(index + 101);
      for (let run = 0; run < 200; run += 1) {
        const text = textOf(random).replaceAll("\r", "");
        const spot = at(document, language);
        const scan = new StopScan(spot, { maxLines: 12, controlTexts, fence: fenceFor(spot) });
        let last = "";
        for (const chunk of [...chunksOf(text, 1), undefined]) {
          const { kept } = chunk === undefined ? scan.end() : scan.feed(chunk);
          assert.ok(kept.startsWith(last), JSON.stringify([text, last, kept]));
          last = kept;
        }
      }
    });
  }

  test("mending only extends what it gave before", () => {
    const random = sequence(7);
    for (let run = 0; run < 2_000; run += 1) {
      const text = textOf(random);
      const heldBack = ["", " ", "    ", "\t", "\t\t", "  "][run % 6] ?? "";
      const atLineStart = random() < 0.6;
      const before = atLineStart ? "if (a) {\n" : "    foo =";
      let last = "";
      for (let end = 0; end <= text.length; end += 1) {
        const mended =
          mendHeldBack(text.slice(0, end), heldBack, atLineStart, run % 2 === 0 ? before : undefined) ?? "";
        assert.ok(mended.startsWith(last), JSON.stringify([text.slice(0, end), heldBack, last, mended]));
        last = mended;
      }
    }
  });
});
