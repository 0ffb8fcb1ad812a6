/** Files by their paths; undefined deletes one. */
export type FileSet = Readonly<Record<string, string | undefined>>;

/** A change that a script makes to a small project, as a person might. */
export interface ScriptedChange {
  readonly name: string;
  /** What a true first line has in it, in English or German. */
  readonly told: RegExp;
  readonly before: FileSet;
  readonly after: FileSet;
}

/** A project of a few files to change. `index` varies names and numbers, so that no two changes are alike. */
function project(index: number): Record<string, string> {
  const noun = ["invoice", "session", "report", "ticket", "album", "parcel", "sensor", "recipe"][index % 8] ?? "item";
  const name = `${noun.charAt(0).toUpperCase()}${noun.slice(1)}`;
  return {
    [`lib/${noun}.js`]: `"use strict";

const timeoutMs = ${1_000 * (1 + (index % 5))};

/** Loads one ${noun} by its id. */
async function load${name}(id, fetcher) {
  const response = await fetcher(\`/api/${noun}s/\${id}\`, { timeoutMs });
  return response.json();
}

function format${name}(${noun}) {
  return \`\${${noun}.id}: \${${noun}.title}\`;
}

function compare${name}s(a, b) {
  return a.createdAt - b.createdAt;
}

module.exports = { load${name}, format${name}, compare${name}s };
`,
    [`test/${noun}.test.js`]: `const { format${name} } = require("../lib/${noun}.js");

test("formats", () => {
  expect(format${name}({ id: 1, title: "x" })).toBe("1: x");
});
`,
    "README.md": `# ${name}s\n\nReads ${noun}s from the server.\n\n## Use\n\nCall \`load${name}(id, fetch)\`.\n`,
    "package.json": `{\n  "name": "${noun}s",\n  "version": "1.${index}.0",\n  "dependencies": {\n    "undici": "6.1.0"\n  }\n}\n`,
    ".github/workflows/test.yml":
      "on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: npm test\n",
  };
}

type Edit = (files: Record<string, string | undefined>, noun: string, name: string) => void;

function replaced(files: Record<string, string | undefined>, path: string, from: string, to: string): void {
  files[path] = (files[path] ?? "").split(from).join(to);
}

const edits: readonly (readonly [name: string, told: RegExp, edit: Edit])[] = [
  [
    "a guard against a bad status",
    /status|error|fail|reject|\bok\b|fehler/i,
    (files, noun) =>
      replaced(
        files,
        `lib/${noun}.js`,
        "  return response.json();",
        `  if (!response.ok) {\n    throw new Error(\`cannot load ${noun} \${id}: \${response.status}\`);\n  }\n  return response.json();`,
      ),
  ],
  [
    "a new function with its test",
    /find|search|filter|such/i,
    (files, noun, name) => {
      replaced(
        files,
        `lib/${noun}.js`,
        "module.exports = { ",
        `/** All ${noun}s whose title contains a word, in any case. */\nfunction find${name}s(all, word) {\n  const wanted = word.toLowerCase();\n  return all.filter(({ title }) => title.toLowerCase().includes(wanted));\n}\n\nmodule.exports = { find${name}s, `,
      );
      files[`test/find.test.js`] =
        `const { find${name}s } = require("../lib/${noun}.js");\n\ntest("finds by title", () => {\n  expect(find${name}s([{ title: "Blue" }], "blu")).toHaveLength(1);\n});\n`;
    },
  ],
  [
    "a function renamed",
    /renam|umbenenn|benenne/i,
    (files, _noun, name) => {
      for (const path of Object.keys(files)) replaced(files, path, `format${name}`, `describe${name}`);
    },
  ],
  [
    "a longer timeout",
    /time-?_?\s?out|zeit/i,
    (files, noun) =>
      (files[`lib/${noun}.js`] = (files[`lib/${noun}.js`] ?? "").replace(/timeoutMs = \d+/, "timeoutMs = 30000")),
  ],
  [
    "a cache",
    /cach|zwischenspeicher/i,
    (files, noun) => {
      replaced(files, `lib/${noun}.js`, `/** Loads one`, `const cache = new Map();\n\n/** Loads one`);
      replaced(
        files,
        `lib/${noun}.js`,
        "  const response",
        `  if (cache.has(id)) return cache.get(id);\n  const response`,
      );
      replaced(
        files,
        `lib/${noun}.js`,
        "  return response.json();",
        `  const ${noun} = await response.json();\n  cache.set(id, ${noun});\n  return ${noun};`,
      );
      replaced(files, "README.md", "Call", `Each ${noun} is loaded once. Call`);
    },
  ],
  [
    "dead code removed",
    /remov|delet|drop|clean|entfern|lösch/i,
    (files, noun, name) => {
      files[`lib/${noun}.js`] = (files[`lib/${noun}.js`] ?? "")
        .replace(new RegExp(`function compare${name}s[^]*?\\n}\\n\\n`), "")
        .replace(`, compare${name}s`, "");
    },
  ],
  [
    "documentation",
    /error|404|document|docs|fehler|dokument/i,
    (files, noun) =>
      (files["README.md"] =
        `${files["README.md"] ?? ""}\n## Errors\n\nA ${noun} that does not exist is answered with status 404;\nthe promise is rejected then.\n`),
  ],
  [
    "a dependency raised",
    /undici/i,
    (files) => replaced(files, "package.json", '"undici": "6.1.0"', '"undici": "7.2.1"'),
  ],
  [
    "another test",
    /test|empty|leer/i,
    (files, noun, name) =>
      (files[`test/${noun}.test.js`] =
        `${files[`test/${noun}.test.js`] ?? ""}\ntest("formats an empty title", () => {\n  expect(format${name}({ id: 2, title: "" })).toBe("2: ");\n});\n`),
  ],
  [
    "a file moved",
    /mov(?:e|ed|es|ing)\b|relocat|verschieb|verleg/i,
    (files, noun) => {
      files[`src/models/${noun}.js`] = files[`lib/${noun}.js`];
      files[`lib/${noun}.js`] = undefined;
      replaced(files, `test/${noun}.test.js`, `../lib/${noun}.js`, `../src/models/${noun}.js`);
    },
  ],
  [
    "a matrix for the tests",
    /matrix|node|versions?/i,
    (files) =>
      replaced(
        files,
        ".github/workflows/test.yml",
        "    steps:\n",
        "    strategy:\n      matrix:\n        node: [20, 22, 24]\n    steps:\n      - uses: actions/setup-node@v4\n        with:\n          node-version: ${{ matrix.node }}\n",
      ),
  ],
  [
    "a wrong order put right",
    /order|sort|compar|revers|descend|newest|reihenfolge|vergleich/i,
    (files, noun) =>
      replaced(files, `lib/${noun}.js`, "return a.createdAt - b.createdAt;", "return b.createdAt - a.createdAt;"),
  ],
];

/** How many different changes there are for one project. */
export const editCount = edits.length;

/** The change with this number, the same each time. */
export function scriptedChange(index: number): ScriptedChange {
  const before = project(index);
  const noun = (Object.keys(before)[0] ?? "").replace(/^lib\/|\.js$/g, "");
  const [name, told, edit] = edits[index % edits.length] ?? ["nothing", /./, () => undefined];
  const after: Record<string, string | undefined> = { ...before };
  edit(after, noun, `${noun.charAt(0).toUpperCase()}${noun.slice(1)}`);
  return { name: `${name} (${noun})`, told, before, after };
}
