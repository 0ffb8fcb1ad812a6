import type { Speeds } from "../provisioning/state.ts";
import type { Part } from "./splitIntoParts.ts";

/** Notes on one part, tokens, at most; they are shorter mostly. */
export const noteTokens = 260;
const usualNoteTokens = 150;

/** What an answer has on average, tokens. */
const usualAnswerTokens = 350;

/** Instructions and question around a part. */
const overheadTokens = 230;

/** Tokens per second until a speed was measured: a laptop without a GPU. */
const unmeasured: Speeds = { promptTokensPerSecond: 120, generatedTokensPerSecond: 12 };

/** Reading that takes longer is asked about first, s. */
export const longReadingSeconds = 300;

/** What is proposed instead, s. */
export const shorterReadingSeconds = 120;

/** How long it takes to answer about a text that fits into one question, s. */
export function secondsForWhole(promptTokens: number, speeds: Speeds): number {
  const { prompt, generation } = measured(speeds);
  return promptTokens / prompt + usualAnswerTokens / generation;
}

/** How long it takes until the first word of an answer, s. */
export function secondsToFirstWord(promptTokens: number, speeds: Speeds): number {
  return promptTokens / measured(speeds).prompt;
}

/** How long it takes to read one part and to write notes on it, s. */
export function secondsForPart(tokens: number, speeds: Speeds): number {
  const { prompt, generation } = measured(speeds);
  return (tokens + overheadTokens) / prompt + usualNoteTokens / generation;
}

/** How long it takes to join the notes on so many parts into an answer, s. */
export function secondsForJoining(parts: number, speeds: Speeds): number {
  return secondsForWhole(parts * usualNoteTokens + overheadTokens, speeds);
}

/** How long parts of these sizes take, with the joining, s. */
export function secondsForParts(sizes: readonly number[], speeds: Speeds): number {
  const reading = sizes.reduce((sum, tokens) => sum + secondsForPart(tokens, speeds), 0);
  return reading + secondsForJoining(sizes.length, speeds);
}

function measured({ promptTokensPerSecond, generatedTokensPerSecond }: Speeds): {
  readonly prompt: number;
  readonly generation: number;
} {
  const prompt = promptTokensPerSecond > 0 ? promptTokensPerSecond : unmeasured.promptTokensPerSecond;
  const guessed = promptTokensPerSecond > 0 ? prompt / 10 : unmeasured.generatedTokensPerSecond;
  return { prompt, generation: generatedTokensPerSecond > 0 ? generatedTokensPerSecond : guessed };
}

/** Which of the parts are read when there is time for a few: the first, the last, and some in between at equal distances. */
export function sampleParts(parts: readonly Part[], count: number): readonly Part[] {
  if (count >= parts.length) return parts;
  if (count <= 1) return parts.slice(0, 1);
  const chosen = new Set<number>();
  for (let at = 0; at < count; at++) chosen.add(Math.round((at * (parts.length - 1)) / (count - 1)));
  return parts.filter((_, index) => chosen.has(index));
}

/** How many of equally long parts can be read in a time, at least one. */
export function affordableParts(sizes: readonly number[], seconds: number, speeds: Speeds): number {
  const average = sizes.reduce((sum, one) => sum + one, 0) / Math.max(1, sizes.length);
  const answering = secondsForJoining(0, speeds);
  const each = secondsForPart(average, speeds) + usualNoteTokens / measured(speeds).prompt;
  return Math.max(1, Math.min(sizes.length, Math.floor((seconds - answering) / each)));
}
