import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { accepted, chunkings } from "../documents.ts";

/** The language, a document with `‸` at the cursor, what the model writes, and what of it is to be inserted. */
type Case = readonly [language: string, document: string, output: string, inserted: string];

const cases: readonly Case[] = [
  // The document's beginning, said again
  ["go", "package main\n\n‸\n", 'package main\n\nimport "fmt"\n', 'import "fmt"'],
  [
    "csharp",
    "using System;\n‸\n\nnamespace X;\n",
    "using System;\nusing System.Linq;\n\nnamespace X;\n",
    "using System.Linq;",
  ],
  ["php", "<?php\n\n‸\n", "<?php\n\n$a = 1;\n", "$a = 1;"],
  ["python", "import os\nimport sys\n‸\n", "import os\nimport sys\nimport json", "import json"],
  // The same line behind other code, inside a block, or only beginning alike, is meant
  [
    "c",
    '#define X(a) a,\n#include "list.def"\n#undef X\n‸\n',
    '#include "list.def"\n#undef Y',
    '#include "list.def"\n#undef Y',
  ],
  [
    "rust",
    "use std::fs;\n\nmod a {\n    ‸\n}\n",
    "    use std::fs;\n    pub fn f() {}",
    "use std::fs;\n    pub fn f() {}",
  ],
  ["python", "from a import b\n‸\n\nb()\n", "from a import c\nimport a", "from a import c\nimport a"],
  // A block that a word opens
  ["ruby", "def full_name\n  ‸\nend\n", 'def full_name\n  "#{first} #{last}"\nend', '"#{first} #{last}"'],
  ["ruby", "xs.each do |x|\n  ‸\nend\n", "  x.each do |y|\n    puts y\n  end", "x.each do |y|\n    puts y\n  end"],
  // The next arm or element
  ["rust", "match a {\n    ‸\n    None => 0,\n}\n", "    Some(x) => x + 1,\n    None => 0,\n}", "Some(x) => x + 1,"],
  [
    "rust",
    "match a {\n    ‸\n}\nmatch b {\n    None => 0,\n}\n",
    "    Some(x) => x,\n    None => 0,",
    "Some(x) => x,\n    None => 0,",
  ],
  ["rust", "match a {\n    1 => x(),\n    ‸\n    3 => x(),\n}\n", "    2 => x(),", "2 => x(),"],
  ["php", "<?php\n$a = [\n    ‸\n    'b' => 2,\n];\n", "    'a' => 1,\n    'b' => 2,\n];\n", "'a' => 1,"],
  ["csharp", "var a = b switch\n{\n    ‸\n    _ => 0,\n};\n", "    1 => 2,\n    _ => 0,\n};\n", "1 => 2,"],
  ["java", "switch (a) {\n    ‸\n    case B -> 2;\n}\n", "    case A -> 1;\n    case B -> 2;\n}\n", "case A -> 1;"],
  // Equal lines: twelve are a loop of one line, and four short ones are none
  ["go", "func f() {\n\t‸\n}\n", "\twg.Add(1)\n".repeat(16), "wg.Add(1)"],
  ["cpp", "void f() {\n    ‸\n}\n", "    s.pop();\n".repeat(4), "s.pop();\n    s.pop();\n    s.pop();\n    s.pop();"],
  // Raw texts, in which quotes, backslashes and brackets mean nothing
  ["rust", "let a = ‸;\n", ' r#"{"a": [1, 2], "b": "}"}"#', 'r#"{"a": [1, 2], "b": "}"}"#'],
  ["rust", "fn f() {\n    let a = ‸\n    b(a);\n}\n", ' r#"\n{\n  "a": [\n}\n"#;', 'r#"\n{\n  "a": [\n}\n"#;'],
  ["cpp", "auto a = ‸;\n", ' R"(one "two"\n}\n)"', 'R"(one "two"\n}\n)"'],
  ["cpp", "auto a = ‸;\n", ' R"json({"a": ")", "b": [1}\n)json"', 'R"json({"a": ")", "b": [1}\n)json"'],
  ["csharp", "var a = ‸;\n", ' @"\nSELECT (a\nFROM b }\n"', '@"\nSELECT (a\nFROM b }\n"'],
  ["csharp", "var a = Path.Combine(‸);\n", '@"C:\\temp\\", b', '@"C:\\temp\\", b'],
  ["swift", "let a = ‸\n", ' #"a"b(\\d+}"#', '#"a"b(\\d+}"#'],
];

suite("headers, arms and raw texts", () => {
  for (const [language, document, output, inserted] of cases) {
    for (const size of chunkings) {
      test(`${language}: ${JSON.stringify(document)} with ${JSON.stringify(output)} (${size})`, () => {
        assert.equal(
          accepted(document, output, language, size, "‸"),
          document.replace("‸", () => `${inserted}‸`),
        );
      });
    }
  }
});
