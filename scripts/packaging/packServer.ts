import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { run } from "../parts/run.ts";

/** What the language server needs of the staged extension. */
const files = [
  "dist/server.js",
  "dist/supervisor.js",
  "dist/parts/agentFetch.js",
  ...["german", "french", "spanish", "japanese", "chinese"].map((language) => `dist/parts/${language}.js`),
  "dist/third-party-notices.txt",
  "LICENSE",
  "NOTICE",
];

interface Manifest {
  readonly version: string;
  readonly license: string;
  readonly repository: unknown;
  readonly engines: { readonly node: string };
}

/** Packs the language server of the staged extension as an npm package that needs no other; `readme` is what its page says. */
export async function packServer(staged: string, readme: string, folder: string): Promise<void> {
  const { version, license, repository, engines } = JSON.parse(
    await readFile(path.join(staged, "package.json"), "utf8"),
  ) as Manifest;
  const own = path.join(staged, "facet-server");
  for (const file of files) await cp(path.join(staged, file), path.join(own, file));
  await cp(readme, path.join(own, "README.md"));
  const manifest = {
    name: "facet-server",
    version,
    description: "Ghost text for any editor with LSP 3.18 inline completion, from Gemma on a local Ollama.",
    license,
    repository,
    engines: { node: engines.node },
    bin: { "facet-server": "dist/server.js" },
  };
  await writeFile(path.join(own, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  await mkdir(folder, { recursive: true });
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  await run(npm, ["pack", "--silent", "--pack-destination", path.resolve(folder)], { cwd: own });
}
