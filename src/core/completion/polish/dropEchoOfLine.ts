import type { Step } from "./draft.ts";

const marks = /^(?:\/\/[/!]?|#+|--|\*|-|>|;|%)$/;
/** Words that are doubled on purpose. */
const doubled = new Set(["long", "not", "yield"]);

/** Drops the beginning of the cursor's line from a text that starts the line all over: `const x = const x = 5`. */
export const dropEchoOfLine: Step = (draft, { around }) => {
  const prefix = around.linePrefix.trim();
  const text = draft.text.trimStart();
  if (prefix === "" || !text.startsWith(prefix)) return draft;
  const remainder = text.slice(prefix.length);
  if (!isEcho(prefix, remainder, around.linePrefix.endsWith(" "), around.language.structure === "prose")) return draft;
  return { ...draft, text: around.linePrefix.trimEnd() === around.linePrefix ? remainder : remainder.trimStart() };
};

function isEcho(prefix: string, remainder: string, hasBlank: boolean, isProse: boolean): boolean {
  if (marks.test(prefix)) return hasBlank && remainder.startsWith(" ");
  if (isProse) return prefix.length >= 12 && /\S\s+\S/.test(prefix);
  if (/^[\p{L}_]{2,}$/u.test(prefix)) return hasBlank && /^\s/.test(remainder) && !doubled.has(prefix);
  if (/^["'\w.-]+:$/.test(prefix)) return remainder.startsWith(" ");
  return prefix.length >= 5 && /\p{L}/u.test(prefix) && /\s|=/.test(prefix);
}
