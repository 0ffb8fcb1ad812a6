import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { codeOfCellsAbove } from "../../../src/core/completion/context/cellsAbove.ts";
import { declarationAt } from "../../../src/core/completion/context/declaration.ts";
import { EditTrail, excerptOf } from "../../../src/core/completion/context/editTrail.ts";
import { importTargetsOf, isMeant } from "../../../src/core/completion/context/moduleImports.ts";
import { withoutSeen } from "../../../src/core/completion/context/overlap.ts";
import { rankSnippets } from "../../../src/core/completion/context/rankSnippets.ts";
import { signaturesOf } from "../../../src/core/completion/context/signatures.ts";
import { mostSimilarWindow } from "../../../src/core/completion/context/similarWindow.ts";
import { symbolsNear } from "../../../src/core/completion/context/symbolsNear.ts";
import { wordSetOf, wordsOfLine } from "../../../src/core/completion/context/wordSet.ts";

suite("recent edits", () => {
  test("near ones are one, the newest comes first, and eight are kept", () => {
    const trail = new EditTrail();
    for (let at = 0; at < 10; at++) trail.noteEdit(`file:///${at}.ts`, { from: 5, to: 5, inserted: 3 });
    trail.noteEdit("file:///9.ts", { from: 8, to: 8, inserted: 1 });
    assert.equal(trail.regions.length, 8);
    assert.deepEqual(trail.regions[0], { uri: "file:///9.ts", from: 5, to: 9 });
  });

  test("move with what is typed above them", () => {
    const trail = new EditTrail();
    trail.noteEdit("file:///a.ts", { from: 1_000, to: 1_000, inserted: 10 });
    trail.noteEdit("file:///a.ts", { from: 0, to: 0, inserted: 5 });
    assert.deepEqual(
      trail.regions.map(({ from, to }) => [from, to]),
      [
        [0, 5],
        [1_005, 1_015],
      ],
    );
  });

  test("a reload is no edit, and what it replaced is forgotten", () => {
    const trail = new EditTrail();
    trail.noteEdit("file:///a.ts", { from: 10, to: 10, inserted: 2 });
    trail.noteEdit("file:///a.ts", { from: 0, to: 9_000, inserted: 9_100 });
    assert.deepEqual(trail.regions, []);
  });

  test("are shown with three lines around them", () => {
    const text = Array.from({ length: 20 }, (_, at) => `line ${at}`).join("\n");
    const from = text.indexOf("line 10");
    assert.equal(excerptOf(text, { from, to: from + 4 }), "line 7\nline 8\nline 9\nline 10\nline 11\nline 12\nline 13");
    assert.equal(excerptOf("one\r\ntwo", { from: 0, to: 1 }), "one\ntwo");
  });
});

suite("similar windows", () => {
  test("the piece that shares most words is found, with what follows it", () => {
    const filler = Array.from({ length: 100 }, (_, at) => `filler${at % 9} = nothing;`);
    const lines = [...filler, "const order = loadOrder(orderId);", "order.total = sumOf(order.lines);", ...filler];
    const found = mostSimilarWindow(
      lines.map(wordsOfLine),
      wordSetOf(["order.total", "sumOf(order.lines)", "loadOrder"]),
    );
    assert.ok(
      found !== undefined && found.startLine <= 100 && found.endLine > 101 && found.endLine - found.startLine <= 20,
    );
  });

  test("what shares nothing is not shown", () => {
    assert.equal(mostSimilarWindow([["alpha"], ["beta"]], new Set(["gamma"])), undefined);
    assert.equal(mostSimilarWindow([], new Set(["gamma"])), undefined);
    assert.equal(mostSimilarWindow([["alpha"]], new Set()), undefined);
  });
});

