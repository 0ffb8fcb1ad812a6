import type { Runtime } from "../core/provisioning/state.ts";

/** Sampling and limits that may differ between requests without a reload (facts: ollama 2.3). */
export interface Sampling {
  readonly temperature?: number;
  readonly topK?: number;
  readonly topP?: number;
  readonly seed?: number;
  /** At least 1: zero means endless (facts: ollama 1.2). */
  readonly numPredict: number;
  readonly stop?: readonly string[];
}

/** Pieces of text that an answer may have: one a token, and some for those that a daemon sends in parts. */
export function mostPiecesOf({ numPredict }: Sampling): number {
  return 2 * Math.max(1, Math.round(numPredict)) + 64;
}

/** The options that all requests of all features share; any other value would reload the model (facts: ollama 2.3). */
export function optionsOf(runtime: Pick<Runtime, "numCtx">, sampling: Sampling): Record<string, unknown> {
  return {
    num_ctx: runtime.numCtx,
    num_predict: Math.max(1, Math.round(sampling.numPredict)),
    ...(sampling.temperature === undefined ? {} : { temperature: sampling.temperature }),
    ...(sampling.topK === undefined ? {} : { top_k: sampling.topK }),
    ...(sampling.topP === undefined ? {} : { top_p: sampling.topP }),
    ...(sampling.seed === undefined ? {} : { seed: sampling.seed }),
    ...(sampling.stop === undefined ? {} : { stop: [...sampling.stop] }),
  };
}
