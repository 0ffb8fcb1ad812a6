import type { Step } from "./draft.ts";

/** Drops the last line of a text that ends with the very line that follows it, where that line stands nowhere else. */
export const dropNextLine: Step = (draft, { around, options }) => {
  const [next] = around.following;
  if (next === undefined || !options.finished || around.rest.trim() !== "" || around.common.has(next.trim()))
    return draft;
  const lines = draft.text.trimEnd().split("\n");
  const isAgain = lines.length > 1 && lines.at(-1) === next && lines.filter((line) => line === next).length === 1;
  const isSaying =
    /\p{L}/u.test(next) && !/[,>]$/.test(next) && !/^\s*(?:#.*|end\w*|fi|done|esac|else|pass)\W*$/.test(next);
  return isAgain && isSaying ? { ...draft, text: lines.slice(0, -1).join("\n").trimEnd() } : draft;
};
