import assert from "node:assert/strict";
import { test } from "node:test";
import { isMatchedByAny } from "../../../src/core/globs.ts";

test("exclusion patterns match files and all below a folder, and nothing else", () => {
  assert.ok(isMatchedByAny("node_modules/a/b.js", ["**/node_modules"]));
  assert.ok(isMatchedByAny("packages/a/node_modules/b.js", ["**/node_modules/**"]));
  assert.ok(isMatchedByAny("out/a.js", ["out/"]));
  assert.ok(isMatchedByAny("a/b.min.js", ["**/*.{min.js,map}"]));
  assert.ok(isMatchedByAny("a1.ts", ["a[0-9].ts"]));
  assert.ok(!isMatchedByAny("src/outline.ts", ["**/out", "out"]));
  assert.ok(!isMatchedByAny("src/a.ts", ["*.ts", "**/*.js", "{", "[z-a]"]));
});
