/** The part of the line which ends at the end of `before`. */
export function lastLineOf(before: string): string {
  return before.slice(before.lastIndexOf("\n") + 1);
}

/** The part of the line which begins at the start of `after`. */
export function firstLineOf(after: string): string {
  const end = after.indexOf("\n");
  return end === -1 ? after : after.slice(0, end);
}

/** The blanks and tabs at the end of a text; an expression would look for them from each of its characters on. */
export function blanksAtEndOf(text: string): string {
  let from = text.length;
  while (from > 0 && (text[from - 1] === " " || text[from - 1] === "\t")) from--;
  return text.slice(from);
}

/** A text without the blanks and tabs at its end. */
export function withoutBlanksAtEnd(text: string): string {
  return text.slice(0, text.length - blanksAtEndOf(text).length);
}

/** Whether a long text begins with another one: compared in one go, where `startsWith` goes letter by letter and takes thirty times as long. */
export function beginsWith(text: string, start: string): boolean {
  return text.length >= start.length && text.slice(0, start.length) === start;
}

/** How many characters two long texts have in common at their beginnings, compared in one go as well. */
export function commonLength(one: string, other: string): number {
  const most = Math.min(one.length, other.length);
  let common = 0;
  for (let step = most; step > 0; step = Math.floor(step / 2)) {
    while (common + step <= most && one.slice(common, common + step) === other.slice(common, common + step))
      common += step;
  }
  return common;
}

/** The last lines of a text, of at most so many characters; whole ones, so that what reads them begins at a line start. */
export function lastLinesOf(before: string, limit: number): string {
  if (before.length <= limit) return before;
  const cut = before.slice(-limit);
  return cut.slice(cut.indexOf("\n") + 1);
}
