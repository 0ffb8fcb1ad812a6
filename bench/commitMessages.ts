import { appendFile, mkdtemp, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { DaemonClient } from "../src/ollama/daemonClient.ts";
import { daemonProgram } from "../scripts/parts/daemon.ts";
import { git } from "../scripts/parts/git.ts";
import { startOwnDaemon } from "../scripts/parts/ownDaemon.ts";
import { type BenchCase, pastCases, scriptedCases } from "./commit/benchCase.ts";
import { benchModel, createBenchModel, instructModelFile } from "./commit/instructModel.ts";
import { judge } from "./commit/judge.ts";
import { promptSizes } from "./commit/promptSizes.ts";
import { type Sample, tableOf } from "./commit/resultTable.ts";
import { type Writer, writersFor } from "./commit/writers.ts";

const { values } = parseArgs({
  options: {
    /** Changes made by script. */
    scripted: { type: "string", default: "120" },
    /** Short commits of a repository's own past. */
    past: { type: "string", default: "80" },
    /** That repository; with a shallow clone there are few or none. */
    repository: { type: "string", default: "." },
    /** The results, a line each; what is in there is not asked again, so that the bench can be ended and gone on with. */
    out: { type: "string", default: path.join(os.tmpdir(), "facet-bench-commit-messages.jsonl") },
    /** Only ways of asking whose name has this in it. */
    writer: { type: "string", default: "" },
    /** Only changes of teams whose name has this in it. */
    team: { type: "string", default: "" },
    /** Only counts how long the questions are, without a model. */
    tokens: { type: "boolean", default: false },
    /** Only draws the table. */
    table: { type: "boolean", default: false },
  },
});

const samples = await samplesIn(values.out);
if (values.tokens) {
  console.log(`Made by script:\n\n${await promptSizes(scriptedCases(Number(values.scripted)))}`);
  console.log(`\nThe repository's past:\n\n${await promptSizes(await ofThePast())}`);
} else {
  if (!values.table) await run();
  console.log(tableOf(samples));
}

function ofThePast(): Promise<BenchCase[]> {
  return pastCases(path.resolve(values.repository), Number(values.past));
}

async function run(): Promise<void> {
  const scripted = scriptedCases(Number(values.scripted));
  const past = await ofThePast();
  const models = await mkdtemp(path.join(os.tmpdir(), "facet-bench-models-"));
  const daemon = await startOwnDaemon({ program: await daemonProgram(), models });
  try {
    await createBenchModel(daemon.url, await instructModelFile());
    // A machine that is busy with other work may be silent for long.
    const client = new DaemonClient(daemon.url, { answerMs: 3_600_000 });
    const speeds = { promptTokensPerSecond: 0, generatedTokensPerSecond: 0 };
    const runtime = { model: benchModel, numCtx: 8192, keepAlive: "30m", speeds };
    await client.load(runtime, new AbortController().signal);
    const writers = writersFor(client, runtime).filter(({ name }) => name.includes(values.writer));
    // By turns, so that a bench that is ended early has seen both kinds.
    for (let index = 0; index < Math.max(scripted.length, past.length); index++) {
      for (const one of [scripted[index], past[index]]) if (one !== undefined) await runCase(one, index, writers);
    }
  } finally {
    await daemon.stop();
    await rm(models, { recursive: true, force: true });
  }
}

async function runCase(one: BenchCase, index: number, writers: readonly Writer[]): Promise<void> {
  const missing = writers.filter(
    ({ name, every }) => index % every === 0 && !samples.some(({ writer, id }) => writer === name && id === one.id),
  );
  if (missing.length === 0 || !one.team.name.includes(values.team)) return;
  const { root, remove } = await one.prepare();
  try {
    const patches = await git(root, "diff", "--cached");
    for (const { name, write } of missing) {
      const written = await write(root, one.team);
      const sample: Sample = {
        writer: name,
        id: one.id,
        team: one.team.name,
        change: one.change,
        ...written,
        ...judge(written.message, one.team, patches, one.told),
      };
      samples.push(sample);
      await appendFile(values.out, `${JSON.stringify(sample)}\n`);
      console.log(`${one.id}, ${one.team.name}, ${name}: ${written.message.split("\n", 1)[0] ?? ""}`);
    }
  } finally {
    await remove();
  }
}

async function samplesIn(file: string): Promise<Sample[]> {
  const text = await readFile(file, "utf8").catch(() => "");
  return text.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line) as Sample]));
}
