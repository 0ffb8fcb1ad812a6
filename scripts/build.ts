import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");

/** The programs of the extension that run in Node. */
const programs: Readonly<Record<string, string>> = {
  extension: "src/extension.ts",
  server: "src/server/main.ts",
  supervisor: "src/ollama/supervisor.ts",
};

/** What is read only when it is needed: each becomes a file of its own, which all programs share. Nothing that keeps a state of others may be in one. */
const parts = [
  "src/ollama/agentFetch.ts",
  "src/host/ghostTextClient.ts",
  ...["german", "french", "spanish", "japanese", "chinese"].map((language) => `src/core/words/${language}.ts`),
];

/** Leaves what is imported on demand out of the bundle that asks for it. */
const partsApart: esbuild.Plugin = {
  name: "parts-apart",
  setup: (building) => {
    building.onResolve({ filter: /^\./ }, ({ path: target, resolveDir, kind }) => {
      if (kind !== "dynamic-import") return undefined;
      const part = path.relative(root, path.resolve(resolveDir, target)).replaceAll(path.sep, "/");
      if (!parts.includes(part))
        return { errors: [{ text: `${part} is imported on demand, but is no part in scripts/build.ts` }] };
      return { path: `./parts/${path.basename(part, ".ts")}.js`, external: true };
    });
  },
};

/** How to bundle. */
export interface BuildOptions {
  /** Minified and without source maps, as it is packaged. */
  readonly production: boolean;
  /** Where the bundles go; `dist` if not given. */
  readonly folder?: string;
}

function optionsFor(production: boolean, folder: string): esbuild.BuildOptions[] {
  const shared: esbuild.BuildOptions = {
    absWorkingDir: root,
    bundle: true,
    metafile: true,
    logLevel: "warning",
    minify: production,
    sourcemap: production ? false : "linked",
    // What is beyond ASCII stays as it is, which is shorter than its escapes.
    charset: "utf8",
    define: {
      "process.env.FACET_VERSION": JSON.stringify(version),
      "process.env.NODE_ENV": production ? '"production"' : '"development"',
    },
  };
  const entries = [
    ...Object.entries(programs),
    ...parts.map((one) => [`parts/${path.basename(one, ".ts")}`, one] as const),
  ];
  const node = entries.map(([name, entry]): esbuild.BuildOptions => ({
    ...shared,
    entryPoints: [entry],
    outfile: path.join(folder, `${name}.js`),
    plugins: [partsApart],
    supported: { "dynamic-import": false },
    platform: "node",
    target: "node20",
    format: "cjs",
    external: ["vscode"],
    // The CommonJS copies of some dependencies carry dynamic requires; their modules do not.
    mainFields: ["module", "main"],
  }));
  const views = readdirSync(path.join(root, "webview"))
    .filter((name) => existsSync(path.join(root, "webview", name, "main.ts")))
    .map((name): esbuild.BuildOptions => ({
      ...shared,
      entryPoints: [`webview/${name}/main.ts`],
      outfile: path.join(folder, "webview", `${name}.js`),
      platform: "browser",
      target: "es2022",
      format: "iife",
    }));
  return [...node, ...views];
}

const { version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as { readonly version: string };
const dist = path.join(root, "dist");

/** Bundles every program and view into a folder, beside a metafile each that tells what is in it. */
export async function build({ production, folder = dist }: BuildOptions): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const result of await Promise.all(optionsFor(production, folder).map((one) => esbuild.build(one)))) {
    const output = Object.keys(result.metafile?.outputs ?? {}).find((one) => one.endsWith(".js")) ?? "unknown.js";
    const name = path.basename(output, ".js");
    await writeFile(path.join(folder, `meta-${name}.json`), JSON.stringify(result.metafile));
  }
}

async function watch(): Promise<void> {
  for (const one of optionsFor(false, dist)) await (await esbuild.context({ ...one, logLevel: "info" })).watch();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await (process.argv.includes("--watch") ? watch() : build({ production: process.argv.includes("--production") }));
}
