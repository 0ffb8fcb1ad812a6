import { firstLineOf, lastLineOf } from "./lines.ts";
import type { Spot } from "./spot.ts";
import { closingPunctuation } from "./surroundings.ts";

const wordChar = /[\p{L}\p{N}_$]/u;

/** Whether the cursor is where people want text unasked: nothing but closing punctuation is right of it. */
export function isWorthAsking(spot: Spot): boolean {
  return closingPunctuation.test(firstLineOf(spot.after));
}

/** Whether the cursor has letters on both sides. */
export function isInsideWord(spot: Spot): boolean {
  return wordChar.test(lastLineOf(spot.before).at(-1) ?? "") && wordChar.test(spot.after[0] ?? "");
}
