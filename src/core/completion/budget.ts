import type { Speeds } from "../provisioning/state.ts";
import type { TriggerMode } from "../status.ts";

/** How the tokens of a prompt are shared out. */
export interface PromptBudget {
  /** Prompt and answer together. */
  readonly totalTokens: number;
  /** Code before the cursor, at most; a window is cut to less than that, so that it can grow while typing. */
  readonly beforeTokens: number;
  readonly afterTokens: number;
  readonly snippetTokens: number;
  /** The answer; fewer would cut sound answers. */
  readonly answerTokens: number;
}

/** Tokens that a prompt of a new spot may have before a speed is known (DESIGN 3). */
const unmeasuredTokens = 700;
const leastTokens = 256;
/** Beyond this the window of Gemma 3 loses its re-use (facts: ollama 3.4). */
const mostTokens = 1_980;
/** The same for daemons before 0.30, whose engine only re-uses within 1 024 tokens. */
const mostTokensOfOldDaemons = 1_000;

/** Tokens of an answer; DESIGN 3 asks for 128 or more. */
export const answerTokens = 128;

/** What can be evaluated in about a second, and how it is shared between code before, code after and other files. */
export function budgetFor(speeds: Speeds, numCtx: number, isOldDaemon = false): PromptBudget {
  const measured = speeds.promptTokensPerSecond > 0 ? Math.round(speeds.promptTokensPerSecond) : unmeasuredTokens;
  const most = Math.min(isOldDaemon ? mostTokensOfOldDaemons : mostTokens, numCtx - 64);
  const totalTokens = Math.max(leastTokens, Math.min(most, measured + answerTokens));
  const prompt = Math.max(128, totalTokens - answerTokens);
  return {
    totalTokens,
    beforeTokens: Math.round(prompt * 0.6),
    afterTokens: Math.round(prompt * 0.2),
    snippetTokens: prompt >= 400 ? Math.round(prompt * 0.2) : 0,
    answerTokens,
  };
}

/**
 * When ghost text can come by itself. A new spot costs its whole prompt once: up to a second and a half is bearable while typing,
 * up to four in a pause; slower machines are asked on the shortcut only.
 */
export function triggerModeFor(speeds: Speeds, budget: PromptBudget): TriggerMode {
  if (speeds.promptTokensPerSecond <= 0) return "typing";
  const newSpotSeconds = (budget.totalTokens - budget.answerTokens) / speeds.promptTokensPerSecond;
  const firstLineSeconds = speeds.generatedTokensPerSecond > 0 ? 12 / speeds.generatedTokensPerSecond : 0;
  if (newSpotSeconds <= 1.5 && firstLineSeconds <= 1.2) return "typing";
  if (newSpotSeconds <= 4 && firstLineSeconds <= 3) return "pauses";
  return "manual";
}
