import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import * as esbuild from "esbuild";
import { runHostTests } from "../editor/hostTests.ts";
import { repository } from "../editor/openEditor.ts";
import { realDaemon } from "../parts/ownDaemon.ts";
import { type Selection, testFiles } from "./nodeSuite.ts";
import { crashed, type Sums } from "./sums.ts";

/** Runs the tests that need VS Code's own API, inside a real extension host beside a real daemon. */
export async function runHostSuite(selection: Selection, desktop: "download" | undefined): Promise<Sums> {
  const files = await testFiles("host", selection);
  if (files.length === 0) return { passed: 0, failed: 0, skipped: 0 };
  const folder = await mkdtemp(path.join(os.tmpdir(), "facet-host-suite-"));
  const counts = path.join(folder, "counts.json");
  const workspace = path.join(folder, "workspace");
  await cp(path.join(repository, "samples", "workspace"), workspace, { recursive: true });
  const testsPath = path.join(repository, "dist-test", "host.js");
  await bundle(files, testsPath);
  const daemon = await realDaemon();
  try {
    const env = { FACET_TEST_COUNTS: counts, FACET_TEST_DAEMON: daemon.url, OLLAMA_HOST: daemon.url };
    await runHostTests({ testsPath, folder: workspace, env, desktop });
    const text = await readFile(counts, "utf8").catch(() => "");
    return text === "" ? crashed : (JSON.parse(text) as Sums);
  } finally {
    await daemon.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** One file that registers every test and exports `run`, as the extension host wants it. */
async function bundle(files: readonly string[], outfile: string): Promise<void> {
  const imports = files.map((one) => `import "./${one.split(path.sep).join("/")}";`).join("\n");
  await esbuild.build({
    stdin: {
      contents: `${imports}\nexport { run } from "./test/host/suite.ts";`,
      resolveDir: repository,
      loader: "ts",
    },
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    external: ["vscode"],
    sourcemap: "inline",
    outfile,
  });
  await writeFile(path.join(path.dirname(outfile), "package.json"), '{ "type": "commonjs" }\n');
}
