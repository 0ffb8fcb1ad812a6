import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { mendHeldBack } from "../../../src/core/completion/polish/mendHeldBack.ts";
import { reindent } from "../../../src/core/completion/polish/reindent.ts";

suite("mendHeldBack", () => {
  test("waits while only white space has come", () => {
    for (const raw of ["", " ", "\t ", "\r"]) assert.equal(mendHeldBack(raw, " ", false), undefined);
  });

  test("drops what matches and what differs inside a line", () => {
    for (const raw of ["5", " 5", "  5", "\t5"]) assert.equal(mendHeldBack(raw, " ", false), "5");
  });

  test("keeps the model's blank where the user has none", () => {
    assert.equal(mendHeldBack(" 5", "", false), " 5");
  });

  test("keeps a line end", () => {
    assert.equal(mendHeldBack("\n    a", "    ", true), "\n    a");
    assert.equal(mendHeldBack(" \r\n    a", "    ", true), "\n    a");
  });

  test("lets the user's indentation win, and shifts the lines after with it", () => {
    assert.equal(mendHeldBack("  if a:\n    b\n  c", "    ", true), "if a:\n      b\n    c");
    assert.equal(mendHeldBack("    if a {\n        b\n    }", "\t", true), "if a {\n\t\tb\n\t}");
  });

  test("keeps a deeper indentation below an opened block, and in a chain of calls", () => {
    assert.equal(mendHeldBack("    return 1", "", true, "def f():\n"), "    return 1");
    assert.equal(mendHeldBack("        return 1", "    ", true, "    if a:\n"), "    return 1");
    assert.equal(mendHeldBack("        .b()", "    ", true, "    a\n"), "    .b()");
  });

  test("leaves the lines after alone when the first one leaves the block", () => {
    assert.equal(mendHeldBack("}\nb();", "    ", true, "  a();\n"), "}\nb();");
  });
});

suite("reindent", () => {
  test("shifts deeper and shallower lines alike", () => {
    const shift = { from: "  ", to: "    " };
    assert.deepEqual(
      ["", "  ", "    "].map((indent) => reindent(indent, shift)),
      ["  ", "    ", "      "],
    );
  });

  test("writes tabs for blanks and blanks for tabs", () => {
    assert.equal(reindent("        ", { from: "    ", to: "\t" }), "\t\t");
    assert.equal(reindent("\t\t\t", { from: "\t", to: "  " }), "      ");
    assert.equal(reindent("", { from: "    ", to: "\t" }), "");
  });
});
