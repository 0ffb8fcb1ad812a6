import type { Draft, Scene, Step } from "./draft.ts";

/** Trims blanks and line ends at the end, save one blank that is meant to stand before what is right of the cursor. */
export const trimEnd: Step = (draft, scene) => {
  const text = draft.text.trimEnd();
  return { ...draft, text: text !== "" && separates(draft, scene) ? `${text} ` : text };
};

/** Whether a blank at the end is meant: before a word, inside braces (`{ a }`) or brackets (`[ a ]`), inside a text. */
function separates({ text, replaces }: Draft, { around }: Scene): boolean {
  const next = around.rest[0] ?? " ";
  if (replaces > 0 || !/^[^\n]*[ \t]$/.test(text) || /\s/.test(next)) return false;
  if (!around.isRestClosing || "{}".includes(next) || around.scan.place === "string") return true;
  // A blank behind the opener has one before the closer.
  return (
    /[([]$/.test(around.linePrefix.trimEnd()) &&
    /\s/.test(`${around.linePrefix.slice(around.linePrefix.trimEnd().length)}${text[0] ?? ""}`)
  );
}
