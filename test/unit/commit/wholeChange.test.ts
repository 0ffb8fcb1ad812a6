import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { ReadChange } from "../../../src/core/commit/fileChange.ts";
import { wholeChangeOf } from "../../../src/core/commit/wholeChange.ts";
import { changeOf } from "./changeOf.ts";

function change(path: string, lines: readonly string[], more: Partial<ReadChange> = {}): ReadChange {
  return changeOf(path, lines.join("\n"), more);
}

const moved = change("src/models/parcel.js", [], { kind: "renamed", previousPath: "lib/parcel.js" });

suite("what a change is as a whole", () => {
  test("a name that becomes another, in all files, more than once on a line", () => {
    const whole = wholeChangeOf([
      change("a.js", [
        "@@",
        " const x = 1;",
        "-function format(a) { return format.of(a); }",
        "+function show(a) { return show.of(a); }",
      ]),
      change("b.js", ["@@", "-  format(b);", "+  show(b);", "@@", "-format", "+show"]),
    ]);
    assert.deepEqual(whole, { kind: "renamed", from: "format", to: "show" });
  });

  test("no renaming where another line changes too, or the name is only a part of another", () => {
    const renamed = ["@@", "-  format(b);", "+  show(b);"];
    assert.equal(wholeChangeOf([change("a.js", [...renamed, "@@", "-  return 1;", "+  return 2;"])]), undefined);
    assert.equal(wholeChangeOf([change("a.js", [...renamed, "@@", "-  reformat(b);", "+  reshow(b);"])]), undefined);
    assert.equal(wholeChangeOf([change("a.js", [...renamed, "+  more();"])]), undefined);
  });

  test("one word on one line may be another value: nothing is said", () => {
    assert.equal(wholeChangeOf([change("a.js", ["@@", "-  return up;", "+  return down;"])]), undefined);
  });

  test("a file that moves, with the path by which another reaches it", () => {
    const reach = change("test/parcel.test.js", [
      "@@",
      '-require("../lib/parcel.js")',
      '+require("../src/models/parcel.js")',
    ]);
    const expected = { kind: "moved", from: "lib/parcel.js", to: "src/models/parcel.js", count: 1 };
    assert.deepEqual(wholeChangeOf([moved]), expected);
    assert.deepEqual(wholeChangeOf([moved, reach]), expected);
  });

  test("no move where something else changes beside it", () => {
    assert.equal(wholeChangeOf([moved, change("a.js", ["@@", "-  return 1;", "+  return 2;"])]), undefined);
    assert.equal(wholeChangeOf([moved, change("a.png", [], { isBinary: true, withheld: "binary" })]), undefined);
  });

  test("lines that go, with an export that loses a name", () => {
    const patch = [
      "@@",
      "-function old() {",
      "-  return 1;",
      "-}",
      "-module.exports = { old, young };",
      "+module.exports = { young };",
    ];
    assert.deepEqual(wholeChangeOf([change("a.js", patch)]), { kind: "removed", names: ["old"] });
    assert.deepEqual(wholeChangeOf([change("logo.png", [], { kind: "deleted", withheld: "binary" })]), {
      kind: "removed",
      names: [],
    });
  });

  test("no removal where a new word comes, or an old one once more than it went", () => {
    assert.equal(wholeChangeOf([change("a.js", ["@@", "-let a = 1;", "-let b = 2;", "+let c = 2;"])]), undefined);
    assert.equal(wholeChangeOf([change("a.js", ["@@", "-let a = 1;", "-x", "+let a = a;"])]), undefined);
  });

  test("white space, and lines that are broken elsewhere", () => {
    assert.deepEqual(wholeChangeOf([change("a.js", ["@@", "-if (a) { b(); }", "+if (a) {", "+  b();", "+}"])]), {
      kind: "whiteSpace",
    });
  });

  test("versions of dependencies, with their lock file", () => {
    const lock = change("package-lock.json", [], { withheld: "lock" });
    const manifest = change("package.json", ["@@", '-    "undici": "^6.1.0",', '+    "undici": "^7.2.1",']);
    const steps = [{ name: "undici", from: "6.1.0", to: "7.2.1" }];
    assert.deepEqual(wholeChangeOf([lock, manifest]), { kind: "versions", steps });
    const modules = change("go.mod", ["@@", "-\tgithub.com/a/b v1.2.3", "+\tgithub.com/a/b v1.3.0"]);
    assert.deepEqual(wholeChangeOf([modules]), {
      kind: "versions",
      steps: [{ name: "github.com/a/b", from: "1.2.3", to: "1.3.0" }],
    });
    assert.equal(wholeChangeOf([lock]), undefined);
    assert.equal(
      wholeChangeOf([change("package.json", ["@@", '-  "main": "a.js",', '+  "main": "b.js",'])]),
      undefined,
    );
    assert.equal(wholeChangeOf([change("a.yml", ["@@", "-ratio: 1.5", "+ratio: 2.5"])]), undefined);
  });

  test("new files, tracked or not", () => {
    const files = [
      change("a.js", ["+a"], { kind: "added" }),
      change("b.png", [], { kind: "untracked", withheld: "binary" }),
    ];
    assert.deepEqual(wholeChangeOf(files), { kind: "added" });
  });

  test("nothing is said of nothing, of what was not read whole, and of a usual change", () => {
    assert.equal(wholeChangeOf([]), undefined);
    assert.equal(wholeChangeOf([change("a.js", ["@@", "-old"], { isPatchCut: true })]), undefined);
    assert.equal(wholeChangeOf([change("yarn.lock", [], { withheld: "lock" })]), undefined);
    assert.equal(wholeChangeOf([change("a.js", ["@@", " x", "+  if (!ok) throw new Error();"])]), undefined);
  });
});
