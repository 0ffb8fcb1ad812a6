import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { TextDocument } from "vscode-languageserver-textdocument";
import { DocumentText } from "../../../src/core/documentText.ts";
import type { Answer } from "../../../src/server/completionEngine.ts";
import { inlineItemOf } from "../../../src/server/inlineItem.ts";
import { noCost } from "../../../src/server/offerLog.ts";
import type { Place } from "../../../src/server/scene.ts";

/** The document after the item for an offer was accepted, the cursor drawn as `‸`. */
function accepted(drawn: string, text: string, replaces = 0, selected?: Place["selected"]): string {
  const cursor = drawn.indexOf("‸");
  const content = drawn.slice(0, cursor) + drawn.slice(cursor + 1);
  const document = TextDocument.create("file:///a.ts", "typescript", 1, content);
  const place = {
    uri: document.uri,
    path: "a.ts",
    languageId: "typescript",
    text: DocumentText.of(content),
    cursor,
    indentUnit: "  ",
  };
  const answer: Answer = { offer: { text, replaces }, source: "new", toOfferMs: 0, cost: () => noCost };
  const { insertText, range } = inlineItemOf(answer, { ...place, selected }, 7);
  assert.ok(range !== undefined && typeof insertText === "string");
  assert.equal(range.start.line, range.end.line, "a range of one line");
  return TextDocument.applyEdits(document, [{ range, newText: insertText }]);
}

suite("the item of an offer", () => {
  test("has the line ends of the lines around the cursor", () => {
    assert.equal(accepted("a\r\n‸\r\nb\r\n", "x\ny"), "a\r\nx\r\ny\r\nb\r\n");
    assert.equal(accepted("a\r\n‸", "x\ny"), "a\r\nx\r\ny");
    assert.equal(accepted("a\n‸\n", "x\ny"), "a\nx\ny\n");
    assert.equal(accepted("\n‸", "x\ny"), "\nx\ny");
    assert.equal(accepted("‸", "x\ny"), "x\ny");
    assert.equal(accepted("a\r\nb\r\n\n‸\nc", "x\ny"), "a\r\nb\r\n\nx\ny\nc");
  });

  test("replaces closers, and never the line end behind them", () => {
    assert.equal(accepted("f(‸)\r\n", "a);", 1), "f(a);\r\n");
    assert.equal(accepted("f(‸);\r\ng", "a);", 2), "f(a);\r\ng");
  });

  test("begins where the suggest widget's text does", () => {
    assert.equal(accepted("a.le‸\r\n", "(b)\nc", 0, { from: 2, text: "length" }), "a.length(b)\r\nc\r\n");
  });
});
