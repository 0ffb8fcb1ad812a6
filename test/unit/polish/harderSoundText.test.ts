import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { accepted, chunkings } from "../documents.ts";

/** What it is about, the language, a document with `‸` at the cursor, and what the model writes behind the white space there. */
type Sound = readonly [name: string, language: string, document: string, text: string];

const cases: Sound[] = [
  // What looks like a repetition and is none
  ["an import above a longer one", "python", "‸\nimport requests\n", "import os\nimport re"],
  ["a call whose bracket is opened on the line", "typescript", "‸\nrun(a, b);\n", "start();\nrun(\n  b,\n);"],
  ["a name within itself", "typescript", "const a = tree.‸\n", "trees[0];"],
  ["two words that may be doubled", "c", "unsigned long ‸\n", "long n = 0;"],
  ["a number twice in a list", "python", "a = [\n    ‸\n    1,\n]\n", "0,\n    1,"],
  [
    "an import of a function's own",
    "python",
    "import os\n\n\ndef f():\n    ‸\n",
    "import json\n    return json.loads(os.environ[0])",
  ],
  ["a sentence in a text", "python", "a = ‸\n", '"""\nThis sets a to 1.\n\nThis sets b to 2.\n"""'],
  ["a box in a box", "kotlin", "Column {\n    ‸\n}\n", "Column {\n        Text(a)\n    }"],
  ["the same stage, named", "dockerfile", "FROM node:20 AS a\n‸\n", "RUN b\n\nFROM node:20 AS c\nRUN d"],
  ["another decorator", "python", '@app.route("/")\n‸\n', '@app.route("/a")\ndef a():\n    return 1'],
  [
    "sentences of an unknown language",
    "asciidoc",
    "= A\n\n‸\n",
    "This is a text.\n\nThis is the second paragraph of it.",
  ],
  ["an announcement in a text", "typescript", "const a = `\n‸\n`;\n", "Here is the code:\n\nb();"],
  // What a polite model might say, and a program too
  ["names of an answer", "python", "‸\n", "sure = certainly(here)\nhere_is = sure"],
  ["a key of an answer", "yaml", "‸\nb: 1\n", "sure:\n  a: 1\n  c: 2"],
  ["labels of an answer", "c", "‸\n", "here:\n  a();\n  goto here;"],
  // TypeScript, JavaScript, TSX
  ["an options type", "typescript", "type A = {‸\n", "\n  a?: string;\n  b: Array<{ c: number }>;\n};"],
  ["a discriminated union", "typescript", "type A =‸\n", '\n  | { kind: "a" }\n  | { kind: "b"; n: number };'],
  ["a parameter that is destructured", "typescript", "function f({ a‸\n  return a;\n}\n", ", b = 1 }: Props) {"],
  ["a chain behind a call", "typescript", "const a = b(c‸\n  d,\n);\n", ").e("],
  ["a regular expression with a slash in a class", "typescript", "const a = ‸\n", "/[/\\]\"'`]{2,}(?=\\))/u.exec(b);"],
  ["nested templates", "typescript", "const a = ‸\n", '`a ${b.map((c) => `<li>${c ?? "}"}</li>`).join("")} d`;'],
  ["a fence in a template", "typescript", "const a = ‸\n", "`\n\\`\\`\\`ts\n${b}\n\\`\\`\\`\n`;"],
  [
    "a field above an equal one of another class",
    "typescript",
    "class A {\n  ‸\n}\nclass B {\n  b = 1;\n}\n",
    "b = 1;",
  ],
  ["an overload", "typescript", "‸\nfunction f(a: number): string;\n", "function f(a: string): string;"],
  [
    "generics with defaults",
    "typescript",
    "interface A<‸> {\n}\n",
    "T extends object = Record<string, never>, U = T[]",
  ],
  ["a comparison, which is no bracket", "typescript", "if (‸) {\n}\n", "a < b && c > d"],
  ["an arrow in an argument", "typescript", "a.on(‸);\n", '"x", (e) => b(e.c > 0)'],
  [
    "private fields and getters",
    "javascript",
    "class A {\n  ‸\n}\n",
    "#a = 1;\n\n  get a() {\n    return this.#a;\n  }",
  ],
  [
    "a label and continue",
    "javascript",
    "‸\n",
    "outer: for (const a of b) {\n  for (const c of a) {\n    if (c) continue outer;\n  }\n}",
  ],
  ["an object in an object", "javascript", "const a = {\n  b: {‸}\n};\n", " c: [1, { d: 2 }] "],
  [
    "a JSX closing tag",
    "typescriptreact",
    "const a = (\n  <ul>\n    {b.map((c) => (\n      <li key={c}>‸\n    ))}\n  </ul>\n);\n",
    "{c}</li>",
  ],
  [
    "a JSX fragment and a condition",
    "typescriptreact",
    "return (\n  <>\n    ‸\n  </>\n);\n",
    "{a && <B />}\n    {c ? <D e={{ f: 1 }} /> : null}",
  ],
  ["a JSX prop behind others", "typescriptreact", '<A b="c" ‸ />\n', "d={() => e(1)}"],
  ["text with an apostrophe in JSX", "typescriptreact", "<p>\n  ‸\n</p>\n", "It's {a} (or isn't)"],
  // Python
  ["elif after elif", "python", "if a:\n    b()\nelif c:\n    ‸\nelse:\n    e()\n", "d()\nelif f:\n    g()"],
  ["a dedent to the loop's else", "python", "for a in b:\n    if a:\n        ‸\n", "break\nelse:\n    c()"],
  [
    "with, try and nesting",
    "python",
    "def f():\n    ‸\n",
    'with open("a") as b:\n        try:\n            c(b)\n        except (D, E) as e:\n            raise F from e\n    return None',
  ],
  [
    "match and its cases",
    "python",
    "def f(a):\n    match a:\n        ‸\n",
    'case {"b": [c, *_]}:\n            return c\n        case _:\n            return None',
  ],
  [
    "a text over lines that is not indented",
    "python",
    "def f():\n    ‸\n",
    'a = """\nSELECT 1\nFROM b\n"""\n    return a',
  ],
  ["an f-string with quotes in it", "python", "print(‸)\n", "f\"{a['b']!r:>{c}} }}\""],
  [
    "decorators on a method",
    "python",
    "class A:\n    ‸\n",
    "@staticmethod\n    @cache\n    def f(a: int) -> int:\n        return a",
  ],
  ["a lambda and a slice", "python", "a = sorted(b, key=‸)\n", "lambda c: c[1:-1][::-1]"],
  ["a doctest", "python", 'def f(a):\n    """‸\n    """\n', "Doubles.\n\n    >>> f(1)\n    2"],
  [
    "a dict over lines",
    "python",
    "a = {\n    ‸\n}\n",
    '"b": {"c": [1, 2]},\n    "d": (\n        3,\n        4,\n    ),',
  ],
  ["a comment at a lower level before code", "python", "def f():\n    a()\n    ‸\n", "b()\n\n    # Then.\n    c()"],
  [
    "a function with the next one's beginning in its name",
    "python",
    "def a():\n    ‸\n\n\ndef ab():\n    return 1\n",
    "return 2",
  ],
  [
    "type hints over lines",
    "python",
    "def f(\n    ‸\n) -> None:\n    pass\n",
    'a: int = 0,\n    *,\n    b: dict[str, "C"] | None = None,',
  ],
  // Go
  [
    "struct tags in backticks",
    "go",
    "type A struct {\n\t‸\n}\n",
    'ID   int    `json:"id,omitempty" db:"id"`\n\tName string `json:"name"`',
  ],
  ["a composite literal", "go", "var a = []B{\n\t‸\n}\n", '{C: 1, D: "x"},\n\t{C: 2, D: "y"},\n\t{C: 3, D: "z"},'],
  [
    "a deferred function",
    "go",
    "func f() {\n\t‸\n}\n",
    "defer func() {\n\t\tif r := recover(); r != nil {\n\t\t\tlog.Println(r)\n\t\t}\n\t}()",
  ],
  [
    "select and its cases",
    "go",
    "func f() {\n\tselect {\n\t‸\n\t}\n}\n",
    "case <-ctx.Done():\n\t\treturn\n\tcase a := <-b:\n\t\tc(a)",
  ],
  ["a label", "go", "func f() {\nloop:\n\tfor {\n\t\t‸\n\t}\n}\n", "if a {\n\t\t\tbreak loop\n\t\t}"],
  [
    "a record between alike ones",
    "go",
    'a := []t{\n\t{\n\t\tname: "a",\n\t\twant: true,\n\t},\n\t‸\n\t{\n\t\tname: "c",\n\t\twant: true,\n\t},\n}\n',
    '{\n\t\tname: "b",\n\t\twant: false,\n\t},',
  ],
  ["a rune that is a quote", "go", "if a == ‸ {\n}\n", "'\"' || a == '`' || a == '\\''"],
  // Rust
  [
    "lifetimes in an impl",
    "rust",
    "impl<'a> A<'a> {\n    ‸\n}\n",
    "fn b(&'a self, c: &'static str) -> Option<&'a str> {\n        self.d.get(c).map(|e| e.as_ref())\n    }",
  ],
  [
    "match arms with guards",
    "rust",
    "match a {\n    ‸\n}\n",
    "Some(b) if b > 0 => {\n        c(b);\n    }\n    Some('}') | None => d(),\n    _ => unreachable!(),",
  ],
  ["a raw text", "rust", "let a = ‸\n", 'r#"{"b": "c"}"#;'],
  [
    "where clauses",
    "rust",
    "fn f<T>(a: T)‸\n",
    " -> Result<(), Box<dyn Error>>\nwhere\n    T: Iterator<Item = u8>,\n{\n    Ok(())\n}",
  ],
  ["attributes and derive", "rust", "‸\nstruct A;\n", '#[derive(Debug, Clone)]\n#[serde(rename_all = "camelCase")]'],
  ["a loop label", "rust", "fn f() {\n    ‸\n}\n", "'outer: loop {\n        break 'outer;\n    }"],
  // Java, Kotlin
  [
    "an anonymous class",
    "java",
    "A a = ‸\n",
    "new A() {\n    @Override\n    public void b() {\n        c();\n    }\n};",
  ],
  ["generic bounds", "java", "<T extends Comparable<‸>> void f() {\n}\n", "? super T"],
  [
    "a switch expression",
    "java",
    "int a = switch (b) {\n    ‸\n};\n",
    "case C, D -> 1;\n    case E -> {\n        yield 2;\n    }\n    default -> throw new F();",
  ],
  ["a text block", "java", "String a = ‸\n", '"""\n    {"b": "c"}\n    """;'],
  ["a data class", "kotlin", "data class A(‸)\n", "val b: Int = 0, val c: List<String> = listOf()"],
  [
    "a lambda behind the call",
    "kotlin",
    "fun f() {\n    ‸\n}\n",
    'a.filter { it > 0 }\n        .map { b -> b * 2 }\n        .forEach { println("$it") }',
  ],
  ["an expression body", "kotlin", "fun f(a: Int)‸\n", ' = when {\n    a > 0 -> "x"\n    else -> "y"\n}'],
  // C, C++, C#
  [
    "nested conditionals of the preprocessor",
    "c",
    "#ifdef A\n‸\n#endif\n",
    "#if B > 1\n#define C(x) ((x) + 1)\n#else\n#define C(x) (x)\n#endif",
  ],
  ["a macro over lines", "c", "‸\n", "#define A(b, c) \\\n  do {          \\\n    d(b);       \\\n  } while (0)"],
  [
    "switch with fall-through",
    "c",
    "switch (a) {\n    ‸\n}\n",
    "case 'x':\n    case '}':\n        b();\n        break;\n    default:\n        break;",
  ],
  ["an initialiser list", "cpp", "A::A(int b)‸\n", "\n    : b_(b), c_{1, 2} {\n  d();\n}"],
  [
    "a template and a lambda",
    "cpp",
    "void f() {\n  ‸\n}\n",
    "std::sort(a.begin(), a.end(), [&](const auto& b, const auto& c) {\n    return b.d < c.d;\n  });",
  ],
  ["a raw text with brackets", "cpp", "auto a = ‸\n", 'R"(b)";'],
  [
    "a namespace that is not indented",
    "cpp",
    "namespace a {\n\n‸\n\n}  // namespace a\n",
    "class B {\n public:\n  void c();\n};",
  ],
  ["an interpolated text", "csharp", "var a = ‸;\n", '$"{b:N2} {{c}} {d("e")}"'],
  [
    "attributes and expression bodies",
    "csharp",
    "class A\n{\n    ‸\n}\n",
    '[JsonProperty("b")]\n    public string B => c?.D ?? "";',
  ],
  ["a query", "csharp", "var a = ‸\n", "from b in c\n        where b.D > 1\n        select new { b.D, E = b.F };"],
  // PHP, Ruby, Swift
  ["an array of arrays", "php", "<?php\n$a = [\n    ‸\n];\n", "'b' => ['c' => 1],\n    'd' => fn ($e) => $e->f['g'],"],
  ["templates with alternative syntax", "php", "<?php if ($a): ?>\n  ‸\n<?php endif; ?>\n", "<p><?= $b ?></p>"],
  [
    "a match expression",
    "php",
    "<?php\n$a = match (true) {\n    ‸\n};\n",
    "$b > 1 => 'x',\n    default => throw new C(\"it's\"),",
  ],
  ["a block with end", "ruby", "class A\n  ‸\nend\n", "def b\n    @c ||= d do |e|\n      e.f\n    end\n  end"],
  ["a modifier and a symbol", "ruby", "def f\n  ‸\nend\n", "return :a? unless @b\n  c&.d { |e| e[:f] }"],
  ["case and when", "ruby", "case a\n‸\nend\n", "when 1, 2 then b\nwhen /c\\)/\n  d\nelse\n  e"],
  ["a heredoc with interpolation", "ruby", "a = ‸\n", "<<~SQL\n  SELECT '#{b}'\n  FROM c\nSQL"],
  [
    "guard, closures and optionals",
    "swift",
    "func f() {\n    ‸\n}\n",
    "guard let a = b?.c else { return }\n    d { [weak self] e in\n        self?.f(e, \\.g)\n    }",
  ],
  [
    "a switch with where",
    "swift",
    "switch a {\n‸\n}\n",
    "case .b(let c) where c > 0:\n    d(c)\ncase .e:\n    break\ndefault:\n    f()",
  ],
  // shell, Makefile, Dockerfile
  ["a heredoc inside an if", "shellscript", "if a; then\n  ‸\nfi\n", "cat <<'EOF' > b\n}\nfi\n\"\nEOF\n  c"],
  [
    "esac in a function",
    "shellscript",
    "f() {\n  case $1 in\n  ‸\n}\n",
    'a) b ;;\n  *)\n    c "${d:-e}"\n    ;;\n  esac',
  ],
  ["done behind a loop", "shellscript", "while read -r a; do\n  ‸\n", 'b "$a"\ndone < c'],
  ["arithmetic and tests", "shellscript", "‸\n", "if (( a > 1 )) && [[ $b =~ ^c(d)+$ ]]; then\n  e $((f + 1))\nfi"],
  ["a quoted program", "shellscript", "awk ‸ a\n", "'{ print $1 }'"],
  ["recipes with continuation", "makefile", "a: b\n\t‸\n", "@if [ -f c ]; then \\\n\t\td; \\\n\tfi\n\t$(E) $< $@"],
  ["a target behind variables", "makefile", "A := b\n‸\n", ".PHONY: c\nc: $(D)\n\t$(CC) -o $@ $^"],
  [
    "a stage with continued lines",
    "dockerfile",
    "FROM a AS b\n‸\n\nFROM c\n",
    'RUN --mount=type=cache,target=/d \\\n    e install && \\\n    f\n\nENTRYPOINT ["g"]',
  ],
  // SQL
  [
    "a join and a subquery",
    "sql",
    "SELECT a.b\n‸\n",
    "FROM a\nJOIN (\n    SELECT c, COUNT(*) AS d\n    FROM e\n    GROUP BY c\n) f ON f.c = a.c\nWHERE a.g LIKE '%)%';",
  ],
  ["values in rows", "sql", "INSERT INTO a (b, c) VALUES\n  ‸;\n", "(1, 'it''s'),\n  (2, NULL),\n  (3, '(')"],
  [
    "a function in a dialect",
    "sql",
    "‸\n",
    "CREATE FUNCTION f() RETURNS int AS $$\nBEGIN\n  RETURN 1;\nEND;\n$$ LANGUAGE plpgsql;",
  ],
  // HTML, CSS
  ["an element inside a line", "html", "<p>a <b>‸</b> c</p>\n", "d"],
  ["attributes over lines", "html", "<input\n  ‸\n/>\n", 'type="text"\n  name="a"\n  required'],
  ["a script in a page", "html", "<script>\n  ‸\n</script>\n", "if (a < b) {\n    c('</p>');\n  }"],
  ["a list that goes on", "html", "<ul>\n  <li>a</li>\n  ‸\n  <li>d</li>\n</ul>\n", "<li>b</li>\n  <li>c</li>"],
  ["a media query", "css", "‸\n", '@media (min-width: 40em) {\n  .a > .b::after {\n    content: "}";\n  }\n}'],
  ["a value", "css", "a {\n  color: ‸;\n}\n", "rgb(0 0 0 / 50%)"],
  ["a rule between rules", "css", ".a {\n  color: red;\n}\n\n‸\n\n.c {\n  color: red;\n}\n", ".b {\n  color: red;\n}"],
  // JSON, YAML, TOML
  ["an object between objects", "json", '[\n  { "a": 1 },\n  ‸\n  { "a": 3 }\n]\n', '{ "a": 2 },'],
  ["nested arrays", "json", '{\n  "a": ‸\n}\n', '[\n    [1, 2],\n    [3, 4]\n  ],\n  "b": null'],
  [
    "a record between alike ones",
    "yaml",
    "- os: linux\n  dist: a\n  v: 1\n‸\n- os: linux\n  dist: a\n  v: 3\n",
    "- os: linux\n  dist: a\n  v: 2",
  ],
  ["a list as far left as its key", "yaml", "a:\n  b‸\n", ":\n  - c\n  - d: e\n    f: g"],
  ["a literal block", "yaml", "run: ‸\n", "|\n  if a; then\n    b\n  fi"],
  ["anchors and flow", "yaml", "a: &b\n  ‸\n", 'c: {d: [1, 2], e: "f: g"}\n  <<: *h'],
  ["tables of tables", "toml", "‸\n", '[[a]]\nb = "c"\n\n[[a]]\nb = "d"\n\n[e.f]\ng = [\n  1,\n  2,\n]'],
  ["a date and a text", "toml", "a = ‸\n", "'''it's \"b\"'''"],
  // Markdown
  ["a fence of another kind around one", "markdown", "‸\n", "~~~md\n```js\na();\n```\n~~~"],
  ["a nested list", "markdown", "- a\n‸\n", "  - b\n    1. c\n    2. d\n- e"],
  ["a task between tasks", "markdown", "- [ ] a\n- ‸\n- [ ] c\n", "[ ] b"],
  [
    "a fence in the middle of a document with others",
    "markdown",
    "```sh\na\n```\n\nThen:\n\n‸\n\n```sh\nc\n```\n",
    "```sh\nb\n```",
  ],
  ["a paragraph with smileys and quotes", "markdown", "# A\n\n‸\n", 'It\'s fine :) — see `b(c` or "d" (e.g. [f](g)).'],
  // A block of its own beside one that is there
  ["an element beside the awaited end", "html", "<div>‸\n</div>\n", "\n  <div>\n    a\n  </div>"],
  ["a block of its own before the awaited end", "ruby", "def a\n  b ‸\nend\n", "do |c|\n    d\n  end"],
  // The cursor in the middle of things
  ["a name that goes on", "typescript", "const total = sum‸;\n", "mands.length"],
  ["a text that goes on", "typescript", 'throw new Error("Cannot ‸");\n', "read the file: it's locked"],
  ["a path in an import", "typescript", 'import { a } from "./b/‸";\n', "c.ts"],
  [
    "a comment that goes on",
    "go",
    "// Parse reads ‸\nfunc Parse() {}\n",
    "the whole input, and returns (nil, io.EOF) at its end.",
  ],
  [
    "words in a doc comment",
    "java",
    "/**\n * Returns ‸\n */\nint f() {\n}\n",
    "the sum.\n *\n * @return the sum, or {@code 0}",
  ],
  ["columns that are aligned", "go", "var (\n\ta   = 1\n\tbcd   ‸\n)\n", "= 2"],
  ["a number in a list", "python", "a = [1, 2, ‸]\n", "3, 4"],
  ["an argument between arguments", "rust", "f(a, ‸, c);\n", "&mut b"],
  ["an index", "typescript", "a[‸] = 1;\n", "b.length - 1"],
  ["an operand", "c", "int a = b ‸ c;\n", "* (d + e) -"],
];

suite("harder sound text comes through untouched", () => {
  for (const [name, language, document, text] of cases) {
    for (const size of chunkings) {
      test(`${language}: ${name} (${size})`, () => {
        const at = document.indexOf("‸");
        const before = document.slice(0, at);
        const held = /[ \t]*$/.exec(before)?.[0] ?? "";
        const expected = `${before}${text}‸${document.slice(at + 1)}`;
        assert.equal(accepted(document, held + text, language, size, "‸"), expected);
      });
    }
  }
});
