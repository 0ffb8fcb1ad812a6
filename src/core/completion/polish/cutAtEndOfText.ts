import type { Step } from "./draft.ts";

/** Where the comment or the long text that the cursor is in is ended by a later line, ends a text before it ends it once more. */
export const cutAtEndOfText: Step = (draft, { around }) => {
  const end = around.scan.endOfText;
  // A lone quote is more often misread than met.
  if (end.length < 2 || around.rest.includes(end) || !isEndedLater(end, around.following)) return draft;
  const scan = around.scan.fork();
  let cut: number | undefined;
  for (const [at, char] of draft.text.split("").entries()) {
    scan.push(char);
    if (scan.place === "code") cut ??= at + 1 - end.length;
  }
  // Whoever has begun another one by the end leaves that to the later line.
  if (cut === undefined || scan.endOfText === end) return draft;
  const inside = draft.text.slice(0, Math.max(0, cut)).replace(/\n[ \t]*$|[ \t]+$/, "");
  return { ...draft, text: inside, isFinished: true };
};

/** Whether what is open at the cursor ends there: a quote begins and ends alike, so that the lines before it must tell. */
function isEndedLater(end: string, following: readonly string[]): boolean {
  const at = following.findIndex((line) => line.includes(end));
  if (at === -1) return false;
  const before = following.slice(0, at);
  const [inside = "", ...behind] = (following[at] ?? "").split(end);
  if (!/["']/.test(end)) return !/\/\*|<!--|--\[\[|\{-|<#/.test([...before, inside].join("\n"));
  const isLast = behind.length === 1 && behind[0]?.trim() === "";
  return isLast && !before.some((line) => /:$|^\s*(?:def|class|async|@)\b/.test(line));
}
