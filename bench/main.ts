import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { turnTemplateOf } from "../src/core/completion/turnTemplate.ts";
import { build } from "../scripts/build.ts";
import { report } from "../scripts/parts/progress.ts";
import { run } from "../scripts/parts/run.ts";
import { answersBench } from "./answers/answersBench.ts";
import { type Baseline, baselineOf, regressionsOf } from "./baseline.ts";
import { activationBench } from "./editor/activationBench.ts";
import { answerFramesBench } from "./editor/answerFramesBench.ts";
import { growthBench } from "./editor/growthBench.ts";
import { benchDaemon, type BenchDaemon } from "./benchDaemon.ts";
import { repository } from "./benchFolders.ts";
import { instructModel } from "./holes/instructHoles.ts";
import { holeBench } from "./holes/holeBench.ts";
import { holeTable, scoresOf } from "./holes/holeTable.ts";
import { machineNote } from "./machineNote.ts";
import { ownCostBench } from "./ownCost/ownCostBench.ts";
import { writePlots } from "./plots/writePlots.ts";
import { reportTables } from "./reportTables.ts";
import { type BenchResults, ratiosOf } from "./results.ts";
import { typingBench } from "./typing/typingBench.ts";
import { figuresOf } from "./typing/typingFigures.ts";

const parts = ["typing", "ownCost", "answers", "editor", "holes"] as const;

const { values } = parseArgs({
  options: {
    /** Under four minutes instead of under fifteen. */
    quick: { type: "boolean", default: false },
    /** Compares ratios with `bench/baseline.json` and fails with those that got worse. */
    check: { type: "boolean", default: false },
    "write-baseline": { type: "boolean", default: false },
    /** One or more of the parts above, or `commit`, which takes an hour and is never run unasked. */
    only: { type: "string", multiple: true, default: [] },
    /** Holes or commit messages. */
    limit: { type: "string" },
    /** Only layouts of prompts whose name contains this. */
    layout: { type: "string", multiple: true, default: [] },
    /** Holes with the small model that follows instructions instead of the Gemma of the tests. */
    instruct: { type: "boolean", default: false },
    /** A model of the user's own daemon. */
    model: { type: "string" },
    endpoint: { type: "string", default: "http://127.0.0.1:11434" },
    help: { type: "boolean", default: false },
  },
});

const usage = `npm run bench -- [--quick] [--only typing|ownCost|answers|editor|holes|commit]… [--limit N] [--layout NAME]… [--instruct] [--model NAME [--endpoint URL]] [--check] [--write-baseline]`;
const stopping = new AbortController();
for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => stopping.abort());
const { signal } = stopping;

function isWanted(part: (typeof parts)[number]): boolean {
  return !signal.aborted && (values.only.length === 0 || values.only.includes(part));
}

