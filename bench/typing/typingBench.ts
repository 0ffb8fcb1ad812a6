import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { samplesFolder } from "../benchFolders.ts";
import type { BenchDaemon, RunnerCounts } from "../benchDaemon.ts";
import { filesOf, findSources, pickFile } from "../holes/publicCode.ts";
import type { Runtime } from "../../src/core/provisioning/state.ts";
import { DaemonClient } from "../../src/ollama/daemonClient.ts";
import { readToEnd } from "../readToEnd.ts";
import { seededRandom } from "../seededRandom.ts";
import { codeWindowFor } from "./codeWindow.ts";
import { FacetSystem } from "./facetSystem.ts";
import { FloorSystem } from "./floorSystem.ts";
import { Meter, type MeteredRequest } from "./meter.ts";
import { PeerSystem, policies } from "./peerSystem.ts";
import { type GhostTextSystem, type Played, playTrace } from "./playTrace.ts";
import { isPauseAfter, type Trace, traceOf } from "./trace.ts";
import { type TypingRun, typingRunOf } from "./typingFigures.ts";

/** How much is typed. */
export interface TypingBenchOptions {
  readonly traces: number;
  readonly linesPerTrace: number;
  /** Of the traces, those that the policies of others are played on too. */
  readonly tracesForPeers: number;
  readonly signal: AbortSignal;
  readonly report: (line: string) => void;
}

/** The traces of a bench: each from another file, languages by turns, the same in every run on the same files. */
export async function tracesFor(
  count: number,
  lines: number,
  report: (line: string) => void,
): Promise<readonly Trace[]> {
  const { found, missing } = await findSources();
  for (const name of missing) report(`typing: no ${name} code on this machine, left out`);
  const files = await Promise.all(found.map(filesOf));
  const traces: Trace[] = [];
  for (let number = 0; traces.length < count && number < count * 40; number++) {
    const at = traces.length % found.length;
    const source = found[at];
    const random = seededRandom(9_000 + number);
    const file = source && (await pickFile(source, files[at] ?? [], random));
    const trace = file && traceOf(file, { lines }, random);
    if (trace !== undefined) traces.push(trace);
  }
  return traces;
}

/** Makes a system that asks through a meter, and ends it. */
type Factory = (runtime: Runtime) => Promise<{ readonly system: GhostTextSystem; readonly stop: () => Promise<void> }>;

/** Types the traces into every system, by turns, so that what disturbs the machine disturbs all of them. */
export async function typingBench(daemon: BenchDaemon, options: TypingBenchOptions): Promise<readonly TypingRun[]> {
  const { signal, report } = options;
  const runs: TypingRun[] = [];
  const window = codeWindowFor(daemon.runtime.speeds);
  const traces = await tracesFor(options.traces, options.linesPerTrace, report);
  for (const [index, trace] of traces.entries()) {
    const own: Factory[] = [
      async (runtime) => {
        const system = await FacetSystem.start(runtime);
        return { system, stop: () => system.stop() };
      },
      (runtime) => unowned(new FloorSystem(new DaemonClient(runtime.endpoint), runtime, window)),
    ];
    const peers = policies.map(
      (policy): Factory =>
        (runtime) =>
          unowned(new PeerSystem(policy, new DaemonClient(runtime.endpoint), runtime, window)),
    );
    // Who begins changes from trace to trace.
    const turned = [...own.slice(index % 2), ...own.slice(0, index % 2)];
    const all = index < options.tracesForPeers ? [...turned, ...peers] : turned;
    for (const [place, factory] of all.entries()) {
      if (signal.aborted) return runs;
      // A path of its own, so that nobody finds in the daemon's memory what somebody else's prompt has left there.
      const ownTrace = { ...trace, path: `part${String.fromCharCode(97 + place)}${index}/${trace.path}` };
      const run = await measured(daemon, ownTrace, factory, signal);
      runs.push(run);
      const pauses = Object.values(run.pauses);
      const served = pauses.filter((one) => one !== null).length;
      report(`typing ${index + 1}/${traces.length} ${trace.id}, ${run.system}: ${served} of ${pauses.length} pauses`);
    }
  }
  return runs;
}

function unowned(system: GhostTextSystem): ReturnType<Factory> {
  return Promise.resolve({ system, stop: () => Promise.resolve() });
}

async function measured(daemon: BenchDaemon, trace: Trace, factory: Factory, signal: AbortSignal): Promise<TypingRun> {
  const meter = await Meter.before(daemon.url);
  try {
    await quiet(daemon);
    const before = await daemon.counts();
    const { system, stop } = await factory({ ...daemon.runtime, endpoint: meter.url });
    const played = await playTrace(trace, system, isPauseAfter, signal).finally(stop);
    await meter.idle();
    await quiet(daemon);
    const counts = differenceOf(before, await daemon.counts());
    await keepStory(played, meter.generations);
    return typingRunOf(played, meter.generations, meter.mostAtOnce, counts);
  } finally {
    await meter.stop();
  }
}

/** What happened, moment by moment, for whoever wants to know why a figure is what it is. */
async function keepStory({ trace, system, stepMs, shown }: Played, requests: readonly MeteredRequest[]): Promise<void> {
  const startMs = stepMs[0] ?? 0;
  const moments: (readonly [ms: number, what: string])[] = [
    ...stepMs.map((ms, step) => [ms, storyOf(trace.steps[step])] as const),
    ...shown.map(
      ({ step, afterKeyMs, text }) => [(stepMs[step] ?? 0) + afterKeyMs, `    shown ${JSON.stringify(text)}`] as const,
    ),
    ...requests.map(
      ({ sentMs, prompt, numPredict }) =>
        [sentMs, `  asked ${numPredict ?? ""} ${JSON.stringify(prompt.slice(-30))}`] as const,
    ),
    ...requests.map(
      ({ endedMs = 0, wasAborted, pieces, promptTokens, cachedTokens }) =>
        [
          endedMs,
          `  ${wasAborted ? "aborted" : `ended (${cachedTokens ?? 0} of ${promptTokens ?? 0} cached)`} ${pieces.length} ${JSON.stringify(pieces.map(({ text }) => text).join(""))}`,
        ] as const,
    ),
  ];
  const lines = moments
    .sort(([one], [other]) => one - other)
    .map(([ms, what]) => `${String(Math.round(ms - startMs)).padStart(7)} ${what}`);
  await mkdir(samplesFolder, { recursive: true });
  const name = `${trace.path}-${system}`.replace(/[^\w.-]+/g, "-");
  await writeFile(path.join(samplesFolder, `typing-${name}.txt`), `${lines.join("\n")}\n`);
}

function storyOf(step: Trace["steps"][number] | undefined): string {
  if (step === undefined) return "";
  return step.kind === "type" ? `key ${JSON.stringify(step.text)}` : step.kind;
}

/** An evaluation that was aborted goes on to its end and is counted then: a question behind it waits for that. */
async function quiet({ client, runtime }: BenchDaemon): Promise<void> {
  const never = new AbortController().signal;
  await readToEnd(client.generateRaw(runtime, ".", { temperature: 0, numPredict: 1 }, never));
}

function differenceOf(before: RunnerCounts | undefined, after: RunnerCounts | undefined): RunnerCounts | undefined {
  if (before === undefined || after === undefined) return undefined;
  return {
    evaluatedTokens: after.evaluatedTokens - before.evaluatedTokens,
    evaluationMs: after.evaluationMs - before.evaluationMs,
  };
}
