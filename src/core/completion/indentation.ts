import type { Spot } from "./spot.ts";

/** Columns that a tab is counted as; any number does, since texts are compared that have gone through the same mending. */
const tabColumns = 4;

/** The blanks and tabs that a line begins with. */
export function indentOf(line: string): string {
  let end = 0;
  while (line[end] === " " || line[end] === "\t") end += 1;
  return line.slice(0, end);
}

/** How many columns an indentation takes, so that tabs and blanks can be compared. */
export function columnsOf(indent: string): number {
  let columns = 0;
  for (const char of indent) columns += char === "\t" ? tabColumns : 1;
  return columns;
}

/** What one level of indentation is at a spot, if any line there is indented: before the first one the editor can only guess. */
export function unitIn({ before, after, indentUnit }: Spot): string | undefined {
  return /^[ \t]/m.test(before) || /^[ \t]/m.test(after) ? indentUnit : undefined;
}

/** Whether a document is indented in one way, in tabs or in blanks: in one that has both, either is right. */
export function isUniform({ before, after, indentUnit }: Spot): boolean {
  const other = indentUnit === "\t" ? /^ {2}/m : /^\t/m;
  const own = indentUnit === "\t" ? /^\t/m : /^ {2}/m;
  return ![before, after].some((text) => other.test(text)) && [before, after].some((text) => own.test(text));
}
