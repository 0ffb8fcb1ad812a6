import { Repetition } from "../stop/repetition.ts";
import type { Step } from "./draft.ts";

/** Keeps the first of what a model says over and over, or nothing of a line that loops in itself. */
export const dropLoop: Step = (draft, { around }) => {
  const repetition = new Repetition();
  for (const char of `${around.linePrefix}${draft.text}\n`) {
    if (!repetition.push(char)) continue;
    const lines = draft.text.split("\n").slice(0, repetition.firstRepeatedLine);
    return { ...draft, text: lines.join("\n"), isFinished: true };
  }
  return draft;
};
