import { columnsOf, indentOf } from "../indentation.ts";
import { isDistinctive } from "../stop/followingLines.ts";
import type { Step } from "./draft.ts";

/** Drops the line that a stream is still writing if it has so far only repeated the next line of the document. */
export const dropBeginningOfNextLine: Step = (draft, { around, options }) => {
  if (options.finished) return draft;
  const next = around.following[0];
  const start = draft.text.lastIndexOf("\n") + 1;
  if (next === undefined || (start === 0 && around.linePrefix.trim() !== "")) return draft;
  const line = ((start === 0 ? around.linePrefix : "") + draft.text.slice(start)).trimEnd();
  const content = line.trim();
  const isBeginning =
    content.length >= 6 &&
    isDistinctive(content) &&
    next.trim().startsWith(content) &&
    columnsOf(indentOf(line)) === columnsOf(indentOf(next));
  return isBeginning ? { ...draft, text: draft.text.slice(0, Math.max(0, start - 1)), isFinished: true } : draft;
};
