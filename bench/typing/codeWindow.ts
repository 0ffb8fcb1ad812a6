import { windowStartBefore } from "../../src/core/completion/anchor.ts";
import { budgetFor } from "../../src/core/completion/budget.ts";
import type { Speeds } from "../../src/core/provisioning/state.ts";
import { wholeLines } from "../../src/server/excerpts.ts";

/** Characters that the product shows a model at these speeds; everybody who is compared gets as many. */
export interface CodeWindow {
  readonly beforeCharacters: number;
  readonly afterCharacters: number;
  readonly answerTokens: number;
}

const charactersPerToken = 3.2;

/** The window at a speed. */
export function codeWindowFor(speeds: Speeds): CodeWindow {
  const budget = budgetFor(speeds, 8_192);
  return {
    beforeCharacters: Math.round((budget.beforeTokens * charactersPerToken * 2) / 3),
    afterCharacters: Math.round(budget.afterTokens * charactersPerToken),
    answerTokens: budget.answerTokens,
  };
}

/** Where the code before a cursor begins in a prompt, cut at a good place. */
export function frozenStart(text: string, cursor: number, { beforeCharacters }: CodeWindow): number {
  return windowStartBefore(text, cursor, beforeCharacters);
}

/** The code after a cursor that a prompt shows. */
export function codeAfter(text: string, cursor: number, { afterCharacters }: CodeWindow): string {
  return wholeLines(text.slice(cursor, cursor + 4_000), afterCharacters);
}
