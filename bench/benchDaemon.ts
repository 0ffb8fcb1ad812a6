import { readFile, rm } from "node:fs/promises";
import type { Runtime } from "../src/core/provisioning/state.ts";
import { gemmaModel } from "../src/core/settings.ts";
import { DaemonClient } from "../src/ollama/daemonClient.ts";
import { askFirstTokens } from "../src/ollama/warmUp.ts";
import { daemonProgram } from "../scripts/parts/daemon.ts";
import { freshModels } from "../scripts/parts/model.ts";
import { startOwnDaemon } from "../scripts/parts/ownDaemon.ts";

/** What the model's runner has done since it was started, by its own count. */
export interface RunnerCounts {
  /** Tokens of prompts that were really evaluated, those of aborted questions too. */
  readonly evaluatedTokens: number;
  readonly evaluationMs: number;
}

/** A daemon with a loaded model to measure. */
export interface BenchDaemon {
  readonly url: string;
  readonly version: string;
  readonly runtime: Runtime;
  readonly client: DaemonClient;
  /** Undefined where the daemon is not ours, and what it does cannot be looked up. */
  readonly counts: () => Promise<RunnerCounts | undefined>;
  readonly stop: () => Promise<void>;
}

/** Which daemon and model: the small one in a daemon of its own, or what the user has. */
export interface BenchDaemonOptions {
  /** A model of the daemon at `endpoint`; undefined for the small one in a daemon of the bench's own. */
  readonly model: string | undefined;
  readonly endpoint: string;
  readonly signal: AbortSignal;
}

/** Starts or finds the daemon, loads the model with the product's own options and measures its speed as the product does. */
export async function benchDaemon({ model, endpoint, signal }: BenchDaemonOptions): Promise<BenchDaemon> {
  if (model !== undefined) return ready(endpoint, model, signal, () => Promise.resolve(undefined), noStop);
  const models = await freshModels();
  const daemon = await startOwnDaemon({
    program: await daemonProgram(),
    models,
    env: { LLAMA_ARG_ENDPOINT_METRICS: "1" },
  });
  const stop = async (): Promise<void> => {
    await daemon.stop();
    await rm(models, { recursive: true, force: true });
  };
  try {
    return await ready(daemon.url, gemmaModel, signal, () => countsOf(daemon.logFile), stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

function noStop(): Promise<void> {
  return Promise.resolve();
}

async function ready(
  url: string,
  model: string,
  signal: AbortSignal,
  counts: BenchDaemon["counts"],
  stop: () => Promise<void>,
): Promise<BenchDaemon> {
  const client = new DaemonClient(url);
  const options = { model, numCtx: 8192, keepAlive: "30m" };
  await client.load(options, signal);
  const { speeds } = await askFirstTokens(client, options, "gemma3", undefined, "bench", signal);
  const runtime: Runtime = { ...options, endpoint: url, generation: "gemma3", speeds };
  return { url, version: await client.version(signal), runtime, client, counts, stop };
}

/** The runner's port stands in the daemon's log; its figures are Prometheus text. */
async function countsOf(logFile: string): Promise<RunnerCounts | undefined> {
  const port = [...(await readFile(logFile, "utf8")).matchAll(/--port (\d+)/g)].at(-1)?.[1];
  if (port === undefined) return undefined;
  const text = await fetch(`http://127.0.0.1:${port}/metrics`).then((answer) => (answer.ok ? answer.text() : ""));
  const value = (name: string): number | undefined => {
    const match = new RegExp(`^llamacpp:${name} ([\\d.e+-]+)`, "m").exec(text);
    return match === null ? undefined : Number(match[1]);
  };
  const evaluatedTokens = value("prompt_tokens_total");
  const seconds = value("prompt_seconds_total");
  return evaluatedTokens === undefined || seconds === undefined
    ? undefined
    : { evaluatedTokens, evaluationMs: seconds * 1000 };
}
