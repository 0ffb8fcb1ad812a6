import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { commentStyleIn, docStyleOf, knownCommentStyle } from "../../../src/core/answers/commentStyle.ts";
import { commentText, plainTextOf } from "../../../src/core/answers/commentText.ts";

const answer =
  "## Gist\n\nIt **adds** `price` up.\n\n* first [see](https://example.org)\n- second\n\n\n```ts\nadd(1);\n```\n";

suite("an answer as a comment", () => {
  test("loses the marks of Markdown and keeps the words", () => {
    assert.deepEqual(plainTextOf(answer), [
      "Gist",
      "",
      "It adds `price` up.",
      "",
      "- first see",
      "- second",
      "",
      "add(1);",
    ]);
    assert.deepEqual(plainTextOf("a * b * c and __init__ and *yes*"), ["a * b * c and init and yes"]);
  });

  test("stands in the language's own comments, as deep as the code", () => {
    assert.equal(commentText("One.\n\nTwo.", { line: "#", block: undefined }, "  "), "  # One.\n  #\n  # Two.\n");
    assert.equal(commentText("One.", { line: "", block: ["/*", "*/"] }, ""), "/*\n * One.\n */\n");
    assert.equal(commentText("One.", { line: "", block: ["<!--", "-->"] }, "\t"), "\t<!--\n\tOne.\n\t-->\n");
    assert.equal(commentText("One.", docStyleOf("typescript"), ""), "/**\n * One.\n */\n");
    assert.equal(commentText("One.", docStyleOf("rust"), "    "), "    /// One.\n");
    assert.equal(commentText("One.", undefined, ""), undefined);
    assert.equal(commentText("```\n```", { line: "#", block: undefined }, ""), "");
  });

  test("cannot end its comment early", () => {
    const text = commentText("evil */ danger(); /* x", docStyleOf("java"), "");
    assert.equal(text?.match(/\*\//g)?.length, 1);
    assert.match(text, /\*\/\n$/);
    assert.doesNotMatch(commentText("a --> <b>", { line: "", block: ["<!--", "-->"] }, "") ?? "", /-->.*<b>/);
  });

  test("is wrapped, points hanging", () => {
    const text = commentText(`- ${"word ".repeat(60)}`, { line: "//", block: undefined }, "") ?? "";
    const lines = text.trimEnd().split("\n");
    assert.ok(lines.length > 2 && lines.every((line) => line.length <= 101));
    assert.match(lines[0] ?? "", /^\/\/ - word/);
    assert.match(lines[1] ?? "", /^\/\/ {3}word/);
  });
});

suite("how a language comments", () => {
  test("is read from what its extension tells the editor", () => {
    const plain = `{\n  // "lineComment": "no",\n  "comments": { "lineComment": "--", "blockComment": ["{-", "-}"], },\n}`;
    assert.deepEqual(commentStyleIn(plain), { line: "--", block: ["{-", "-}"] });
    const objects = `{"comments": {"lineComment": {"comment": "//", "noIndent": true}, "blockComment": [ "/*", "*/" ]}}`;
    assert.deepEqual(commentStyleIn(objects), { line: "//", block: ["/*", "*/"] });
    assert.deepEqual(commentStyleIn(`{"comments":{"lineComment":"\\u0025"}}`), { line: "%", block: undefined });
    assert.equal(commentStyleIn(`{"brackets": []}`), undefined);
    assert.equal(commentStyleIn("not JSON"), undefined);
  });

  test("is known for the common ones, and prose in plain text has none", () => {
    assert.equal(knownCommentStyle("python")?.line, "#");
    assert.deepEqual(knownCommentStyle("html")?.block, ["<!--", "-->"]);
    assert.equal(knownCommentStyle("plaintext"), undefined);
    assert.equal(docStyleOf("constructor"), undefined);
  });
});
