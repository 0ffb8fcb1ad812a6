import { CodeScan, type Place } from "./codeScan.ts";
import { languageOf } from "./languages.ts";
import { firstLineOf, lastLineOf, lastLinesOf } from "./lines.ts";
import type { Spot } from "./spot.ts";
import { closingPunctuation } from "./surroundings.ts";

const wordChar = /[\p{L}\p{N}_$]/u;

/** Characters before the cursor that are read to tell where it is. */
const placeLimit = 12_000;

/** Whether the cursor is where people want text unasked: nothing but closing punctuation is right of it. */
export function isWorthAsking(spot: Spot): boolean {
  return closingPunctuation.test(firstLineOf(spot.after));
}

/** Whether the cursor has letters on both sides. */
export function isInsideWord(spot: Spot): boolean {
  return wordChar.test(lastLineOf(spot.before).at(-1) ?? "") && wordChar.test(spot.after[0] ?? "");
}

/** Whether the cursor is in code, in a text or in a comment, as far as the known part of the document tells. */
export function placeOf(spot: Spot): Place {
  const scan = new CodeScan(languageOf(spot.languageId));
  scan.read(lastLinesOf(spot.before, placeLimit));
  return scan.place;
}
