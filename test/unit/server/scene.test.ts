import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { DocumentText } from "../../../src/core/documentText.ts";
import { sceneOf, type Place } from "../../../src/server/scene.ts";

function placeAt(drawn: string): Place {
  const cursor = drawn.indexOf("‸");
  const text = drawn.slice(0, cursor) + drawn.slice(cursor + 1);
  return {
    uri: "file:///a.ts",
    path: "a.ts",
    languageId: "typescript",
    text: DocumentText.of(text),
    cursor,
    indentUnit: "  ",
    selected: undefined,
  };
}

suite("a scene", () => {
  test("begins where the document does, be that a line end", () => {
    assert.equal(sceneOf(placeAt("\n\na‸b"), 100).spot.before, "\n\na");
    assert.equal(sceneOf(placeAt("\n‸\n"), 100).spot.before, "\n");
    assert.equal(sceneOf(placeAt("‸\n"), 100).spot.before, "");
  });

  test("begins at a line's start, unless that line is very long", () => {
    const lines = "0123456789\n".repeat(20);
    assert.match(sceneOf(placeAt(`${lines}‸`), 30).spot.before, /^(?:0123456789\n)+$/);
    assert.equal(sceneOf(placeAt(`${"x".repeat(1_000)}‸`), 30).spot.before.length, 60);
  });

  test("has line feeds, and what the suggest widget would put there", () => {
    const place = placeAt("a\r\nb.le‸\r\nc\r\n");
    const { spot, beforeFrom } = sceneOf({ ...place, selected: { from: place.cursor - 2, text: "length" } }, 100);
    assert.equal(spot.before, "a\nb.length");
    assert.equal(spot.after, "\nc\n");
    assert.equal(beforeFrom(3), "b.length");
  });
});