/** Runs a part; an interruption ends it, and what the parts before have found is still told. */
async function attempt(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

async function measure(daemon: BenchDaemon | undefined): Promise<BenchResults> {
  const { quick } = values;
  const results: BenchResults = {
    machine: machineNote(),
    model: values.model ?? "Gemma 3 270M",
    daemonVersion: daemon?.version ?? "",
    isQuick: quick,
  };
  if (daemon !== undefined && isWanted("typing")) {
    await attempt(async () => {
      const size = quick
        ? { traces: 1, linesPerTrace: 3, tracesForPeers: 1 }
        : { traces: 4, linesPerTrace: 5, tracesForPeers: 2 };
      const runs = await typingBench(daemon, { ...size, signal, report });
      const systems = [...new Set(runs.map((one) => one.system))].sort((one) => (one === "Facet" ? -1 : 0));
      results.typing = { figures: systems.map((one) => figuresOf(one, runs, "floor")), runs };
    });
  }
  if (daemon !== undefined && isWanted("answers")) {
    await attempt(async () => {
      results.answers = await answersBench(daemon, {
        turns: quick ? 3 : 6,
        filesInParts: quick ? 3 : 5,
        signal,
        report,
      });
    });
  }
  if (isWanted("ownCost")) {
    await attempt(async () => {
      const keys = quick
        ? { keysPerSize: 200, warmUpKeys: 120, memoryKeys: 1_000 }
        : { keysPerSize: 500, warmUpKeys: 2_500, memoryKeys: 20_000 };
      results.ownCost = await ownCostBench({ ...keys, signal, report });
    });
  }
  if (values.only.includes("editor") && isWanted("editor")) {
    await attempt(async () => {
      const activation = await activationBench(quick ? 1 : 3, signal, report);
      if (activation !== undefined) results.activation = activation;
      const growth = await growthBench(quick ? 2 : 5, signal, report);
      if (growth !== undefined) results.growth = growth;
      if (!signal.aborted) results.answerFrames = await answerFramesBench(report);
    });
  }
  if (daemon !== undefined && isWanted("holes")) {
    await attempt(async () => {
      const template = turnTemplateOf("gemma3");
      if (template === undefined) return;
      const model = values.instruct ? await instructModel(daemon.url) : { ...daemon, template };
      const modelName = values.instruct ? "instruct" : (values.model ?? "small").replace(/\W+/g, "-");
      const holes = Number(values.limit ?? (quick ? 4 : 12));
      const options = { modelName, hasFim: values.instruct, holes, only: values.layout, signal, report };
      const samples = await holeBench(model, options);
      console.log(`\n${holeTable(samples)}\n`);
      results.holes = { model: modelName, scores: scoresOf(samples) };
    });
  }
  return results;
}

async function checkedAgainstBaseline(results: BenchResults): Promise<boolean> {
  const file = path.join(repository, "bench", "baseline.json");
  const baseline = JSON.parse(await readFile(file, "utf8").catch(() => "{}")) as Baseline;
  if (values["write-baseline"]) {
    await writeFile(
      file,
      `${JSON.stringify({ ...baseline, ...baselineOf(ratiosOf(results), baseline) }, undefined, 2)}\n`,
    );
  }
  if (!values.check) return true;
  const regressions = regressionsOf(ratiosOf(results), baseline);
  for (const { name, value, limit, baseline: was } of regressions)
    console.log(`Worse: ${name}: ${value.toFixed(2)}, was ${was.toFixed(2)}, limit ${limit.toFixed(2)}`);
  if (regressions.length === 0) console.log("No ratio is worse than the baseline allows.");
  return regressions.length === 0;
}

async function bench(): Promise<number> {
  if (values.help) {
    console.log(usage);
    return 0;
  }
  if (values.only.includes("commit")) {
    const script = path.join(repository, "bench", "commitMessages.ts");
    const count = values.limit === undefined ? [] : ["--scripted", values.limit, "--past", "0"];
    await run(process.execPath, ["--import", "tsx", script, ...count], { onLine: (line) => console.log(line) });
    if (values.only.length === 1) return 0;
  }
  const unknown = values.only.find((one) => one !== "commit" && !parts.some((part) => part === one));
  if (unknown !== undefined) {
    console.error(`There is no bench called ${unknown}.\n${usage}`);
    return 2;
  }
  await build({ production: true });
  // Our own cost is measured before a daemon that takes no time.
  const needsDaemon = isWanted("typing") || isWanted("answers") || isWanted("holes");
  const { model, endpoint } = values;
  const daemon = needsDaemon ? await benchDaemon({ model, endpoint, signal }) : undefined;
  if (daemon !== undefined) {
    const { promptTokensPerSecond, generatedTokensPerSecond } = daemon.runtime.speeds;
    const [evaluated, written] = [promptTokensPerSecond, generatedTokensPerSecond].map(Math.round);
    report(`the model evaluates ${evaluated ?? 0} and writes ${written ?? 0} tokens a second`);
  }
  let results: BenchResults;
  try {
    results = await measure(daemon);
  } finally {
    await daemon?.stop();
  }
  console.log(`\n${reportTables(results)}\n`);
  if (signal.aborted) {
    console.log("Interrupted: nothing is written.");
    return 130;
  }
  const file = path.join(repository, "bench", "results.json");
  await writeFile(file, `${JSON.stringify(results, undefined, 2)}\n`);
  const pictures = await writePlots(results);
  for (const one of [file, ...pictures]) console.log(path.relative(repository, one));
  return (await checkedAgainstBaseline(results)) ? 0 : 1;
}

process.exitCode = await bench();
