import type { Step } from "./draft.ts";

/** Drops a quote with which a text begins the string that the cursor is already in, as in `"|"` and `"a"`. */
export const dropDoubledQuote: Step = (draft, { around }) => {
  const quote = around.linePrefix.at(-1) ?? "";
  const isInEmptyString = around.scan.place === "string" && "\"'`".includes(quote) && quote !== "";
  const isDoubled = isInEmptyString && draft.text.startsWith(quote) && /[^"'`\s,;:)\]}]/.test(draft.text[1] ?? "");
  return isDoubled ? { ...draft, text: draft.text.slice(1) } : draft;
};
