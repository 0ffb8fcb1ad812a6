/** A shorter line (a closer, `return;`, `else {`) is in every file and tells nothing. */
const leastTelling = 10;

function isTelling(line: string): boolean {
  return line.length >= leastTelling && /\w{3}/.test(line);
}

/** The telling lines of a text as they are compared: without indentation. */
export function tellingLinesOf(text: string): readonly string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter(isTelling);
}

/**
 * The longest part of a snippet that says something the model has not before its eyes; undefined where nothing worth having is left.
 * A small model copies what it sees twice, so blocks that are seen already are cut out; one such line amid new ones may stay.
 */
export function withoutSeen(text: string, seen: ReadonlySet<string>): string | undefined {
  const lines = text.replace(/\r\n?/g, "\n").split("\n");
  const telling = lines.map((line) => isTelling(line.trim()));
  const isSeen = lines.map((line) => isTelling(line.trim()) && seen.has(line.trim()));
  const isNew = lines.map((_, at) => telling[at] === true && isSeen[at] !== true);
  let best: { from: number; to: number; worth: number } | undefined;
  let from: number | undefined;
  let last = 0;
  let worth = 0;
  let seenInARow = 0;
  const close = (): void => {
    if (from !== undefined && (best === undefined || worth > best.worth)) best = { from, to: last, worth };
    from = undefined;
    worth = 0;
  };
  for (const at of lines.keys()) {
    if (isSeen[at] === true) {
      seenInARow++;
      if (seenInARow >= 2) close();
    } else if (isNew[at] === true) {
      seenInARow = 0;
      from ??= at;
      last = at;
      worth++;
    }
  }
  close();
  if (best === undefined) return undefined;
  // Blank and closing lines belong to what they close.
  let end = best.to + 1;
  while (end < lines.length && isSeen[end] !== true && telling[end] !== true) end++;
  let start = best.from;
  while (start > 0 && isSeen[start - 1] !== true && telling[start - 1] !== true && /\w/.test(lines[start - 1] ?? ""))
    start--;
  const seenLeft = isSeen.slice(start, end).filter(Boolean).length;
  if (seenLeft > best.worth) return undefined;
  return lines
    .slice(start, end)
    .join("\n")
    .replace(/^\s*\n/, "")
    .trimEnd();
}
