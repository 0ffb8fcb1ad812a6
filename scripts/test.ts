import { parseArgs } from "node:util";
import { build } from "./build.ts";
import { repository } from "./editor/openEditor.ts";
import { daemonProgram } from "./parts/daemon.ts";
import { browserEditor } from "./parts/editor.ts";
import { importedModels, modelFile } from "./parts/model.ts";
import { report } from "./parts/progress.ts";
import { run } from "./parts/run.ts";
import { runHostSuite } from "./tests/hostSuite.ts";
import { runEditorSuite, runNodeSuite, type Selection, testFiles } from "./tests/nodeSuite.ts";
import { added, closingLine, crashed, none, type Sums } from "./tests/sums.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { long: { type: "boolean" }, only: { type: "string" }, desktop: { type: "boolean" } },
});
const selection: Selection = { filter: positionals[0], isLong: values.long === true };

function isWanted(suite: string): boolean {
  return values.only === undefined || values.only.split(",").includes(suite);
}

/** The pieces of `npm run check`, each of which counts as one test. */
async function runChecks(): Promise<Sums> {
  const sums: Sums[] = [];
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  for (const name of ["check:types", "check:lint", "check:format"]) {
    try {
      await run(npm, ["run", "--silent", name], { cwd: repository });
      console.log(`✔ ${name}`);
      sums.push({ passed: 1, failed: 0, skipped: 0 });
    } catch (error) {
      console.log(`✖ ${name}\n${error instanceof Error ? error.message : ""}`);
      sums.push(crashed);
    }
  }
  return added(sums);
}

/** A suite that is wanted; one that throws has failed, and the others still run. */
async function guarded(name: string, suite: () => Promise<Sums>): Promise<Sums> {
  return isWanted(name) ? survived(name, suite) : none;
}

async function survived(name: string, suite: () => Promise<Sums>): Promise<Sums> {
  try {
    const sums = await suite();
    if (sums !== none) report(`${name}: ${closingLine(sums)}`);
    return sums;
  } catch (error) {
    console.log(`✖ ${name}\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return crashed;
  }
}

for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(1));

const building = await survived("build", async () => {
  await build({ production: false });
  return none;
});
// What needs no daemon runs while the daemon is built.
const early = guarded("check", runChecks).then(async (checks) =>
  added([checks, await guarded("unit", async () => runNodeSuite(await testFiles("unit", selection), 2))]),
);
const parts = ["daemon", "host", "e2e"].some(isWanted)
  ? survived("the parts of the tests", async () => {
      await Promise.all([daemonProgram(), modelFile(), browserEditor()]);
      await importedModels();
      return none;
    })
  : Promise.resolve(none);
const sums: Sums[] = [building, await early, await parts];
// Without the bundles or the parts these could only fail, each after its own patience.
if (building.failed === 0 && (await parts).failed === 0) {
  const desktop = values.desktop === true ? ("download" as const) : undefined;
  sums.push(
    ...(await Promise.all([
      guarded("daemon", async () => runNodeSuite(await testFiles("daemon", selection), 1)),
      guarded("host", () => runHostSuite(selection, desktop)),
    ])),
  );
  sums.push(await guarded("e2e", async () => runEditorSuite(await testFiles("e2e", selection), selection)));
}
const total = added(sums);
console.log(closingLine(total));
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
