import { columnsOf, indentOf } from "../indentation.ts";
import { isDistinctive } from "../stop/followingLines.ts";
import type { Step } from "./draft.ts";

/**
 * Drops the line that a stream is still writing if it has so far only repeated the next line of the document; of a text that has ended,
 * only a line that was plainly cut off, since `import re` may well stand above `import requests`.
 */
export const dropBeginningOfNextLine: Step = (draft, { around, options }) => {
  const next = around.following[0];
  const start = draft.text.lastIndexOf("\n") + 1;
  if (next === undefined || (start === 0 && around.linePrefix.trim() !== "")) return draft;
  const line = ((start === 0 ? around.linePrefix : "") + draft.text.slice(start)).trimEnd();
  const content = line.trim();
  const isBeginning =
    content.length >= 6 &&
    isDistinctive(content) &&
    next.trim().startsWith(content) &&
    (!options.finished || (content !== next.trim() && isCutOff(content))) &&
    columnsOf(indentOf(line)) === columnsOf(indentOf(next));
  return isBeginning ? { ...draft, text: draft.text.slice(0, Math.max(0, start - 1)), isFinished: true } : draft;
};

/** Whether a bracket or a quote is left open in the middle of a line. */
function isCutOff(line: string): boolean {
  const count = (signs: RegExp): number => line.match(signs)?.length ?? 0;
  const isOpen = count(/[([{]/g) > count(/[)\]}]/g) || ['"', "`"].some((quote) => line.split(quote).length % 2 === 0);
  return isOpen && !/[([{]$/.test(line);
}
