import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { GhostStream, heldBackOf } from "../../../src/core/completion/ghostStream.ts";
import { chunkings, chunksOf } from "../documents.ts";

function streamAt(before: string, after = "\n}\n", maxLines = 12): GhostStream {
  return new GhostStream({
    anchor: {
      uri: "a",
      windowStart: 0,
      head: { text: "", fence: "```", lines: [] },
      promptLines: [],
      after,
      isAfterCut: false,
      mostBefore: 1_000,
    },
    spot: { languageId: "typescript", before, after, indentUnit: "  " },
    before,
    maxLines,
    stops: ["<end_of_turn>"],
  });
}

const start = "function f() {\n  ";

suite("a stream", () => {
  test("drops the white space that was held back, at any chunking, and only grows", () => {
    for (const size of chunkings) {
      const stream = streamAt(start);
      let seen = "";
      for (const chunk of chunksOf("  const a = 1;\n  return a;\n}\n", size)) {
        stream.add(chunk);
        assert.ok(stream.text.startsWith(seen));
        seen = stream.text;
      }
      stream.end(false);
      assert.equal(stream.ahead(start)?.trimEnd(), "const a = 1;\n  return a;");
    }
    assert.equal(heldBackOf("a\n\t "), "\t ");
    assert.equal(heldBackOf("a\n"), "");
  });

  test("leads past what is typed of it, and nowhere else", () => {
    const stream = streamAt(start);
    stream.add("  return 1;\n");
    assert.equal(stream.ahead(`${start}ret`), "urn 1;");
    assert.equal(stream.ahead(`${start}return 1;`), "");
    assert.equal(stream.ahead(`${start}rot`), undefined);
    assert.equal(stream.ahead(`X${start}`), undefined);
  });

  test("gives deleted letters of a word back, but no more than that", () => {
    const stream = streamAt("const total");
    stream.add(" = 0;\n");
    assert.equal(stream.ahead("const tot"), "al = 0;");
    assert.equal(stream.ahead("const"), undefined);
    assert.equal(stream.ahead("const tat"), undefined);
  });

  test("takes an editor's own indentation for the model's", () => {
    const stream = streamAt("function f() {", "\n}\n");
    stream.add("\n  return 1;\n}");
    assert.equal(stream.ahead("function f() {\n  "), "return 1;");
    assert.equal(stream.ahead("function f() {\n    "), "return 1;");
  });

  test("may yet lead there while it runs and has said nothing else", () => {
    const stream = streamAt(start);
    assert.equal(stream.mayReach(`${start}re`), true);
    stream.add("  r");
    assert.equal(stream.mayReach(`${start}re`), true);
    assert.equal(stream.mayReach(`${start}x`), false);
    stream.end(false);
    assert.equal(stream.mayReach(`${start}re`), false);
  });

  test("that was cut off keeps its whole lines, and no half one", () => {
    const cut = (said: string): string => {
      const stream = streamAt(start);
      stream.add(said);
      stream.end(true);
      return stream.text.trimEnd();
    };
    assert.equal(cut("  retu"), "");
    assert.equal(cut("  return 1;\n"), "return 1;");
    assert.equal(cut("  const a = 1;\n  retu"), "const a = 1;");
    const ended = streamAt(start);
    ended.add("  return 1;");
    ended.end(false);
    assert.equal(ended.text, "return 1;");
  });

  test("ends by its own text: the turn's end, what follows, too many lines", () => {
    const turn = streamAt(start);
    assert.equal(turn.add("  return 1;<end_of_turn>"), true);
    assert.equal(turn.text, "return 1;");
    const closer = streamAt(start);
    assert.equal(closer.add("  return 1;\n}\n\nfunction g() {\n"), true);
    assert.equal(closer.text.trimEnd(), "return 1;");
    const lines = streamAt(start, "\n}\n", 2);
    assert.equal(lines.add("  one();\n  two();\n  three();\n"), true);
    assert.equal(lines.text.split("\n").length, 2);
    assert.equal(lines.add("more"), true);
    assert.equal(lines.text.includes("more"), false);
  });

  test("gives the user's control text back as it was written", () => {
    const stream = streamAt("const mark = ");
    stream.add('"<\u2060eos>";');
    stream.end(false);
    assert.equal(stream.text, '"<eos>";');
  });
});
