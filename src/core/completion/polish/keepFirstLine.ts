import type { Step } from "./draft.ts";

/** Where only one line is wanted, keeps the first; on a blank line that is the first with something on it. */
export const keepFirstLine: Step = (draft, { around, options }) => {
  if (options.multiline || !draft.text.includes("\n")) return draft;
  const text =
    around.linePrefix.trim() === "" && around.rest.trim() === "" ? draft.text.replace(/^\s*\n\s*/, "") : draft.text;
  const end = text.indexOf("\n");
  return { ...draft, text: end === -1 ? text : text.slice(0, end), isFinished: draft.isFinished || end !== -1 };
};
