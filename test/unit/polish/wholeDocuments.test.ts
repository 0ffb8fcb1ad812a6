import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { accepted, chunkings } from "../documents.ts";

/** The language, a document with `‸` at the cursor, what the model writes, and the document after that was accepted. */
type Case = readonly [language: string, document: string, output: string, expected: string];

const cases: Case[] = [
  [
    "kotlin",
    "fun f(a: Int): Int {\n    ‸\n}\n",
    "    return when (a) {\n        0 -> 1\n        else -> a * 2\n    }\n}\n",
    "fun f(a: Int): Int {\n    return when (a) {\n        0 -> 1\n        else -> a * 2\n    }‸\n}\n",
  ],
  [
    "csharp",
    "foreach (var a in b)\n{\n    ‸\n}\n",
    "    Console.WriteLine(a);\n}\n\nreturn;\n",
    "foreach (var a in b)\n{\n    Console.WriteLine(a);‸\n}\n",
  ],
  [
    "php",
    "<?php\nfunction f($a) {\n    ‸\n}\n",
    "    return $a['b'] ?? null;\n}\n?>",
    "<?php\nfunction f($a) {\n    return $a['b'] ?? null;‸\n}\n",
  ],
  [
    "php",
    "<?php foreach ($a as $b): ?>\n  ‸\n<?php endforeach; ?>\n",
    "  <li><?= $b ?></li>\n<?php endforeach; ?>\n",
    "<?php foreach ($a as $b): ?>\n  <li><?= $b ?></li>‸\n<?php endforeach; ?>\n",
  ],
  [
    "ruby",
    "class A\n  ‸\nend\n",
    "  def b\n    @b ||= c.map { |d| d.e }\n  end\nend\n",
    "class A\n  def b\n    @b ||= c.map { |d| d.e }\n  end‸\nend\n",
  ],
  ["ruby", "a.each do |b|\n  ‸\nend\n", "  puts b\nend\n\nputs 1\n", "a.each do |b|\n  puts b‸\nend\n"],
  [
    "swift",
    "struct A {\n    ‸\n}\n",
    '    let b: Int\n    var c: String { "\\(b)" }\n}\n',
    'struct A {\n    let b: Int\n    var c: String { "\\(b)" }‸\n}\n',
  ],
  [
    "sql",
    "CREATE TABLE a (\n  id INT,\n  ‸\n);\n",
    "  name TEXT NOT NULL,\n  age INT CHECK (age > 0)\n);\nCREATE TABLE b (\n",
    "CREATE TABLE a (\n  id INT,\n  name TEXT NOT NULL,\n  age INT CHECK (age > 0)‸\n);\n",
  ],
  ["sql", "INSERT INTO a (‸) VALUES (1, 2);\n", "b, c) VALUES (3, 4);\n", "INSERT INTO a (b, c‸) VALUES (1, 2);\n"],
  ["css", ".a { color: ‸; }\n", " red; }\n", ".a { color: red‸; }\n"],
  [
    "css",
    "@media (‸) {\n}\n",
    "min-width: 10px) {\n  .a { b: c }\n}\n",
    "@media (min-width: 10px) {\n  .a { b: c }‸\n}\n",
  ],
  ["json", "[\n  1,\n  ‸\n]\n", "  2,\n  3\n]\n", "[\n  1,\n  2,\n  3‸\n]\n"],
  ["yaml", "a:\n  - b\n  ‸\nc: 1\n", "  - d\n  - e\nc: 1\n", "a:\n  - b\n  - d\n  - e‸\nc: 1\n"],
  ["yaml", "run: |\n  ‸\n", "  npm ci\n  npm test\n", "run: |\n  npm ci\n  npm test‸\n"],
  ["markdown", "# A\n\n- b\n- ‸\n\n## C\n", " d\n- e\n\n## C\n\nText", "# A\n\n- b\n- d\n- e‸\n\n## C\n"],
  ["markdown", "See [‸](x)\n", "the docs](y)\n", "See [the docs‸](x)\n"],
  ["markdown", "```js\n‸\n```\n", "const a = 1;\n```\n\nText", "```js\nconst a = 1;‸\n```\n"],
  [
    "dockerfile",
    "FROM node\nRUN apt-get update && \\\n    ‸\nCMD a\n",
    "    apt-get install -y b \\\n    && rm -rf c\nCMD a\n",
    "FROM node\nRUN apt-get update && \\\n    apt-get install -y b \\\n    && rm -rf c‸\nCMD a\n",
  ],
  [
    "makefile",
    "all: a\n\t‸\n\nclean:\n",
    "\techo a\n\techo b\n\nclean:\n\trm a\n",
    "all: a\n\techo a\n\techo b‸\n\nclean:\n",
  ],
  [
    "java",
    "@Override\npublic String toString() {\n    ‸\n}\n",
    '    return "A{" + b + "}";\n}\n\n@Override\n',
    '@Override\npublic String toString() {\n    return "A{" + b + "}";‸\n}\n',
  ],
  [
    "c",
    "for (int i = 0; ‸) {\n}\n",
    " i < n; i++) {\n    a[i] = 0;\n}\n",
    "for (int i = 0; i < n; i++) {\n    a[i] = 0;‸\n}\n",
  ],
  [
    "c",
    "#ifdef A\n‸\n#endif\n",
    "#define B 1\n#else\n#define B 2\n#endif\n",
    "#ifdef A\n#define B 1\n#else\n#define B 2‸\n#endif\n",
  ],
  ["cpp", "std::vector<‸> a;\n", "std::pair<int, int>> a;\n", "std::vector<std::pair<int, int>‸> a;\n"],
  ["cpp", "auto f = [‸]() { };\n", "&a]() { return a; };\n", "auto f = [&a‸]() { };\n"],
  ["rust", "let a: Vec<‸> = vec![];\n", "Option<u8>> = vec![];\n", "let a: Vec<Option<u8>‸> = vec![];\n"],
  [
    "rust",
    "impl<'a> A<'a> {\n    ‸\n}\n",
    "    fn b(&'a self) -> &'a str {\n        self.c\n    }\n}\n",
    "impl<'a> A<'a> {\n    fn b(&'a self) -> &'a str {\n        self.c\n    }‸\n}\n",
  ],
  [
    "go",
    "type A struct {\n\t‸\n}\n",
    '\tB int `json:"b"`\n\tC []string `json:"c,omitempty"`\n}\n',
    'type A struct {\n\tB int `json:"b"`\n\tC []string `json:"c,omitempty"`‸\n}\n',
  ],
  [
    "typescript",
    "type A = {\n  ‸\n};\n",
    "  readonly b: string;\n  c?: () => void;\n};\n\ntype B",
    "type A = {\n  readonly b: string;\n  c?: () => void;‸\n};\n",
  ],
  [
    "typescript",
    "switch (a) {\n  case 1:\n    ‸\n  default:\n    c();\n}\n",
    "    b();\n    break;\n  default:\n    c();\n}",
    "switch (a) {\n  case 1:\n    b();\n    break;‸\n  default:\n    c();\n}\n",
  ],
  [
    "typescriptreact",
    "<A\n  b={1}\n  ‸\n/>\n",
    "  c={() => d(1)}\n  e\n/>\n",
    "<A\n  b={1}\n  c={() => d(1)}\n  e‸\n/>\n",
  ],
  ["typescriptreact", "<p>{‸}</p>\n", "a ? <b>c</b> : null}</p>\n", "<p>{a ? <b>c</b> : null‸}</p>\n"],
  [
    "html",
    "<script>\n  ‸\n</script>\n",
    "  const a = 1;\n</script>\n</body>\n",
    "<script>\n  const a = 1;‸\n</script>\n",
  ],
  ["html", '<a href="‸">b</a>\n', '/c">d</a>\n', '<a href="/c‸">b</a>\n'],
  [
    "python",
    '@app.route("/")\n‸\n\nif __name__ == "__main__":\n    app.run()\n',
    'def a():\n    return "b"\n\nif __name__ == "__main__":\n    app.run()\n',
    '@app.route("/")\ndef a():\n    return "b"‸\n\nif __name__ == "__main__":\n    app.run()\n',
  ],
  [
    "python",
    'a = {\n    "b": 1,\n    ‸\n}\n',
    '    "c": 2,\n    **d,\n}\ne = 1\n',
    'a = {\n    "b": 1,\n    "c": 2,\n    **d,‸\n}\n',
  ],
  [
    "python",
    "try:\n    ‸\nexcept ValueError:\n    pass\n",
    "    a()\nexcept ValueError:\n    b()\n",
    "try:\n    a()‸\nexcept ValueError:\n    pass\n",
  ],
  ["typescript", "const a = ‸\n", " 5;<end_of_turn>\nmore", "const a = 5;‸\n"],
  [
    "c",
    "#ifndef A_H\n#define A_H\n\n‸\n\n#endif\n",
    "#ifdef B\nint c;\n#else\nint d;\n#endif\n\nint e;\n",
    "#ifndef A_H\n#define A_H\n\n#ifdef B\nint c;\n#else\nint d;\n#endif\n\nint e;‸\n\n#endif\n",
  ],
  [
    "c",
    "#ifndef A_H\n#define A_H\n\n‸\n\n#endif\n",
    "int e;\n\n#endif\n",
    "#ifndef A_H\n#define A_H\n\nint e;‸\n\n#endif\n",
  ],
  ["c", "#ifndef A_H\n#define A_H\n\n‸\n", "int e;\n\n#endif\n", "#ifndef A_H\n#define A_H\n\nint e;\n\n#endif‸\n"],
  [
    "c",
    "#ifdef A\n  int x = ‸\n#else\n  int x = 2;\n#endif\n",
    " 1;\n#else\n  int x = 3;\n#endif\n",
    "#ifdef A\n  int x = 1;‸\n#else\n  int x = 2;\n#endif\n",
  ],
  [
    "csharp",
    "#region A\n‸\n#endregion\n",
    "int Total() => 1;\n#endregion\n",
    "#region A\nint Total() => 1;‸\n#endregion\n",
  ],
  [
    "shellscript",
    "case $1 in\n  start)\n    ‸\n    ;;\n  stop)\n    halt\n    ;;\nesac\n",
    "    begin\n    ;;\n  stop)\n    halt\n    ;;\nesac\n",
    "case $1 in\n  start)\n    begin‸\n    ;;\n  stop)\n    halt\n    ;;\nesac\n",
  ],
  [
    "shellscript",
    "case $1 in\n  start)\n    ‸\n    ;;\n  stop)\n    halt\n    ;;\nesac\n",
    "    begin\n    ;;\n",
    "case $1 in\n  start)\n    begin‸\n    ;;\n  stop)\n    halt\n    ;;\nesac\n",
  ],
  [
    "shellscript",
    "case $1 in\n  start)\n    ‸\nesac\n",
    "    begin\n    ;;\n  stop)\n    halt\n    ;;\nesac\n",
    "case $1 in\n  start)\n    begin\n    ;;\n  stop)\n    halt\n    ;;‸\nesac\n",
  ],
  ["typescript", 'log("‸", x);\n', 'hello", y);\n', 'log("hello‸", x);\n'],
  ["python", 'open("‸", "w")\n', 'a.txt", "r") as f:', 'open("a.txt‸", "w")\n'],
  ["html", '<img src="‸" alt="b">\n', 'a.png" alt="c">', '<img src="a.png‸" alt="b">\n'],
  ["html", '<img ‸ alt="b">\n', 'src="a.png" alt="b">', '<img src="a.png"‸ alt="b">\n'],
  ["typescriptreact", '<img src="‸" alt="b" />\n', 'a.png" alt="c" />', '<img src="a.png‸" alt="b" />\n'],
  [
    "go",
    "\tif a {\n\t\t‸\n\t}\n\treturn nil\n",
    "\t\treturn nil\n\t}\n\treturn nil\n}",
    "\tif a {\n\t\treturn nil‸\n\t}\n\treturn nil\n",
  ],
  [
    "python",
    "    if a:\n        ‸\n    return b\n",
    "        return b\n    return b\n",
    "    if a:\n        return b‸\n    return b\n",
  ],
  ["php", "$a = ['‸' => 1, 'b' => 2];\n", "a' => 1, 'b' => 3];", "$a = ['a‸' => 1, 'b' => 2];\n"],
  ["ruby", "get '‸', to: 'a#b'\n", "/c', to: 'd#e'", "get '/c‸', to: 'a#b'\n"],
  ["json", '{ "‸": 1, "b": 2 }\n', 'a": 5, "b": 2 }', '{ "a‸": 1, "b": 2 }\n'],
  [
    "css",
    'a { background: url("‸") no-repeat; }\n',
    'b.png") repeat; }',
    'a { background: url("b.png‸") no-repeat; }\n',
  ],
  [
    "typescript",
    "function f(a: number) {\n  ‸\n  return value;\n}\n",
    "  if (a)\n    return value;\n",
    "function f(a: number) {\n  if (a)\n    return value;‸\n  return value;\n}\n",
  ],
  [
    "typescript",
    "function f(a: number) {\n  ‸\n  return 1;\n}\n",
    "  if (a)\n    return 1;\n",
    "function f(a: number) {\n  if (a)\n    return 1;‸\n  return 1;\n}\n",
  ],
  [
    "typescript",
    "function f(a: number) {\n  ‸\n  return 1;\n}\n",
    "  a++;\n  return 1;\n",
    "function f(a: number) {\n  a++;‸\n  return 1;\n}\n",
  ],
  [
    "typescript",
    "function f(a: number) {\n  ‸\n  return 1;\n}\n",
    "  a++;\n  return 1;\n}\n",
    "function f(a: number) {\n  a++;‸\n  return 1;\n}\n",
  ],
  [
    "typescript",
    "switch (a) {\n  case 1:\n    ‸\n    break;\n}\n",
    "    b();\n    break;\n  case 2:\n    c();\n    break;\n}\n",
    "switch (a) {\n  case 1:\n    b();\n    break;\n  case 2:\n    c();‸\n    break;\n}\n",
  ],
  [
    "c",
    "switch (a) {\ncase 1:\n    ‸\n    break;\ndefault:\n    c();\n    break;\n}\n",
    "    b();\n    break;\n",
    "switch (a) {\ncase 1:\n    b();‸\n    break;\ndefault:\n    c();\n    break;\n}\n",
  ],
  [
    "python",
    "def f(a):\n    ‸\n    return 1\n",
    "    if a:\n        return 1\n",
    "def f(a):\n    if a:\n        return 1‸\n    return 1\n",
  ],
  ["python", "def f(a):\n    ‸\n    return 1\n", "    b = a\n    return 1\n", "def f(a):\n    b = a‸\n    return 1\n"],
  ["ruby", "def f(a)\n  ‸\n  raise\nend\n", "  b = a\n  raise\nend\n", "def f(a)\n  b = a‸\n  raise\nend\n"],
  ["go", "\tfor {\n\t\t‸\n\t\tbreak\n\t}\n", "\t\tf()\n\t\tbreak\n\t}\n", "\tfor {\n\t\tf()‸\n\t\tbreak\n\t}\n"],
  [
    "java",
    "    int f() {\n        ‸\n        return 0;\n    }\n",
    "        try {\n            g();\n        } catch (E e) {\n            return 0;\n        }\n        return 0;\n    }\n",
    "    int f() {\n        try {\n            g();\n        } catch (E e) {\n            return 0;\n        }‸\n        return 0;\n    }\n",
  ],
];

suite("a document after what was offered is accepted", () => {
  for (const [language, document, output, expected] of cases) {
    test(`${language}: ${JSON.stringify(document)} with ${JSON.stringify(output)}`, () => {
      for (const size of chunkings) assert.equal(accepted(document, output, language, size, "‸"), expected);
    });
  }
});
