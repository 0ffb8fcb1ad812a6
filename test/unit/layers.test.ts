import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, before, suite, test } from "node:test";
import { fileURLToPath } from "node:url";
import { cruise, type ICruiseOptions, type ICruiseResult } from "dependency-cruiser";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "..");

/** One storey of the house (DESIGN 2), and what it may build on. */
interface Layer {
  /** A folder, or a single file. */
  readonly place: string;
  /** The layers below it. */
  readonly layers: readonly string[];
  readonly packages: readonly string[];
  readonly mayUseNode: boolean;
}

const shared = ["src/shared/lsp", "src/shared/frames", "src/shared/process"];

const layers: readonly Layer[] = [
  {
    place: "src/extension.ts",
    layers: ["src/wiring", "src/providers", "src/host", "src/ollama", ...shared, "src/core"],
    packages: ["vscode"],
    mayUseNode: false,
  },
  {
    place: "src/wiring",
    layers: ["src/providers", "src/host", "src/ollama", ...shared, "src/core"],
    packages: ["vscode"],
    mayUseNode: false,
  },
  {
    place: "src/providers",
    layers: ["src/host", "src/ollama", ...shared, "src/core"],
    packages: ["vscode"],
    mayUseNode: false,
  },
  {
    place: "src/host",
    layers: [...shared, "src/core"],
    packages: ["vscode", "vscode-languageclient"],
    mayUseNode: true,
  },
  {
    place: "src/server",
    layers: ["src/ollama", "src/shared/lsp", "src/core"],
    packages: ["vscode-languageserver", "vscode-languageserver-protocol"],
    mayUseNode: true,
  },
  { place: "src/ollama", layers: ["src/shared/process", "src/core"], packages: ["ollama", "undici"], mayUseNode: true },
  { place: "src/shared/lsp", layers: ["src/core"], packages: ["vscode-languageserver-protocol"], mayUseNode: false },
  { place: "src/shared/frames", layers: ["src/core"], packages: [], mayUseNode: false },
  { place: "src/shared/process", layers: [], packages: [], mayUseNode: true },
  { place: "src/core", layers: [], packages: [], mayUseNode: false },
  { place: "webview", layers: ["src/shared/frames", "src/core"], packages: [], mayUseNode: false },
];

/** Packages that some other layer owns; a view may use any other, for Markdown and highlighting. */
const ownedPackages = new Set(layers.flatMap((one) => one.packages));
const toolkit = "@vscode/webview-ui-toolkit";
const mayStartProcesses = /^src\/(?:shared\/process\/|ollama\/supervisor\.ts$)/;

function layerOf(file: string): Layer | undefined {
  return layers.find(({ place }) => file === place || file.startsWith(`${place}/`));
}

function packageOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

/** One import as a sentence, if the house does not allow it. */
function wrongImport(from: string, to: string, isCore: boolean, isLocal: boolean): string | undefined {
  const layer = layerOf(from);
  if (layer === undefined) return `${from} belongs to no layer`;
  const wrong = `${from} imports ${to}`;
  if (isLocal) {
    const target = layerOf(to);
    const isAllowed = target !== undefined && (target === layer || layer.layers.includes(target.place));
    return isAllowed ? undefined : wrong;
  }
  if (isCore) {
    return layer.mayUseNode && (to !== "node:child_process" || mayStartProcesses.test(from)) ? undefined : wrong;
  }
  const name = packageOf(to);
  if (name === toolkit) return from === "webview/toolkit.ts" ? undefined : wrong;
  const isAllowed = layer.place === "webview" ? !ownedPackages.has(name) : layer.packages.includes(name);
  return isAllowed ? undefined : wrong;
}

/** All that is wrong with the imports of a tree: wrong directions, and circles. */
async function wrongImports(baseDir: string): Promise<readonly string[]> {
  const options: ICruiseOptions = {
    baseDir,
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    validate: true,
    ruleSet: { forbidden: [{ name: "circle", severity: "error", from: {}, to: { circular: true } }] },
  };
  const { output } = await cruise(["src", "webview"], options);
  const { modules, summary } = output as ICruiseResult;
  const sources = modules.filter((one) => /^(?:src|webview)\/.*\.ts$/.test(one.source));
  assert.notEqual(sources.length, 0, "nothing was read");
  const wrong = sources.flatMap(({ source, dependencies }) =>
    dependencies.map(({ module, resolved, coreModule, dependencyTypes }) => {
      const isLocal = dependencyTypes.includes("local");
      const name = coreModule ? `node:${module.replace(/^node:/, "")}` : module;
      return wrongImport(source, isLocal ? resolved : name, coreModule, isLocal);
    }),
  );
  const circles = summary.violations.map(
    ({ from, cycle }) => `circle: ${[from, ...(cycle ?? []).map((one) => one.name)].join(" -> ")}`,
  );
  return [...new Set([...wrong.filter((one) => one !== undefined), ...circles])].sort();
}

