import { isDistinctive } from "../stop/followingLines.ts";
import type { Step } from "./draft.ts";

/** Drops a text that only says again, line by line, what stands right above it. */
export const dropCopyOfLinesAbove: Step = (draft, { around, spot }) => {
  if (around.linePrefix.trim() !== "" || around.rest.trim() !== "") return draft;
  const lines = contentLines(around.linePrefix + draft.text);
  const weight = lines.filter(isDistinctive).length;
  if (weight === 0) return draft;
  const above = contentLines(spot.before.slice(-4_000));
  const copies = lines.length >= 2 ? 1 : 2;
  for (let copy = 1; copy <= copies; copy += 1) {
    const end = above.length - (copy - 1) * lines.length;
    const same = above.slice(Math.max(0, end - lines.length), end);
    if (same.length !== lines.length || same.some((line, at) => line !== lines[at])) return draft;
  }
  return { ...draft, text: "" };
};

function contentLines(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trimEnd())
    .filter((line) => line !== "");
}
