import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { accepted, chunkings } from "../documents.ts";

interface Sound {
  readonly name: string;
  readonly language: string;
  readonly document: string;
  /** What the model writes after the white space at the cursor. */
  readonly text: string;
  readonly cursor?: string;
}

const cases: Sound[] = [
  { name: "rest of a line", language: "typescript", document: "const x = |\n", text: "compute(a, b[0], { c: 1 });" },
  {
    name: "a guard before the statement that it guards",
    language: "typescript",
    document: "function f(x) {\n  |\n  return null;\n}\n",
    text: "if (!x) {\n    return null;\n  }",
  },
  {
    name: "try before try",
    language: "typescript",
    document: "async function f() {\n  |\n  try {\n    b();\n  } catch {}\n}\n",
    text: "try {\n    a();\n  } catch (error) {\n    log(error);\n  }",
  },
  {
    name: "a block's own closers",
    language: "typescript",
    document: "function f() {\n  |\n}\n",
    text: "for (const a of b) {\n    if (a) {\n      c.push({ d: [a] });\n    }\n  }\n\n  return c;",
  },
  {
    name: "the closer that nobody has written yet",
    language: "typescript",
    document: "function add(a: number, b: number) {|\n",
    text: "\n  return a + b;\n}",
  },
  {
    name: "brackets in texts and regular expressions",
    language: "typescript",
    document: "function f(s: string) {\n  |\n}\n",
    text: 'const a = s.replace(/[)}\\]"\']/g, "}") + `)${s + "}"}`;\n  // it\'s a ) comment }\n  return a;',
  },
  {
    name: "case lists",
    language: "typescript",
    document: "switch (key) {\n  |\n}\n",
    text: 'case "a":\n    return 1;\n  case "b":\n    return 1;\n  case "c":\n    return 1;\n  case "d":\n    return 1;\n  default:\n    return 0;',
  },
  {
    name: "similar fields",
    language: "typescript",
    document: "interface A {\n  |\n}\n",
    text: "readonly a: string;\n  readonly b: string;\n  readonly c: string;\n  readonly d: string;\n  readonly e: string;",
  },
  {
    name: "else after a block",
    language: "typescript",
    document: "if (a) {\n  |\n",
    text: "b();\n} else {\n  c();\n}",
  },
  {
    name: "a test list",
    language: "javascript",
    document: 'describe("a", () => {\n  |\n});\n',
    text: 'it("adds", () => {\n    expect(add(1, 1)).toBe(2);\n  });\n\n  it("adds more", () => {\n    expect(add(1, 2)).toBe(3);\n  });',
  },
  {
    name: "chained calls",
    language: "javascript",
    document: "const a = b|\n",
    text: "\n  .map((c) => c.d)\n  .filter(Boolean);",
  },
  {
    name: "JSX with an apostrophe",
    language: "typescriptreact",
    document: "return (\n  <div>\n    |\n  </div>\n);\n",
    text: "<p>Don't {count} worry :)</p>\n    <button onClick={() => set(1)}>OK</button>",
  },
  {
    name: "a template over lines at column 0",
    language: "typescript",
    document: "function f() {\n  |\n}\n",
    text: "const sql = `\nSELECT *\nFROM a\n`;\n  return sql;",
  },
  {
    name: "Python body with else",
    language: "python",
    document: "def f(x):\n    if x:\n        |\n",
    text: "return 1\n    else:\n        return 2",
  },
  {
    name: "Python docstring with a fence",
    language: "python",
    document: "def f(x):\n    |\n",
    text: '"""Example.\n\n```\nf(1)\n```\n"""\n    return x',
  },
  {
    name: "Python try, except, finally",
    language: "python",
    document: "def f():\n    try:\n        |\n",
    text: "run()\n    except ValueError as error:\n        log(error)\n    finally:\n        close()",
  },
  { name: "Python body after a colon", language: "python", document: "def f(a, b):|\n", text: "\n    return a + b" },
  { name: "Python dict", language: "python", document: "config = {|}\n", text: '"a": 1, "b": [2, 3]' },
  {
    name: "Go error handling",
    language: "go",
    document: "func f() error {\n\tx, err := g()\n\t|\n\treturn nil\n}\n",
    text: "if err != nil {\n\t\treturn err\n\t}\n\tuse(x)",
  },
  {
    name: "Go switch",
    language: "go",
    document: "func f(x int) string {\n\tswitch x {|\n\t}\n}\n",
    text: '\n\tcase 1:\n\t\treturn "a"\n\tcase 2:\n\t\treturn "b"\n\tdefault:\n\t\treturn "c"',
  },
  {
    name: "Rust lifetimes and characters",
    language: "rust",
    document: "fn f<'a>(x: &'a str) -> &'a str {\n    |\n}\n",
    text: "match x.chars().next() {\n        Some('(') | Some('{') => &x[1..],\n        Some('\\'') => \"\",\n        _ => x,\n    }",
  },
  {
    name: "Java method",
    language: "java",
    document: "class A {\n    int f(List<Integer> xs) {\n        |\n    }\n}\n",
    text: "int sum = 0;\n        for (int x : xs) {\n            sum += x;\n        }\n        return sum;",
  },
  {
    name: "Kotlin when",
    language: "kotlin",
    document: "fun f(x: Int): String {\n    |\n}\n",
    text: 'return when (x) {\n        1 -> "one ${x + 1}"\n        else -> "many"\n    }',
  },
  {
    name: "C preprocessor lines and labels",
    language: "c",
    document: "int f(void) {\n    |\n    return 0;\n}\n",
    text: '#ifdef DEBUG\n    puts("(");\n#endif\n    if (x) goto out;\nout:\n    free(p);',
  },
  {
    name: "C++ access labels",
    language: "cpp",
    document: "class A {\n    |\n};\n",
    text: "int n = 1'000;\npublic:\n    A() : n(1) {}\nprivate:\n    char c = '}';",
  },
  {
    name: "C# property",
    language: "csharp",
    document: "class A {\n    |\n}\n",
    text: "public int X { get; set; }\n    public int Y { get; set; }\n    public int Z { get; set; }",
  },
  {
    name: "PHP",
    language: "php",
    document: "<?php\nfunction f($a) {\n    |\n}\n",
    text: 'foreach ($a as $k => $v) {\n        echo "$k: {$v}\\n"; # it\'s\n    }\n    return $a;',
  },
  {
    name: "PHP heredoc",
    language: "php",
    document: "<?php\nfunction f() {\n    |\n}\n",
    text: "$a = <<<EOT\nhello }\nEOT;\n    return $a;",
  },
  {
    name: "Ruby method with end",
    language: "ruby",
    document: "def f(x)\n  |\n",
    text: 'x.each do |y|\n    puts "#{y}"\n  end\nend',
    cursor: "|",
  },
  {
    name: "Ruby rescue",
    language: "ruby",
    document: "def f\n  |\nend\n",
    text: "run\nrescue StandardError => e\n  puts e",
  },
  {
    name: "Swift guard",
    language: "swift",
    document: "func f(x: Int?) -> Int {\n    |\n}\n",
    text: "guard let x = x else {\n        return 0\n    }\n    return x",
  },
  {
    name: "shell case and heredoc",
    language: "shellscript",
    document: "f() {\n  |\n}\n",
    text: 'case "$1" in\n    start) run ;;\n    stop) end ;;\n  esac\n  cat <<EOF\nit\'s } text\nEOF\n  echo ${#a[@]}',
  },
  {
    name: "shell if with its fi",
    language: "shellscript",
    document: "if [ -f a ]; then\n  |\n",
    text: "cat a\nelse\n  touch a\nfi",
  },
  {
    name: "SQL with other indentation",
    language: "sql",
    document: "SELECT a,\n       |\n",
    text: "b\nFROM t\nWHERE c = 'it''s'\nORDER BY a;",
  },
  {
    name: "HTML list",
    language: "html",
    document: "<ul>\n  |\n</ul>\n",
    text: '<li>One</li>\n  <li>Two :)</li>\n  <li>\n    <a href="#">Three</a>\n  </li>',
  },
  {
    name: "HTML row before one that begins alike",
    language: "html",
    document: '<div>\n  |\n  <div class="row">\n    <p>Second</p>\n  </div>\n</div>\n',
    text: '<div class="row">\n    <p>First</p>\n  </div>',
  },
  {
    name: "empty table cells",
    language: "html",
    document: "<tr>\n  |\n</tr>\n",
    text: "<td></td>\n  <td></td>\n  <td></td>\n  <td></td>\n  <td></td>",
  },
  {
    name: "CSS rules",
    language: "css",
    document: "a {\n  |\n}\n",
    text: "color: red;\n  grid-template-columns: 1fr 1fr 1fr 1fr 1fr 1fr;\n  background: url(http://a.b/c);",
  },
  {
    name: "JSON array of equal numbers",
    language: "json",
    document: '{\n  "a": [|]\n}\n',
    text: "0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0",
  },
  {
    name: "JSON numbers in lines",
    language: "json",
    document: '{\n  "a": [\n    |\n  ]\n}\n',
    text: "1,\n    1,\n    1,\n    1,\n    1,\n    1,\n    1,\n    1",
  },
  {
    name: "YAML",
    language: "yaml",
    document: "services:\n  web:\n    |\n",
    text: 'image: nginx # it\'s\n    ports:\n      - "80:80"\n    path: a/b.txt',
  },
  { name: "YAML path key", language: "yaml", document: "volume:\n  |\n", text: "path: data/a.txt\n  language: python" },
  {
    name: "TOML",
    language: "toml",
    document: "[package]\n|\n",
    text: 'name = "a"\nversion = "0.1.0"\n\n[dependencies]\nserde = { version = "1", features = ["derive"] }',
  },
  {
    name: "a code fence in Markdown",
    language: "markdown",
    document: "# Title\n\n|\n",
    text: "Run it:\n\n```sh\nnpm start\n```\n\nDone :) (see 1) above).",
  },
  {
    name: "a ruler",
    language: "markdown",
    document: "# Title\n|\n",
    text: "-----------------------------------------\ntext",
  },
  {
    name: "a Markdown table",
    language: "markdown",
    document: "^\n",
    text: "| a | b |\n| --- | --- |\n| 1 | 2 |\n| 1 | 2 |\n| 1 | 2 |",
    cursor: "^",
  },
  {
    name: "a fence behind a fence in the document",
    language: "markdown",
    document: "```sh\na\n```\n\n|\n",
    text: "```sh\nb\n```",
  },
  {
    name: "phrases that are no chat in prose",
    language: "markdown",
    document: "|\n",
    text: "Here is the code:\n\n    a = 1",
  },
  {
    name: "Dockerfile",
    language: "dockerfile",
    document: "FROM node:20\n|\n",
    text: 'RUN apt-get update \\\n    && apt-get install -y git \\\n    && rm -rf /var/lib/apt/lists/*\nCOPY . .\nCMD ["node", "a.js"]',
  },
  {
    name: "Makefile recipe",
    language: "makefile",
    document: "all: a.o\n\t|\n",
    text: '$(CC) -o all a.o\n\t@echo "done"',
  },
  {
    name: "a separator comment",
    language: "typescript",
    document: "|\nconst a = 1;\n",
    text: "// ------------------------------------------------------------\n// Numbers\n// ------------------------------------------------------------",
  },
  {
    name: "a control text that the document has too",
    language: "typescript",
    document: 'const end = "<end_of_turn>";\nconst other = |\n',
    text: '["<end_of_turn>", "b"];',
  },
  { name: "the argument inside brackets", language: "typescript", document: "foo(|)\n", text: "a, b" },
  { name: "an argument before another", language: "typescript", document: "foo(|, b);\n", text: "bar(1)" },
  { name: "a word before an expression", language: "typescript", document: "const x = |foo(bar);\n", text: "await " },
  {
    name: "a generic argument",
    language: "typescript",
    document: "const a: Map<|> = b;\n",
    text: "string, Array<number>",
  },
  { name: "text inside quotes", language: "typescript", document: 'import a from "|";\n', text: "./a.ts" },
  {
    name: "repeated closers of own blocks",
    language: "javascript",
    document: "|\n",
    text: "a(() => {\n  b(() => {\n    c(() => {\n      d();\n    });\n  });\n});",
  },
  {
    name: "an example in a doc comment",
    language: "typescript",
    document: "/**\n * |\n */\nfunction f() {}\n",
    text: "Adds.\n *\n * ```ts\n * f();\n * ```",
  },
  {
    name: "two functions",
    language: "python",
    document: "|\n",
    text: "def a():\n    return 1\n\n\ndef b():\n    return 2",
  },
  {
    name: "decorated members",
    language: "python",
    document: "class A:\n    |\n",
    text: "@property\n    def x(self):\n        return self._x  # it's\n\n    @x.setter\n    def x(self, value):\n        self._x = value",
  },
  {
    name: "Go fields with tags",
    language: "go",
    document: "type A struct {\n\t|\n}\n",
    text: 'Name string `json:"name"`\n\tAge int `json:"age"`\n\tTags []string `json:"tags"`',
  },
  {
    name: "Rust closures, macros and generics",
    language: "rust",
    document: "fn f() {\n    ^\n}\n",
    text: "let a: Vec<Vec<u8>> = vec![vec![1; 3]];\n    let b = a.iter().map(|x| x.len()).sum::<usize>();\n    #[cfg(test)]\n    dbg!(b);",
    cursor: "^",
  },
  { name: "a for header", language: "c", document: "for (|) {\n}\n", text: "int i = 0; i < n; i++" },
  {
    name: "a condition with its own brackets",
    language: "javascript",
    document: "if (|) {\n}\n",
    text: "x > 1 && (y || z)",
  },
  {
    name: "parameters before an arrow",
    language: "typescript",
    document: "const f = (|) => {\n};\n",
    text: "a: number, b: () => void",
  },
  { name: "inside a formatted text", language: "python", document: 'print(f"|")\n', text: "{a} and {b}" },
  { name: "inside a shell text", language: "shellscript", document: 'echo "|"\n', text: "$HOME/bin (it's)" },
  { name: "an HTML attribute", language: "html", document: '<a href="|">\n', text: "/home" },
  { name: "more HTML attributes", language: "html", document: '<a href="|">\n', text: '/home" class="a' },
  { name: "JSON with an open text", language: "json", document: '{\n  "a": "|"\n}\n', text: 'b",\n  "c": "d' },
  { name: "calls left open for what follows", language: "typescript", document: "foo(|)\n", text: "a).then(b" },
  {
    name: "a JSX attribute",
    language: "typescriptreact",
    document: "const a = <div className={|}>\n",
    text: "styles.a",
  },
  {
    name: "a hole in a template",
    language: "typescript",
    document: "const a = `x ${|} y`;\n",
    text: "b.map((c) => c.d)",
  },
  {
    name: "code and its fence in Markdown",
    language: "markdown",
    document: "# A\n\n```js\n|\n",
    text: "const a = 1;\n```\n\nThen run it.",
  },
  {
    name: "YAML items",
    language: "yaml",
    document: "steps:\n  - run: a\n  |\n",
    text: "- run: b\n    env:\n      A: 1\n  - run: c\n  - uses: d/e@v4",
  },
  {
    name: "an iterator that is asked often",
    language: "typescript",
    document: "function f() {\n  |\n}\n",
    text: "iterator.next();\n  iterator.next();\n  iterator.next();\n  return iterator.next();",
  },
  {
    name: "nested elements of one kind",
    language: "html",
    document: "<div>\n  |\n</div>\n",
    text: "<div>\n    <div>\n      <div></div>\n    </div>\n  </div>",
  },
  { name: "a comment's text", language: "go", document: "// |\nfunc f() {}\n", text: "f does it (see #1): a) and b)." },
  {
    name: "Allman braces",
    language: "csharp",
    document: "class A\n{\n    void F()\n    {\n        |\n    }\n}\n",
    text: "if (a)\n        {\n            b();\n        }\n        else\n        {\n            c();\n        }",
  },
  {
    name: "a method behind another",
    language: "java",
    document: "class A {\n    int a;\n\n    |\n}\n",
    text: "public int getA() {\n        return a;\n    }\n\n    public void setA(int a) {\n        this.a = a;\n    }",
  },
  {
    name: "Kotlin templates",
    language: "kotlin",
    document: "fun f() {\n    |\n}\n",
    text: 'val a = """\n        ${b["c"]} }\n    """.trimIndent()\n    println("$a ${a.length}")',
  },
  {
    name: "Python comprehension over lines",
    language: "python",
    document: "def f(xs):\n    return [|]\n",
    text: "\n        x\n        for x in xs\n        if x\n    ",
  },
  {
    name: "SQL columns",
    language: "sql",
    document: "CREATE TABLE t (\n  |\n);\n",
    text: "id INTEGER PRIMARY KEY,\n  name VARCHAR(20) NOT NULL,\n  CHECK (id > 0)",
  },
  {
    name: "do while",
    language: "c",
    document: "int f(void) {\n    |\n}\n",
    text: "do {\n        i++;\n    } while (i < 9);\n    return i;",
  },
  { name: "umlauts and faces", language: "javascript", document: "const a = |;\n", text: '"Grüße 😀"' },
  {
    name: "a shell function and its loop",
    language: "shellscript",
    document: "#!/bin/sh\n|\n",
    text: 'f() {\n  for a in "$@"; do\n    echo "$a" | grep -c \'x)\'\n  done\n}\n\nf "$@"',
    cursor: "|",
  },
  {
    name: "a block that takes the place of another",
    language: "typescript",
    document: "function f() {\n  if (a) {\n    b();\n    |\n  }\n}\n",
    text: "c();\n  } else if (d) {\n    e();\n  } else {\n    g();",
  },
  {
    name: "a catch in a block that is closed",
    language: "java",
    document: "void f() {\n    try {\n        |\n    }\n}\n",
    text: "a();\n    } catch (B e) {\n        c(e);",
  },
  {
    name: "a command over lines",
    language: "shellscript",
    document: "a |\n",
    text: "-b \\\n  -c \\\n| d",
  },
  {
    name: "the rest of a command over lines",
    language: "shellscript",
    document: "f() {\n  a \\\n    -b \\\n    |\n}\n",
    text: "-c \\\n  | d\n  e",
  },
  {
    name: "a line like the next one, and another",
    language: "rust",
    document: "fn f() {\n    |\n    self.start_map();\n    Ok(self)\n}\n",
    text: "self.start_map();\n    self.push_key(variant);",
  },
  {
    name: "equal numbers before equal numbers",
    language: "json",
    document: "[\n  |\n  0,\n  0,\n  0,\n  0,\n  0,\n  0\n]\n",
    text: "0,\n  0,\n  0,\n  0,\n  0,\n  0,",
  },
  { name: "blanks inside braces", language: "css", document: "a {|}\n", text: " color: red; " },
  { name: "a blank inside a text", language: "python", document: 'print("|")\n', text: "Total: " },
];

suite("sound text comes through untouched", () => {
  for (const { name, language, document, text, cursor = "|" } of cases) {
    for (const size of chunkings) {
      test(`${language}: ${name} (${size})`, () => {
        const at = document.indexOf(cursor);
        const before = document.slice(0, at);
        const held = /[ \t]*$/.exec(before)?.[0] ?? "";
        const expected = before + text + cursor + document.slice(at + cursor.length);
        assert.equal(accepted(document, held + text, language, size, cursor), expected);
      });
    }
  }
});
