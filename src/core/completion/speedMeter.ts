import type { Speeds } from "../provisioning/state.ts";

/** What one answer tells of the daemon's speed. */
export interface SpeedSample {
  /** Tokens that were really evaluated, not those found in the cache; 0 = unknown. */
  readonly evaluatedTokens: number;
  readonly promptEvaluationMs: number;
  readonly generatedTokens: number;
  readonly generationMs: number;
}

/** Few tokens say more about the price of a request than about speed. */
const leastEvaluated = 64;
const leastGenerated = 6;
const weight = 0.3;

/** Learns the daemon's speeds from its answers, beginning with what was measured when the model was loaded. */
export class SpeedMeter {
  #speeds: Speeds;

  constructor(speeds: Speeds) {
    this.#speeds = speeds;
  }

  get speeds(): Speeds {
    return this.#speeds;
  }

  note(sample: SpeedSample): void {
    const { promptTokensPerSecond, generatedTokensPerSecond } = this.#speeds;
    this.#speeds = {
      promptTokensPerSecond: blended(
        promptTokensPerSecond,
        sample.evaluatedTokens,
        sample.promptEvaluationMs,
        leastEvaluated,
      ),
      generatedTokensPerSecond: blended(
        generatedTokensPerSecond,
        sample.generatedTokens,
        sample.generationMs,
        leastGenerated,
      ),
    };
  }
}

function blended(old: number, tokens: number, ms: number, least: number): number {
  if (tokens < least || ms <= 0) return old;
  const now = (1000 * tokens) / ms;
  return old <= 0 ? now : old + (now - old) * weight;
}
