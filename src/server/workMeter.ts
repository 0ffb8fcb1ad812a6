import type { DaemonWork } from "../core/statistics/outcome.ts";

const noWork: DaemonWork = { requests: 0, promptTokens: 0, cachedTokens: 0, generatedTokens: 0 };

/** Sums up what the daemon does, so that one message per offer tells all of it. */
export class WorkMeter {
  #sum = noWork;

  note({ requests, promptTokens, cachedTokens, generatedTokens }: DaemonWork): void {
    this.#sum = {
      requests: this.#sum.requests + requests,
      promptTokens: this.#sum.promptTokens + promptTokens,
      cachedTokens: this.#sum.cachedTokens + cachedTokens,
      generatedTokens: this.#sum.generatedTokens + generatedTokens,
    };
  }

  /** What was done since it was last taken. */
  take(): DaemonWork {
    const sum = this.#sum;
    this.#sum = noWork;
    return sum;
  }
}
