import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { isInsideWord, isWorthAsking } from "../../../src/core/completion/midLine.ts";
import { placeOf } from "../../../src/core/completion/surroundings.ts";
import { polish } from "../../../src/core/completion/polish/polish.ts";
import { at } from "../documents.ts";

const whole = { finished: true, maxLines: 20, multiline: true };

suite("polish", () => {
  test("covers the closers that a text writes itself, and only those", () => {
    assert.deepEqual(polish("a, b);", at("foo(|)"), whole), { text: "a, b);", replaces: 1 });
    assert.deepEqual(polish("a, b", at("foo(|)"), whole), { text: "a, b", replaces: 0 });
    assert.deepEqual(polish("a);", at("foo(bar(|));"), whole), { text: "a);", replaces: 1 });
  });

  test("offers the first line where one is wanted", () => {
    const options = { ...whole, multiline: false };
    assert.equal(polish("if (a) {\n  b();\n}", at("|\n"), options)?.text, "if (a) {");
    assert.equal(polish("\n  a();", at("  |\n"), options)?.text, "a();");
    assert.equal(polish("\n  a();", at("b();|\n"), options), undefined);
  });

  test("cuts the line that the stream is still writing", () => {
    const options = { ...whole, finished: false };
    assert.equal(polish("a();\nb(", at("|\n"), options)?.text, "a();");
    assert.equal(polish("a();\nb();\n", at("|\n"), options)?.text, "a();\nb();");
    assert.equal(polish("a(", at("|\n"), options)?.text, "a(");
  });

  test("waits while a line has only repeated the beginning of the next one", () => {
    const spot = at("def f():\n    |\n    return compute(total)\n", "python");
    assert.equal(polish("return comp", spot, { ...whole, finished: false }), undefined);
    assert.equal(polish("return comp", spot, whole)?.text, "return comp");
  });

  test("drops lines of the prompt that the engine names", () => {
    const options = { ...whole, promptLines: ["Continue here, without comments.", "File: x/y/Makefile"] };
    assert.equal(polish("Continue here, without comments.\na();", at("|\n"), options)?.text, "a();");
    assert.equal(polish("// File: x/y/Makefile\na();", at("|\n"), options)?.text, "a();");
  });

  test("offers nothing where there is nothing new", () => {
    assert.equal(polish("  \n ", at("|\n"), whole), undefined);
    assert.equal(polish(")", at("foo(|)\n"), whole), undefined);
    assert.equal(polish("return;", at("  |\n  return;\n"), whole), undefined);
  });

  test("keeps one line in the middle of a line, and the blank before the next word", () => {
    assert.deepEqual(polish("await \nfoo", at("x = |foo()"), whole), { text: "await ", replaces: 0 });
  });

  test("is stable: what was polished is not changed by polishing it again", () => {
    const spot = at("function f() {\n  |\n}\n");
    const first = polish("if (a) {\n    b();\n  }\n  return c;\n}\n", spot, whole);
    assert.deepEqual(polish(first?.text ?? "", spot, whole), first);
  });
});

suite("the place of the cursor", () => {
  test("is worth asking at where only closing punctuation follows", () => {
    for (const after of ["", ")", ") {", '");', "  ", "]),", "`"]) assert.ok(isWorthAsking(at(`a|${after}\nb`)), after);
    for (const after of ["b", ") + 1", ", c)", "=> {"]) assert.ok(!isWorthAsking(at(`a|${after}\nb`)), after);
  });

  test("may be inside a word", () => {
    assert.ok(isInsideWord(at("fo|o")));
    assert.ok(!isInsideWord(at("foo|()")));
    assert.ok(!isInsideWord(at("foo |bar")));
  });

  test("is code, string or comment", () => {
    assert.equal(placeOf(at("a = |")), "code");
    assert.equal(placeOf(at('a = "it|"')), "string");
    assert.equal(placeOf(at("a // b|")), "comment");
    assert.equal(placeOf(at("/* a\n|")), "comment");
    assert.equal(placeOf(at("x = `${a|}`")), "code");
    assert.equal(placeOf(at("x = `${a}|`")), "string");
    assert.equal(placeOf(at("x = /['\"]/.test(|)")), "code");
    assert.equal(placeOf(at('x = """\n|', "python")), "string");
    assert.equal(placeOf(at("x = ''\n|", "python")), "code");
    assert.equal(placeOf(at("echo $# |", "shellscript")), "code");
    assert.equal(placeOf(at("cat <<EOF\n|\nEOF\n", "shellscript")), "string");
    assert.equal(placeOf(at("cat <<EOF\nEOF\n|", "shellscript")), "code");
    assert.equal(placeOf(at("fn f<'a>(x: &'a str) { |", "rust")), "code");
    assert.equal(placeOf(at("<!-- |", "html")), "comment");
    assert.equal(placeOf(at("-- |", "sql")), "comment");
    assert.equal(placeOf(at("a: 1 # |", "yaml")), "comment");
  });
});
