import { languageOf } from "../languages.ts";
import { commonWords } from "./wordSet.ts";
import type { TextView } from "../../textView.ts";

/** A name near the cursor, and where it stands. */
export interface NearSymbol {
  readonly name: string;
  readonly offset: number;
}

/** Lines and characters before the cursor in which names are looked for. */
const mostLines = 12;
const mostCharacters = 1_200;

/** The names that stand before the cursor, the nearest first, each once; the one being written at the cursor is none yet. */
export function symbolsNear(text: TextView, cursor: number, languageId: string, most: number): readonly NearSymbol[] {
  const from = Math.max(0, cursor - mostCharacters);
  const lines = text.slice(from, cursor).split("\n");
  const comments = languageOf(languageId).lineComments;
  const found: NearSymbol[] = [];
  let end = cursor;
  for (const line of lines.reverse().slice(0, mostLines)) {
    const start = end - line.length;
    end = start - 1;
    if (comments.some((mark) => line.trimStart().startsWith(mark))) continue;
    const bare = line.replace(/(["'`])(?:\\.|(?!\1).)*\1/g, (quoted) => " ".repeat(quoted.length));
    for (const match of [...bare.matchAll(/[\p{L}_$][\p{L}\p{N}_$]{2,}/gu)].reverse()) {
      const [name] = match;
      const offset = start + match.index;
      const isBeingWritten = offset + name.length === cursor;
      if (isBeingWritten || commonWords.has(name.toLowerCase()) || found.some((one) => one.name === name)) continue;
      found.push({ name, offset });
      if (found.length >= most) return found;
    }
  }
  return found;
}
