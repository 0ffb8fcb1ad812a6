import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { ChangeKind, ReadChange } from "../../../src/core/commit/fileChange.ts";
import { dealIntoParts, packChanges, type PackedChanges } from "../../../src/core/commit/packChanges.ts";
import { shareFairly } from "../../../src/core/commit/shareFairly.ts";
import { squeezePatch } from "../../../src/core/commit/squeezePatch.ts";
import { tidyPatch } from "../../../src/core/commit/tidyPatch.ts";
import { estimateTokens } from "../../../src/core/tokens.ts";
import { changeOf } from "./changeOf.ts";
import { randomFrom } from "./random.ts";

const oddNames = ["a b.ts", 'quo"te.py', "ünïcode/日本.go", "$&.ts", "$1/$`.md", "x".repeat(300), "tab\there"];
const words = ["const", "total", "=", "$&", "return", "日本語", "🙂", "{", "}", "0.5", "x".repeat(50), "if (a)", "  "];
const kinds: readonly ChangeKind[] = ["added", "modified", "deleted", "typeChanged", "unmerged", "untracked"];

function randomPatch(random: (below: number) => number): string {
  const lines: string[] = [];
  for (let hunk = 0; hunk <= random(6); hunk++) {
    lines.push(`@@ -${hunk},3 +${hunk},4 @@ function f${hunk}() {`);
    for (let line = 0; line <= random(30); line++) {
      const text = Array.from({ length: random(14) }, () => words[random(words.length)]).join(" ");
      lines.push(`${"+- "[random(3)] ?? " "}${text}`);
    }
  }
  return lines.join("\n");
}

function randomChanges(seed: number): ReadChange[] {
  const random = randomFrom(seed);
  const count = [1, 2, 5, 20, 120, 700][random(6)] ?? 1;
  return Array.from({ length: count }, (_, index) => {
    const name = oddNames[random(oddNames.length * 3)] ?? `file${index}.ts`;
    const path = `${["src", "src/core/deep/er", "test", "docs", ""][random(5)] ?? ""}/${index}-${name}`.replace(
      /^\//,
      "",
    );
    const withheld = random(8) === 0 ? "lock" : undefined;
    return changeOf(path, withheld === undefined ? randomPatch(random) : "", {
      kind: kinds[random(kinds.length)] ?? "added",
      withheld,
    });
  });
}

