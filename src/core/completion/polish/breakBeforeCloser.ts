import { indentOf } from "../indentation.ts";
import type { Step } from "./draft.ts";

/** Puts a closing bracket that was right of the cursor on a line of its own, behind a block that a text wrote before it. */
export const breakBeforeCloser: Step = (draft, { around }) => {
  const isBlock = /^\n/.test(draft.text) && /[{([]\s*$/.test(around.linePrefix);
  const isCloserLeft = /^\s*[)\]}]/.test(around.rest) && draft.replaces === 0;
  if (!isBlock || !isCloserLeft || !draft.isFinished) return draft;
  return { ...draft, text: `${draft.text}\n${indentOf(around.linePrefix)}` };
};
