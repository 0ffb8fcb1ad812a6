import { amount, type Loose, text } from "../core/looseJson.ts";

/** What one answer cost, from its last chunk; the count of prompt tokens includes cached ones, the duration does not. */
export interface AnswerFigures {
  readonly promptTokens: number;
  /** Of them, those found in the cache; undefined where the daemon does not tell (before 0.34). */
  readonly cachedTokens: number | undefined;
  readonly promptEvaluationMs: number;
  readonly generatedTokens: number;
  readonly generationMs: number;
  readonly loadMs: number;
  readonly totalMs: number;
  /** `stop`, `length`, `load`, or empty where the stream ended without a word. */
  readonly doneReason: string;
}

/** A piece of an answer, or its end. */
export type AnswerEvent =
  { readonly kind: "text"; readonly text: string } | { readonly kind: "end"; readonly figures: AnswerFigures };

/** Reads the figures of the last chunk of an answer; what is missing is 0. */
export function figuresOf(chunk: Loose): AnswerFigures {
  const ms = (name: string): number => amount(chunk[name]) / 1e6;
  return {
    promptTokens: amount(chunk["prompt_eval_count"]),
    cachedTokens: typeof chunk["prompt_eval_cached_count"] === "number" ? chunk["prompt_eval_cached_count"] : undefined,
    promptEvaluationMs: ms("prompt_eval_duration"),
    generatedTokens: amount(chunk["eval_count"]),
    generationMs: ms("eval_duration"),
    loadMs: ms("load_duration"),
    totalMs: ms("total_duration"),
    doneReason: text(chunk["done_reason"]),
  };
}
