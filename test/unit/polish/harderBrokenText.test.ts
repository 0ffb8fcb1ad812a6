import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { accepted, chunkings } from "../documents.ts";

/**
 * What is wrong, the language, a document with `‸` at the cursor, what the model writes (white space at the cursor included), and
 * the part of it that may be inserted; `after` is what is then right of the cursor, where closers were replaced.
 */
type Broken = readonly [
  name: string,
  language: string,
  document: string,
  output: string,
  inserted: string,
  after?: string,
];

const cases: Broken[] = [
  // What follows, said again
  [
    "the next two lines",
    "typescript",
    "const a = 1;\n‸\nexport const bcd = 2;\nexport const efg = 3;\n",
    "const x = 0;\nexport const bcd = 2;\nexport const efg = 3;\n",
    "const x = 0;",
  ],
  [
    "a following line with other blanks at its end",
    "python",
    "def f():\n    ‸\n    return alpha + beta\n",
    "    alpha = 1\n    return alpha + beta   \n",
    "alpha = 1",
  ],
  [
    "a following line that the document has twice",
    "go",
    "func a() {\n\tfmt.Println(x)\n}\nfunc b() {\n\tx := 1\n\t‸\n\tfmt.Println(x)\n}\n",
    "\tx++\n\tfmt.Println(x)\n}\n",
    "x++",
  ],
  [
    "the next case",
    "typescript",
    "switch (a) {\n  case Kind.first:\n    ‸\n  case Kind.second:\n    return 2;\n}\n",
    "    return 1;\n  case Kind.second:\n    return 2;\n}\n",
    "return 1;",
  ],
  [
    "the next method",
    "java",
    "class A {\n    int first() {\n        ‸\n    }\n\n    int second() {\n        return 2;\n    }\n}\n",
    "        return 1;\n    }\n\n    int second() {\n        return 2;\n    }\n}\n",
    "return 1;",
  ],
  [
    "the next arm",
    "rust",
    "match a {\n    A::First => ‸\n    A::Second => two(),\n}\n",
    " one(),\n    A::Second => two(),\n}\n",
    "one(),",
  ],
  ["the next key of an object", "json", '{\n  "a": ‸\n  "second": 2\n}\n', ' 1,\n  "second": 2\n}\n', "1,"],
  [
    "the next declaration",
    "css",
    "a {\n  color: red;\n  ‸\n  background-color: blue;\n}\n",
    "  margin: 0;\n  background-color: blue;\n}\n",
    "margin: 0;",
  ],
  ["the next list item", "markdown", "- one\n- ‸\n- the third item\n", " two\n- the third item\n", "two"],
  [
    "the next target",
    "makefile",
    "all:\n\t‸\n\ninstall: all\n\tcp a b\n",
    "\tmake b\n\ninstall: all\n\tcp a b\n",
    "make b",
  ],
  [
    "the next table",
    "toml",
    "[a]\n‸\n\n[dependencies]\nserde = 1\n",
    'name = "b"\n\n[dependencies]\nserde = 1\n',
    'name = "b"',
  ],
  [
    "the next instruction",
    "dockerfile",
    'FROM a\n‸\nENTRYPOINT ["server"]\n',
    'COPY . .\nENTRYPOINT ["server"]\n',
    "COPY . .",
  ],
  [
    "the next clause",
    "sql",
    "SELECT a\nFROM b\n‸\nGROUP BY customer_id\n",
    "WHERE c = 1\nGROUP BY customer_id\n",
    "WHERE c = 1",
  ],
  [
    "the next element",
    "html",
    '<nav>\n  ‸\n  <a href="/contact">Contact</a>\n</nav>\n',
    '  <a href="/">Home</a>\n  <a href="/contact">Contact</a>\n</nav>\n',
    '<a href="/">Home</a>',
  ],
  [
    "the next key, two levels out",
    "yaml",
    "a:\n  b:\n    ‸\nservices:\n  web: 1\n",
    "    c: 1\nservices:\n  web: 1\n",
    "c: 1",
  ],
  [
    "a following block although the first line is long",
    "swift",
    "func f() {\n    ‸\n}\n\nfunc second() {\n}\n",
    "    first()\n}\n\nfunc second() {\n}\n",
    "first()",
  ],
  ["the else of the conditional", "shellscript", "if a; then\n  ‸\nelse\n  c\nfi\n", "  b\nelse\n  c\nfi\n", "b"],
  [
    "the rescue that follows",
    "ruby",
    "begin\n  ‸\nrescue Error => e\n  c\nend\n",
    "  b\nrescue Error => e\n  c\nend\n",
    "b",
  ],
  [
    "the except that follows",
    "python",
    "try:\n    ‸\nexcept ValueError:\n    pass\n",
    "    a()\nexcept ValueError:\n    pass\n",
    "a()",
  ],
  [
    "the catch that follows",
    "csharp",
    "try\n{\n    ‸\n}\ncatch (Exception e)\n{\n}\n",
    "    A();\n}\ncatch (Exception e)\n{\n}\n",
    "A();",
  ],
  [
    "a following comment and code",
    "kotlin",
    "fun f() {\n    ‸\n    // Now the rest.\n    rest()\n}\n",
    "    first()\n    // Now the rest.\n    rest()\n}\n",
    "first()",
  ],
  // Closers that are there
  ["all closers of a nested call", "typescript", "a(b(c(‸)));\n", "d)));", "d)));", ""],
  ["a tag's end", "html", '<img src="‸">\n', 'a.png">', 'a.png">', ""],
  ["a JSX element's end", "typescriptreact", "return <A>‸</A>;\n", "{b}</A>;", "{b}"],
  ["an index's bracket", "python", "a = b[‸]\n", "1:2]\n", "1:2]", ""],
  ["a subscript and a call", "go", "f(a[‸])\n", "i])", "i])", ""],
  ["a shell substitution", "shellscript", 'a="$(‸)"\n', 'b c)"', 'b c)"', ""],
  ["a test's brackets", "shellscript", "if [[ ‸ ]]; then\n  a\nfi\n", " -f b ]]; then\n  a\nfi\n", "-f b"],
  ["a set of columns", "sql", "INSERT INTO a (‸) VALUES (1);\n", "b, c) VALUES (1);", "b, c"],
  ["a CSS function", "css", "a {\n  width: calc(‸);\n}\n", "100% - 1px);\n}\n", "100% - 1px);", ""],
  ["the end of a regular expression's argument", "javascript", "a.replace(‸);\n", '/b/g, "c");', '/b/g, "c");', ""],
  ["a list's bracket on its own line", "toml", "a = [\n  ‸\n]\nb = 1\n", '  "c",\n]\nb = 1\n', '"c",'],
  ["an array's bracket on its own line", "php", "<?php\n$a = [\n    ‸\n];\n", "    'b' => 1,\n];\n", "'b' => 1,"],
  [
    "an enum's brace",
    "rust",
    "enum A {\n    ‸\n}\n\nfn main() {}\n",
    "    B,\n    C(u8),\n}\n\nfn main() {}\n",
    "B,\n    C(u8),",
  ],
  [
    "a struct's brace",
    "go",
    "type A struct {\n\t‸\n}\n\nfunc (a A) B() {}\n",
    '\tC int `json:"c"`\n}\n\nfunc (a A) B() {}\n',
    'C int `json:"c"`',
  ],
  [
    "a component's brackets",
    "typescriptreact",
    "return (\n  <ul>\n    ‸\n  </ul>\n);\n",
    "    <li>a</li>\n  </ul>\n);\n}\n",
    "<li>a</li>",
  ],
  ["the end of a template", "javascript", "const a = `${‸}`;\n", "b.c}`;\n", "b.c}`;", ""],
  ["esac and a brace", "shellscript", "f() {\n  case $1 in\n    ‸\n  esac\n}\n", "    a) b ;;\n  esac\n}\n", "a) b ;;"],
  ["done", "shellscript", "for a in b; do\n  ‸\ndone\n", "  echo $a\ndone\n", "echo $a"],
  ["end of a block", "ruby", "a.each do |b|\n  ‸\nend\n", "  c b\nend\n", "c b"],
  [
    "a docstring's quotes",
    "python",
    'def f():\n    """‸"""\n',
    'Adds two."""\n    return 1',
    'Adds two."""\n    return 1',
    "",
  ],
  // What is beyond the place
  [
    "the next class",
    "python",
    "class A:\n    def f(self):\n        ‸\n",
    "        return 1\n\n\nclass B:\n    pass\n",
    "return 1",
  ],
  ["another function", "rust", "fn f() {‸\n", "\n    a();\n}\n\nfn g() {\n}\n", "\n    a();\n}"],
  ["another rule", "css", "a {‸\n", "\n  color: red;\n}\n\nb {\n}\n", "\n  color: red;\n}"],
  ["another key of the parent", "yaml", "a:\n  b: ‸\n", " 1\nc: 2\n", "1"],
  ["code behind the body", "python", "if a:\n    ‸\n", "    b()\nprint(c)\n", "b()"],
  ["a second element", "html", "<ul>\n  <li>‸</li>\n</ul>\n", "a</li>\n  <li>b</li>\n</ul>\n", "a"],
  // Fences, turns and talk
  ["a wrapped line", "go", "x := ‸\n", "```go\n1\n```", "1"],
  [
    "a wrapped block with a path",
    "typescript",
    "let b;\n‸\n",
    "```typescript\n// src/a.ts\nconst a = 1;\n```",
    "const a = 1;",
  ],
  ["an end of turn right away", "python", "a = ‸\n", "<end_of_turn>", ""],
  ["half an end of turn in front of a whole one", "rust", "let a = ‸\n", " 1;<end_of<end_of_turn>", "1;<end_of"],
  ["an end of text", "java", "int a = ‸\n", " 1;<eos>", "1;"],
  ["a fence and talk behind code", "shellscript", "a\n‸\n", "b\n```\n\nThis script runs b.", "b"],
  ["talk behind code", "python", "a = 1\n‸\n", "b = 2\n\nThis code sets b.", "b = 2"],
  ["an explanation with a heading", "go", "‸\n", "var a = 1\n\n**Explanation:**\n\n* It is one.", "var a = 1"],
  ["a polite beginning", "rust", "‸\n", "Sure, here is the code:\n\nlet a = 1;", "let a = 1;"],
  ["the file's name", "yaml", "‸\n", "# File: .github/workflows/ci.yml\non: push", "on: push"],
  [
    "the instruction in a comment",
    "kotlin",
    "val a = 1\n‸\n",
    "// Continue the code at the cursor\nval b = 2",
    "val b = 2",
  ],
  // Echoes
  ["the line's beginning with its indentation", "go", "func f() {\n\treturn ‸\n}\n", " return nil", "nil"],
  ["the assignment", "python", "    total_count = ‸\n", " total_count = 0", "0"],
  ["the declaration", "rust", "    let mut total = ‸\n", " let mut total = 0;", "0;"],
  ["the key", "yaml", "image: ‸\n", " image: nginx", "nginx"],
  ["the heading", "markdown", "## ‸\n", " ## Usage", "Usage"],
  ["the selector", "css", ".button:hover {‸\n}\n", ".button:hover {\n  color: red;\n}\n", "\n  color: red;"],
  ["the comment's mark", "sql", "-- ‸\n", " -- All users", "All users"],
  ["the comment's slashes", "rust", "/// ‸\nfn f() {}\n", " /// Adds.", "Adds."],
  [
    "the function's head",
    "go",
    "func add(a, b int) int {\n\t‸\n}\n",
    "func add(a, b int) int {\n\treturn a + b\n}",
    "return a + b",
  ],
  // Loops
  ["a line without end", "yaml", "a:\n  ‸\n", "  - name: test\n".repeat(14), "- name: test"],
  ["a word without end", "markdown", "‸\n", "very ".repeat(60), ""],
  ["a pair of lines without end", "go", "‸\n", "a.First()\na.Second()\n".repeat(8), "a.First()\na.Second()"],
  [
    "an element without end",
    "html",
    "<ul>\n  ‸\n</ul>\n",
    "  <li>Another item</li>\n".repeat(12),
    "<li>Another item</li>",
  ],
  // White space at the cursor
  ["a doubled blank in an argument", "typescript", "f(a, ‸)\n", "  b", "b"],
  ["no blank where there is one", "python", "return ‸\n", "None", "None"],
  ["a tab instead of blanks", "python", "def f():\n    ‸\n", "\treturn 1", "return 1"],
  [
    "blanks instead of tabs, over lines",
    "go",
    "func f() {\n\tif a {\n\t\t‸\n\t}\n}\n",
    "        b()\n        c()\n",
    "b()\n\t\tc()",
  ],
  [
    "two columns instead of four",
    "java",
    "class A {\n    ‸\n}\n",
    "  int a() {\n    return 1;\n  }",
    "int a() {\n      return 1;\n    }",
  ],
  ["a block at column 0", "ruby", "class A\n  ‸\nend\n", "def b\n  c\nend", "def b\n    c\n  end"],
  ["a block at column 0 in shell", "shellscript", "f() {\n  ‸\n}\n", "if a; then\n  b\nfi", "if a; then\n    b\n  fi"],
  [
    "line ends of two kinds",
    "csharp",
    "class A\n{\n    ‸\n}\n",
    "    int b;\r\n    int c;\n    int d;\r\n",
    "int b;\n    int c;\n    int d;",
  ],
  ["blank lines behind the code", "sql", "SELECT ‸\n", " 1;\n\n\n", "1;"],
  ["nothing but blanks", "rust", "fn f() {\n    ‸\n}\n", "    \n  \n", ""],
  // A block that is there already
  [
    "another body for a condition",
    "typescript",
    "if (‸) {\n  doSomething(x);\n}\n",
    "a) {\n  other(y);\n}",
    "a) {",
    "",
  ],
  [
    "another body for a function",
    "typescript",
    "function f(‸) {\n  return result;\n}\n",
    "a: number) {\n  return a;\n}\n",
    "a: number) {",
    "",
  ],
  ["another body by indentation", "python", "def f(‸):\n    pass\n", "a, b):\n    return a + b", "a, b):", ""],
  ["another body behind a colon", "python", "if ‸:\n    pass\n", "a > 1:\n    print(1)", "a > 1:", ""],
  ["the end of a condition that had no body", "typescript", "if (‸) {\n}\n", "a) {\n  b();\n}", "a) {\n  b();", ""],
  ["no body yet", "python", "def f(‸):\n\ndef g():\n    pass\n", "a):\n    return a", "a):\n    return a", ""],
  ["other arms", "rust", "match ‸ {\n    A => 1,\n}\n", "x {\n    B => 2,\n}\n", "x {", ""],
  ["other declarations", "css", "a‸ {\n  color: red;\n}\n", ":hover {\n  color: blue;\n}\n", ":hover {", ""],
  ["an end that is there", "ruby", "def a(‸)\nend\n", "b)\n  c(b)\nend\n", "b)\n  c(b)", ""],
  ["an end that is there", "lua", "function f(‸)\nend\n", "a)\n  return a\nend\n", "a)\n  return a", ""],
  [
    "a closing tag that is there, behind an attribute",
    "typescriptreact",
    '<div className="‸">\n</div>\n',
    'main">\n  <p/>\n</div>',
    'main">\n  <p/>',
    "",
  ],
  [
    "a closing tag that is there",
    "html",
    "<ul>‸\n</ul>\n",
    "\n  <li>a</li>\n  <li>b</li>\n</ul>\n<p>c</p>\n",
    "\n  <li>a</li>\n  <li>b</li>",
  ],
  // The middle of a line
  ["the rest of the condition", "typescript", "if (‸ && b) {\n}\n", "a && b) {", "a"],
  ["the rest of the chain", "javascript", "a.‸.map(b);\n", "filter(c).map(b);", "filter(c)"],
  ["the rest of the arguments", "python", "f(‸, key=g)\n", "a, key=g)", "a"],
  ["the rest of a text", "go", 'fmt.Println("‸ world")\n', 'hello world")', "hello"],
  ["the rest of an attribute", "html", '<a class="‸ link">\n', 'main link">', "main"],
  ["the rest of a word", "typescript", "const a = get‸Name();\n", "FirstName();", "First"],
];

suite("harder broken text is mended or removed", () => {
  for (const [name, language, document, output, inserted, after] of cases) {
    for (const size of chunkings) {
      test(`${language}: ${name} (${size})`, () => {
        const [before = "", behind = ""] = document.split("‸");
        const lineEnd = behind.indexOf("\n");
        const expected = `${before}${inserted}‸${after === undefined ? behind : after + behind.slice(lineEnd)}`;
        assert.equal(accepted(document, output, language, size, "‸"), expected);
      });
    }
  }
});
