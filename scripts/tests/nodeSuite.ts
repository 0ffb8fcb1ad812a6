import { fork } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { repository } from "../editor/openEditor.ts";
import { report } from "../parts/progress.ts";
import { added, crashed, type Sums } from "./sums.ts";

const keeper = path.join(repository, "scripts", "parts", "keeper.mjs");

/** Which tests of a suite run. */
export interface Selection {
  /** Only files whose path contains this. */
  readonly filter: string | undefined;
  readonly isLong: boolean;
}

/** The test files below a folder of `test/`; those that take real minutes are called `*.long.test.ts`. */
export async function testFiles(suite: string, { filter, isLong }: Selection): Promise<string[]> {
  const folder = path.join(repository, "test", suite);
  if (!existsSync(folder)) return [];
  return (await readdir(folder, { recursive: true }))
    .filter((one) => one.endsWith(".test.ts") && one.endsWith(".long.test.ts") === isLong)
    .map((one) => path.join("test", suite, one))
    .filter((one) => filter === undefined || one.includes(filter))
    .sort();
}

/** How long a file of tests may take, ms. */
function patienceWith(files: readonly string[]): number {
  return files.some((one) => one.endsWith(".long.test.ts")) ? 90 * 60_000 : 10 * 60_000;
}

/**
 * Runs test files with node's own runner, in processes of their own, and counts. A file that takes longer than `patienceMs` has failed
 * and is ended: a test that hangs would keep all others waiting for ever.
 */
export async function runNodeSuite(
  files: readonly string[],
  atOnce: number,
  patienceMs = patienceWith(files),
): Promise<Sums> {
  if (files.length === 0) return { passed: 0, failed: 0, skipped: 0 };
  const folder = await mkdtemp(path.join(os.tmpdir(), "facet-tests-"));
  const counts = path.join(folder, "counts.json");
  const reporter = path.join(repository, "scripts", "tests", "countReporter.mjs");
  // Through the keeper, so that no test and no daemon of one outlives us, even when we are killed.
  const child = fork(
    keeper,
    [
      process.execPath,
      ...["--import", "tsx", "--test", `--test-concurrency=${atOnce}`],
      `--test-timeout=${patienceMs}`,
      ...["--test-reporter=spec", "--test-reporter-destination=stdout"],
      ...[`--test-reporter=${new URL(`file://${reporter}`).href}`, `--test-reporter-destination=${counts}`],
      ...files,
    ],
    {
      cwd: repository,
      stdio: ["ignore", "inherit", "inherit", "ipc"],
      env: { ...process.env, FORCE_COLOR: "0" },
      execArgv: [],
    },
  );
  try {
    const code = (await once(child, "exit").then((values: unknown[]) => values))[0];
    const text = existsSync(counts) ? await readFile(counts, "utf8") : "";
    if (text === "") return crashed;
    const sums = JSON.parse(text) as { pass: number; fail: number; skipped: number };
    const failed = code !== 0 && sums.fail === 0 ? 1 : sums.fail;
    return { passed: sums.pass, failed, skipped: sums.skipped };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** How many files of the editor's tests may have a second try; more that fail are no accident. */
const mostSecondTries = 3;

/**
 * Runs the tests of the real editor, one file after the other. A file that fails is run once more and is named as what it is:
 * an editor is a program of others, and on a busy machine one of its menus may swallow a key. Who names a file wants to see it fail.
 */
export async function runEditorSuite(files: readonly string[], { filter }: Selection): Promise<Sums> {
  const sums: Sums[] = [];
  const again: string[] = [];
  for (const file of files) {
    let one = await runNodeSuite([file], 1);
    if (one.failed > 0 && filter === undefined && again.length < mostSecondTries) {
      again.push(file);
      report(`${file} failed and has a second try`);
      one = await runNodeSuite([file], 1);
    }
    sums.push(one);
  }
  if (again.length > 0) report(`e2e: had a second try: ${again.join(", ")}`);
  return added(sums);
}
