import { columnsOf, indentOf } from "../indentation.ts";
import type { Draft } from "./draft.ts";

/** A draft without the first of its lines; the one that is first then begins at the cursor, so that much of its indentation is there already. */
export function withoutFirstLines(draft: Draft, lines: readonly string[], dropped: number, linePrefix: string): Draft {
  const [first = "", ...others] = lines.slice(dropped);
  const excess = Math.min(indentOf(first).length, columnsOf(linePrefix));
  return { ...draft, text: [first.slice(excess), ...others].join("\n") };
}