async function sourceFiles(): Promise<readonly { readonly name: string; readonly text: string }[]> {
  const found = await Promise.all(
    ["src", "webview"].map(async (folder) =>
      (await readdir(path.join(root, folder), { recursive: true })).map((one) =>
        path.join(folder, one).split(path.sep).join("/"),
      ),
    ),
  );
  const names = found.flat().filter((name) => name.endsWith(".ts"));
  return Promise.all(names.map(async (name) => ({ name, text: await readFile(path.join(root, name), "utf8") })));
}

/** The source without comments, which may well speak of what they do not call. */
function codeOf(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|(?<=^|[\s;{}])\/\/.*$/gm, "");
}

suite("the house", () => {
  test("imports go downwards only, and never in a circle", async () => {
    assert.deepEqual(await wrongImports(root), []);
  });

  test("what has one owner appears in that owner's file only", async () => {
    const owners: readonly (readonly [RegExp, RegExp])[] = [
      [/\bgetConfiguration\s*\(/, /^src\/host\/settings\.ts$/],
      [/\bregisterCommand\s*\(|\bregisterTextEditorCommand\s*\(/, /^src\/host\/commands\.ts$/],
      [/\bshow(?:Information|Warning|Error)Message\s*\(/, /^src\/host\/notifications\.ts$/],
      [/(?<![.\w])console\s*\./, /^(?!)/],
      [/\.html\s*=(?!=)/, /^src\/host\/\w+\.ts$/],
    ];
    const files = await sourceFiles();
    const wrong = owners.flatMap(([call, owner]) =>
      files
        .filter(({ name, text }) => !owner.test(name) && !isOfTheProtocol(name, call) && call.test(codeOf(text)))
        .map(({ name }) => `${name}: ${call.source}`),
    );
    assert.deepEqual(wrong, []);
  });
});

/** The language server's own questions and messages go to its client, whatever editor that is, and carry the same names. */
function isOfTheProtocol(name: string, call: RegExp): boolean {
  return name.startsWith("src/server/") && !call.source.includes("console");
}

suite("the watch over the house", () => {
  let folder = "";
  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), "facet-layers-"));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function tree(files: Readonly<Record<string, string>>): Promise<string> {
    const base = await mkdtemp(path.join(folder, "tree-"));
    await mkdir(path.join(base, "webview"));
    for (const [name, text] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(base, name)), { recursive: true });
      await writeFile(path.join(base, name), text);
    }
    return base;
  }

  test("sees a wrong import of each kind", async () => {
    const base = await tree({
      "src/core/pure.ts": 'import { readFileSync } from "node:fs";\nexport const pure = readFileSync;\n',
      "src/core/upwards.ts": 'import type { Client } from "../ollama/client.ts";\nexport type Own = Client;\n',
      "src/ollama/client.ts": 'import { window } from "vscode";\nexport type Client = typeof window;\n',
      "src/ollama/run.ts": 'import { spawn } from "node:child_process";\nexport const run = spawn;\n',
      "src/providers/chat.ts": 'import { Ollama } from "ollama";\nexport const chat = new Ollama();\n',
      "src/server/lazy.ts": 'export const lazy = () => import("../host/log.ts");\n',
      "src/host/log.ts": "export const log = 1;\n",
      "src/drawer/utils.ts": 'import "../host/log.ts";\n',
      "webview/chat/main.ts": 'import "@vscode/webview-ui-toolkit";\nimport "../../src/ollama/client.ts";\n',
    });
    assert.deepEqual(await wrongImports(base), [
      "src/core/pure.ts imports node:fs",
      "src/core/upwards.ts imports src/ollama/client.ts",
      "src/drawer/utils.ts belongs to no layer",
      "src/ollama/client.ts imports vscode",
      "src/ollama/run.ts imports node:child_process",
      "src/providers/chat.ts imports ollama",
      "src/server/lazy.ts imports src/host/log.ts",
      "webview/chat/main.ts imports @vscode/webview-ui-toolkit",
      "webview/chat/main.ts imports src/ollama/client.ts",
    ]);
  });

  test("sees a circle, even one of types", async () => {
    const base = await tree({
      "src/core/a.ts":
        'import { b } from "./b.ts";\nexport const a: number = b;\nexport interface A { readonly n: number }\n',
      "src/core/b.ts": 'import type { A } from "./a.ts";\nexport const b = 1;\nexport type B = A;\n',
    });
    const [first] = await wrongImports(base);
    assert.match(first ?? "", /^circle: src\/core\/[ab]\.ts/);
  });

  test("is content with a sound tree", async () => {
    const base = await tree({
      "src/core/a.ts": "export const a = 1;\n",
      "src/host/h.ts":
        'import path from "node:path";\nimport { a } from "../core/a.ts";\nexport const h = [path, a];\n',
      "src/ollama/supervisor.ts": 'import { spawn } from "node:child_process";\nexport const run = spawn;\n',
      "webview/toolkit.ts": 'export * from "@vscode/webview-ui-toolkit";\n',
      "webview/chat/main.ts": 'import "markdown-it";\nimport "../toolkit.ts";\nimport "../../src/core/a.ts";\n',
    });
    assert.deepEqual(await wrongImports(base), []);
  });
});
