import type { Step } from "./draft.ts";

/** Three backticks or more at a line's end, behind what is no blank: where a fence is no fence, but means the end all the same. */
const glued = /[^\s`]`{3,}[ \t]*(?:\n|$)/;

/** Cuts code at a fence that a model has put at a line's end. */
export const cutAtGluedFence: Step = (draft, { around, spot }) => {
  if (around.language.structure === "prose" || around.scan.place !== "code") return draft;
  const found = glued.exec(draft.text);
  if (found === null || spot.before.includes("```") || spot.after.includes("```")) return draft;
  return { ...draft, text: draft.text.slice(0, found.index + 1), isFinished: true };
};