suite("names near the cursor", () => {
  test("come nearest first, without keywords, strings, comments and the name being written", () => {
    const text = 'const total = sumOf(order);\n// not this\nreturn format(total, "no words", opti';
    const names = symbolsNear(text, text.length, "typescript", 6).map(({ name }) => name);
    assert.deepEqual(names, ["total", "format", "order", "sumOf"]);
  });

  test("are told with their offsets", () => {
    const text = "alpha beta\ngamma delta ";
    for (const { name, offset } of symbolsNear(text, text.length, "typescript", 9)) {
      assert.equal(text.slice(offset, offset + name.length), name);
    }
  });
});

suite("declarations", () => {
  test("end where the indentation returns", () => {
    const script = "function a(\n  x: number,\n) {\n  return x;\n}\n\nfunction b() {}".split("\n");
    assert.equal(declarationAt(script, 0), "function a(\n  x: number,\n) {\n  return x;\n}");
    const python = "def a(x):\n    y = x\n\n    return y\n\ndef b():\n    pass".split("\n");
    assert.equal(declarationAt(python, 0), "def a(x):\n    y = x\n\n    return y");
    assert.equal(declarationAt(["const a = 1;", "const b = 2;"], 0), "const a = 1;");
    assert.equal(
      declarationAt(["int a(void)", "{", "  return 1;", "}", "int b;"], 0),
      "int a(void)\n{\n  return 1;\n}",
    );
  });

  test("long ones are cut", () => {
    const lines = ["class A {", ...Array.from({ length: 50 }, () => "  x();"), "}"];
    assert.equal(declarationAt(lines, 0).split("\n").length, 12);
  });
});

suite("signatures", () => {
  test("of TypeScript: what is exported, wanted types with their members", () => {
    const text =
      "import x from 'y';\nconst hidden = 1;\nexport interface Order {\n  id: string;\n}\nexport function load(id: string): Order {\n  return find(id);\n}\n";
    assert.equal(signaturesOf(text, new Set()).text, "export interface Order\nexport function load(id: string): Order");
    const wanted = signaturesOf(text, new Set(["Order"]));
    assert.deepEqual(wanted, { text: "export interface Order {\n  id: string;\n}", hits: 1 });
  });

  test("a wanted class is told by its methods, and nothing of its inside", () => {
    const text =
      "export class Till {\n  readonly #cash = 0;\n\n  /** Why. */\n  pay(\n    sum: number,\n    by: string,\n  ): void {\n    go(sum);\n  }\n\n  #count(): number {\n    return 1;\n  }\n}\nexport function other(): void {}\n";
    assert.equal(
      signaturesOf(text, new Set(["Till"])).text,
      "export class Till {\n  pay(sum: number, by: string): void",
    );
  });

  test("of Python, Go, Rust, Java and C", () => {
    const none = new Set<string>();
    assert.equal(
      signaturesOf("class A(B):\n    def run(self, x):\n        return x\n    def _own(self):\n        pass\n", none)
        .text,
      "class A(B):\n    def run(self, x):",
    );
    assert.equal(
      signaturesOf("func (s *Store) Get(id string) (Order, error) {\n\treturn s.m[id], nil\n}\n", none).text,
      "func (s *Store) Get(id string) (Order, error)",
    );
    assert.equal(
      signaturesOf("pub fn get(id: u32) -> Order {\n    find(id)\n}\n", none).text,
      "pub fn get(id: u32) -> Order",
    );
    assert.equal(
      signaturesOf("public class A {\n    public int sum(int a) {\n        return go(a);\n    }\n}\n", none).text,
      "public class A\n    public int sum(int a)",
    );
    assert.equal(signaturesOf("struct order *find(int id);\n", none).text, "struct order *find(int id);");
  });
});

