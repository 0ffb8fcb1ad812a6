import type { Step } from "./draft.ts";

/** Trims blanks and line ends at the end, save one blank that separates the text from the word right of the cursor. */
export const trimEnd: Step = (draft, { around }) => {
  const text = draft.text.trimEnd();
  const separates = !around.isRestClosing && /^\S/.test(around.rest) && /^[^\n]*[ \t]$/.test(draft.text);
  return { ...draft, text: separates && text !== "" ? `${text} ` : text };
};