suite("packing a change", () => {
  test("never exceeds the budget, and sees every file", () => {
    for (let seed = 0; seed < 120; seed++) {
      const changes = randomChanges(seed);
      for (const budget of [200, 700, 2_500]) {
        const packed = packChanges(changes, budget, estimateTokens);
        const used = estimateTokens(packed.list) + estimateTokens(packed.patches);
        assert.ok(used <= budget, `seed ${seed}: ${used} tokens of ${budget}`);
        assert.equal(countSeen(packed), changes.length, `seed ${seed}, budget ${budget}:\n${packed.list}`);
      }
    }
  });

  test("says when something was left out, and only then", () => {
    const small = [changeOf("a.ts", "@@ -1 +1 @@\n-old\n+new")];
    assert.deepEqual(packChanges(small, 500, estimateTokens), {
      list: "",
      patches: "=== modified: a.ts (+1 -1)\n@@ -1 +1 @@\n-old\n+new",
      isCut: false,
    });
    const named = packChanges([...small, changeOf("yarn.lock", "", { withheld: "lock" })], 500, estimateTokens);
    assert.deepEqual(named, {
      list: "modified: a.ts (+1 -1)\nmodified: yarn.lock (+0 -0), lock file",
      patches: "=== a.ts\n@@ -1 +1 @@\n-old\n+new",
      isCut: false,
    });
    const large = [changeOf("a.ts", `@@ -0,0 +1,900 @@\n${"+const value = compute(other);\n".repeat(900)}`)];
    assert.equal(packChanges(large, 500, estimateTokens).isCut, true);
  });

  test("keeps what a replacement pattern would eat", () => {
    const packed = packChanges([changeOf("$&.ts", "@@ -1 +1 @@\n-$`\n+$& $1 $$")], 500, estimateTokens);
    assert.match(packed.patches, /^=== modified: \$&\.ts \(\+1 -1\)\n@@ -1 \+1 @@\n-\$`\n\+\$& \$1 \$\$$/);
  });

  test("serves small patches whole and cuts the large one", () => {
    const small = Array.from({ length: 8 }, (_, index) =>
      changeOf(`src/s${index}.ts`, `@@ -1 +1 @@\n-a\n+marker${index}`),
    );
    const large = changeOf(
      "src/large.ts",
      `@@ -1 +1 @@\n${"+let something = somewhere.else(entirely);\n".repeat(2_000)}`,
    );
    const { patches } = packChanges([large, ...small], 900, estimateTokens);
    for (let index = 0; index < 8; index++) assert.match(patches, new RegExp(`\\+marker${index}`));
    assert.match(patches, /=== src\/large\.ts/);
    assert.match(patches, /… \d+ more/);
  });

  test("names thousands of files by their folders", () => {
    const many = Array.from({ length: 5_000 }, (_, index) =>
      changeOf(`src/part${index % 7}/file${index}.ts`, "@@ -1 +1 @@\n+x"),
    );
    const { list } = packChanges(many, 1_000, estimateTokens);
    assert.equal(countListed(list), 5_000);
    assert.match(list, /^src\/part0\/: 715 modified \(\+715 -0\)$/m);
  });

  test("leaves out of a patch what tells nothing", () => {
    const patch = "@@ -10,6 +10,7 @@ function total() {\n const a = 1;\n\n+\n+return a;\n\\ No newline at end of file";
    assert.equal(tidyPatch(patch), "@@ function total() {\n const a = 1;\n+\n+return a;");
    assert.equal(tidyPatch("@@ -1 +1 @@\n-a\n+b"), "@@\n-a\n+b");
    assert.ok(tidyPatch(`+${"x".repeat(5_000)}`).length < 250);
  });

  test("a replaced block shows what went and what came", () => {
    const patch = `@@ -1,200 +1,200 @@\n${"-old line of code here\n".repeat(200)}${"+new line of code here\n".repeat(200)}`;
    const cut = squeezePatch(patch, 120, estimateTokens);
    assert.match(cut, /^-old/m);
    assert.match(cut, /^\+new/m);
  });
});

/** How many files a packed change tells of, by its list or by the titles of whole patches. */
function countSeen({ list, patches }: PackedChanges): number {
  return list === "" ? (patches.match(/^=== \w[\w ]+: /gm) ?? []).length : countListed(list);
}

/** How many files a list accounts for: a line each, or the counts of a folder's line. */
function countListed(list: string): number {
  let count = 0;
  for (const line of list.split("\n")) {
    const group = /^(?:[^\n]*\/: )?((?:\d+ [a-z ]+(?:, )?)+)\(\+\d+ -\d+\)$/.exec(line);
    if (group === null) count += 1;
    else for (const [, number] of (group[1] ?? "").matchAll(/(\d+) [a-z]/g)) count += Number(number);
  }
  return count;
}

suite("sharing fairly", () => {
  test("gives nobody more than it needs and never more than there is", () => {
    for (let seed = 0; seed < 500; seed++) {
      const random = randomFrom(seed);
      const needs = Array.from({ length: 1 + random(20) }, () => random(1_000));
      const budget = random(5_000);
      const shares = shareFairly(needs, budget);
      assert.ok(shares.every((share, index) => share <= (needs[index] ?? 0)));
      assert.ok(shares.reduce((sum, share) => sum + share, 0) <= budget);
      const cut = needs.flatMap((need, index) => ((shares[index] ?? 0) < need ? [shares[index] ?? 0] : []));
      if (cut.length > 1) assert.ok(Math.max(...cut) - Math.min(...cut) <= 1, `seed ${seed}: ${cut.join(" ")}`);
    }
  });
});

suite("dealing into parts", () => {
  test("keeps each file in exactly one part", () => {
    for (let seed = 0; seed < 60; seed++) {
      const changes = randomChanges(seed).filter((one) => one.patch !== "");
      const parts = dealIntoParts(changes, 800, 5, estimateTokens);
      assert.ok(parts.length <= 5);
      assert.deepEqual(parts.flat(), changes);
    }
  });
});
