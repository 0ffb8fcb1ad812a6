import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { StopScan, type StopReason } from "../../../src/core/completion/stop/stopScan.ts";
import { at, controlTexts, scanned } from "../documents.ts";

interface Case {
  readonly language: string;
  readonly document: string;
  readonly output: string;
  readonly kept: string;
  readonly stopped: StopReason | undefined;
}

const cases: Case[] = [
  { language: "python", document: "x = |\n", output: " 1\n````\n", kept: "1", stopped: "fence" },
  { language: "python", document: "x = |\n", output: " 1<eos>2", kept: "1", stopped: "control" },
  { language: "python", document: "x = |\n", output: " 1 <end", kept: "1 <end", stopped: undefined },
  {
    language: "python",
    document: "|\nprint(total)\n",
    output: "a = 1\nprint(total)\nb",
    kept: "a = 1",
    stopped: "suffix-line",
  },
  { language: "python", document: "if a:\n    |\n", output: "    b\nc", kept: "b", stopped: "dedent" },
  { language: "go", document: "func f() {\n\t|\n}\n", output: "\ta()\n}\n", kept: "a()", stopped: "closer" },
  {
    language: "go",
    document: "|\n",
    output: "alphaBeta()\n".repeat(9),
    kept: "alphaBeta()\n".repeat(5).trimEnd(),
    stopped: "loop",
  },
  {
    language: "c",
    document: "void f() {|\n",
    output: "\n  a();\n}\n\nvoid g() {\n",
    kept: "\n  a();\n}",
    stopped: "block",
  },
  { language: "c", document: "f(|, b);\n", output: "a\nb", kept: "a", stopped: "lines" },
  { language: "yaml", document: "a:|\nz: 1\n", output: "\n  b: 1\nc: 2\n", kept: "\n  b: 1", stopped: "block" },
];

suite("StopScan", () => {
  for (const { language, document, output, kept, stopped } of cases) {
    test(`${language}: ${stopped ?? "goes on"} after ${JSON.stringify(kept)}`, () => {
      assert.deepEqual(scanned(at(document, language), output), { kept, stopped });
      assert.deepEqual(scanned(at(document, language), output, 1), { kept, stopped });
    });
  }

  test("ends at the line limit, with a whole line", () => {
    const verdict = scanned(at("|\n"), "a1();\nb2();\nc3();\n", 1, 2);
    assert.deepEqual(verdict, { kept: "a1();\nb2();", stopped: "lines" });
  });

  test("shows a line as it comes, and holds back only what may still be a reason to stop", () => {
    const scan = new StopScan(at("|\nreturn total;\n"), { maxLines: 9, controlTexts, fence: "````" });
    assert.equal(scan.feed("const a").kept, "const a");
    assert.equal(scan.feed(" = 1;\nret").kept, "const a = 1;");
    assert.equal(scan.feed("ry(").kept, "const a = 1;\nretry(");
    assert.equal(scan.feed("<end_of").kept, "const a = 1;\nretry(");
    assert.equal(scan.feed(");").kept, "const a = 1;\nretry(<end_of);");
  });

  test("takes a time that grows with the text, not with its square", () => {
    const pushes = (count: number): number => {
      const scan = new StopScan(at("|\n"), { maxLines: 1e9, controlTexts, fence: "````" });
      let kept = 0;
      for (let line = 0; line < count; line += 1) kept = scan.feed(`value${line}(a, b);\n`).kept.length;
      return kept;
    };
    assert.ok(pushes(20_000) > 300_000);
  });
});
