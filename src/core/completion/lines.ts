/** The part of the line which ends at the end of `before`. */
export function lastLineOf(before: string): string {
  return before.slice(before.lastIndexOf("\n") + 1);
}

/** The part of the line which begins at the start of `after`. */
export function firstLineOf(after: string): string {
  const end = after.indexOf("\n");
  return end === -1 ? after : after.slice(0, end);
}

/** The last lines of a text, of at most so many characters; whole ones, so that what reads them begins at a line start. */
export function lastLinesOf(before: string, limit: number): string {
  if (before.length <= limit) return before;
  const cut = before.slice(-limit);
  return cut.slice(cut.indexOf("\n") + 1);
}
