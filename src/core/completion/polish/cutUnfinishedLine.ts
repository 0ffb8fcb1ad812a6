import type { Step } from "./draft.ts";

/** Cuts the last of several lines while the stream may still go on in it. */
export const cutUnfinishedLine: Step = (draft) => {
  const end = draft.text.lastIndexOf("\n");
  return draft.isFinished || end === -1 ? draft : { ...draft, text: draft.text.slice(0, end), isFinished: true };
};
