import type { Speeds } from "../provisioning/state.ts";

/** How much of a change is read, and how. */
export interface DraftPlan {
  /** Tokens of changes in one prompt. */
  readonly changeTokens: number;
  /** How many parts are noted one by one before the message; 0 = the changes fit, or are cut to fit, into one prompt. */
  readonly noteParts: number;
  /** What the user has to wait until the first word, ms; undefined while no speed is known. */
  readonly expectedWaitMs: number | undefined;
}

/** Prompt evaluation that a person bears before the first word of a message, s. */
const patienceSeconds = 8;

/** The same where the change is so large that it is read in parts, all parts together, s. */
const longPatienceSeconds = 60;

const mostParts = 8;
const leastChangeTokens = 320;

/** Tokens per second until a speed was measured: a laptop without a GPU. */
const unmeasuredSpeed = 120;

/** A message with a body; a longer one is no commit message. */
export const answerTokens = 400;

/** Notes of one part. */
export const noteTokens = 300;

/**
 * Plans how a change is read, from the context that is loaded and the speed that was measured: in one prompt if it fits,
 * else in parts if that is bearable, else cut to one prompt. `overheadTokens` are those of rules, examples and draft around the changes.
 */
export function planDraft(changeTokens: number, overheadTokens: number, numCtx: number, speeds: Speeds): DraftPlan {
  const promptSpeed = speeds.promptTokensPerSecond > 0 ? speeds.promptTokensPerSecond : unmeasuredSpeed;
  const generationSpeed = speeds.generatedTokensPerSecond > 0 ? speeds.generatedTokensPerSecond : promptSpeed / 10;
  // The estimate of tokens may be a tenth too low.
  const room = Math.floor((numCtx - answerTokens - overheadTokens) * 0.9);
  const bearable = Math.floor(promptSpeed * patienceSeconds - overheadTokens);
  const budget = Math.max(leastChangeTokens, Math.min(room, bearable));
  const waitOf = (tokens: number): number | undefined =>
    speeds.promptTokensPerSecond > 0 ? Math.round(((tokens + overheadTokens) / promptSpeed) * 1000) : undefined;
  // A little too large is better cut: each patch still keeps most of its lines.
  if (changeTokens <= budget * 1.5) {
    return { changeTokens: budget, noteParts: 0, expectedWaitMs: waitOf(Math.min(changeTokens, budget)) };
  }
  const partTokens = Math.max(leastChangeTokens, Math.min(room, budget * 2));
  const secondsPerPart = (partTokens + 100) / promptSpeed + noteTokens / generationSpeed;
  const affordable = Math.min(mostParts, Math.floor(longPatienceSeconds / secondsPerPart));
  const parts = Math.min(affordable, Math.ceil(changeTokens / partTokens));
  if (parts < 2) return { changeTokens: budget, noteParts: 0, expectedWaitMs: waitOf(budget) };
  const wait = waitOf(parts * noteTokens);
  return {
    changeTokens: partTokens,
    noteParts: parts,
    expectedWaitMs: wait === undefined ? undefined : Math.round(parts * secondsPerPart * 1000 + wait),
  };
}
