import type { Step } from "./draft.ts";

/** Drops a text that would change nothing, or only write the next line twice. */
export const dropNothingNew: Step = (draft, { around }) => {
  const text = draft.text.trim();
  const isThereAlready = draft.text === around.rest.slice(0, draft.replaces) && draft.replaces > 0;
  const statement = around.linePrefix + draft.text.trimEnd();
  const isNextLine = around.rest.trim() === "" && statement === around.following[0] && /\p{L}.*[^,>]$/u.test(statement);
  return text === "" || isThereAlready || isNextLine ? { ...draft, text: "" } : draft;
};