suite("imports", () => {
  const isImported = (languageId: string, text: string, from: string, path: string): boolean =>
    importTargetsOf(languageId, text, from).some((target) => isMeant(path, target));

  test("lead to files of the workspace", () => {
    assert.ok(
      isImported("typescript", 'import { a } from "../core/order.ts";', "src/app/main.ts", "src/core/order.ts"),
    );
    assert.ok(isImported("typescript", 'import { a } from "./order.js";', "src/main.ts", "src/order.ts"));
    assert.ok(isImported("javascript", 'const a = require("./lib")', "main.js", "lib/index.js"));
    assert.ok(isImported("typescriptreact", 'import x from "@/ui/button"', "src/a/b.tsx", "src/ui/button.tsx"));
    assert.ok(isImported("python", "from .store import Store", "app/api.py", "app/store.py"));
    assert.ok(isImported("python", "from ..core import (\n  store,\n)", "app/web/api.py", "app/core/store.py"));
    assert.ok(isImported("python", "from app.core import store", "app/web/api.py", "src/app/core/store.py"));
    assert.ok(isImported("python", "import app.core", "main.py", "app/core/__init__.py"));
    assert.ok(isImported("go", 'import (\n\t"example.com/shop/internal/db"\n)', "cmd/main.go", "internal/db/store.go"));
    assert.ok(isImported("rust", "use crate::db::Store;", "src/main.rs", "src/db.rs"));
    assert.ok(isImported("rust", "mod db;", "src/main.rs", "src/db/mod.rs"));
    assert.ok(isImported("java", "import shop.core.Order;", "src/shop/A.java", "src/main/java/shop/core/Order.java"));
    assert.ok(isImported("cpp", '#include "core/order.h"', "src/main.cpp", "include/core/order.h"));
    assert.ok(isImported("php", "use App\\Models\\Order;", "app/A.php", "app/Models/Order.php"));
    assert.ok(isImported("ruby", "require_relative '../order'", "lib/a/b.rb", "lib/order.rb"));
  });

  test("packages and other files are not meant", () => {
    assert.ok(
      !isImported("typescript", 'import fs from "node:fs"; import x from "order";', "src/a.ts", "src/order.ts"),
    );
    assert.ok(!isImported("python", "from app.core import store", "a.py", "tests/core.py"));
    assert.ok(!isImported("go", 'import "fmt"', "a.go", "fmt/a.go"));
  });
});

suite("ranking", () => {
  const code = "export function priceOf(order: Order): number {\n  return order.total;\n}";

  test("what the window shows already is dropped or cut off", () => {
    const seen = new Set(["const first = loadFirst();", "const second = loadSecond();"]);
    assert.equal(withoutSeen("const first = loadFirst();\nconst second = loadSecond();", seen), undefined);
    assert.equal(
      withoutSeen("const first = loadFirst();\nconst second = loadSecond();\nconst third = loadThird();\n}", seen),
      "const third = loadThird();\n}",
    );
    assert.equal(withoutSeen("}\n\n  }\n", new Set()), undefined);
  });

  test("definitions come before lookalikes, and nothing is told twice", () => {
    const snippets = rankSnippets(
      [
        { path: "c.ts", text: "const nothing = likeThis(here);", kind: "similar", promise: 0.1 },
        { path: "b.ts", text: code, kind: "edit", promise: 1 },
        { path: "a.ts", text: code, kind: "definition", promise: 1 },
      ],
      "let x = 1;",
      3,
    );
    assert.deepEqual(
      snippets.map(({ path }) => path),
      ["a.ts", "c.ts"],
    );
  });

  test("a window with Windows line ends hides the same lines", () => {
    const window = code.replaceAll("\n", "\r\n");
    assert.deepEqual(rankSnippets([{ path: "a.ts", text: code, kind: "edit", promise: 1 }], window, 10), []);
  });
});

suite("cells above", () => {
  test("code stays code, Markdown becomes comments, other languages are left out", () => {
    const cells = [
      { languageId: "markdown", isMarkup: true, text: "# Load\n\nthe data" },
      { languageId: "python", isMarkup: false, text: "import pandas as pd\n" },
      { languageId: "sql", isMarkup: false, text: "select 1" },
    ];
    assert.equal(codeOfCellsAbove(cells, "python", 1_000), "# # Load\n#\n# the data\n\nimport pandas as pd\n\n");
    assert.equal(codeOfCellsAbove(cells, "python", 30), "import pandas as pd\n\n");
  });
});
