import type { Step } from "./draft.ts";

const marks = /^(?:\/\/[/!]?|#+|--|\*|-|>|;|%|\d+[.)])$/;
/** What begins a statement with its condition. */
const condition = /^(?:\}\s*)?(?:else\s*)?(?:if|for|foreach|while|switch|catch|elseif)\s*\($/;
/** Words that are doubled on purpose. */
const doubled = new Set(["long", "not", "yield"]);

/** The name, or the name of the method, at the end of a line; of a lesser length it may well be doubled by chance. */
const nameAtEnd = /(?<![\p{L}\p{N}_$])[\p{L}_$]{3,}$/u;

/** What is reached into at the end of a line: `user.profile.`; a name of one or two letters may be a part of itself. */
const reachedInto = /(?<![\p{L}\p{N}_$.>:])[\p{L}_$][\p{L}\p{N}_$]{2,}(?:(?:\.|->|::)[\p{L}\p{N}_$]+)*(?:\.|->|::)$/u;

/** Words that nobody writes twice in a row, and a blank behind the first. */
const neverTwice =
  /\b(?:await|new|return|throw|typeof|instanceof|import|from|const|let|var|function|def|class|extends|implements|lambda|in|of|as|and|or|select|where) $/i;

/** Drops the beginning of the cursor's line, or of its word, from a text that starts it all over: `const x = const x = 5`, `retreturn`. */
export const dropEchoOfLine: Step = (draft, { around }) => {
  const prefix = around.linePrefix.trim();
  const text = draft.text.trimStart();
  const isCode = around.scan.place !== "string" && around.language.structure !== "prose";
  const name = isCode ? nameAtEnd.exec(around.linePrefix)?.[0] : undefined;
  if (name !== undefined && draft.text.startsWith(name)) return { ...draft, text: draft.text.slice(name.length) };
  const again = isCode ? (reachedInto.exec(around.linePrefix) ?? neverTwice.exec(around.linePrefix))?.[0] : undefined;
  if (again !== undefined && text.startsWith(again)) return { ...draft, text: text.slice(again.length).trimStart() };
  const isTagAgain = around.language.structure === "markup" && around.linePrefix.endsWith("<") && /^<[a-z]/i.test(text);
  if (isTagAgain) return { ...draft, text: text.slice(1) };
  if (prefix === "" || !text.startsWith(prefix)) return draft;
  if (isCallAgain(prefix, text)) return { ...draft, text: text.slice(prefix.length) };
  const remainder = text.slice(prefix.length);
  if (!isEcho(prefix, remainder, around.linePrefix.endsWith(" "), around.language.structure === "prose")) return draft;
  return { ...draft, text: around.linePrefix.trimEnd() === around.linePrefix ? remainder : remainder.trimStart() };
};

function isEcho(prefix: string, remainder: string, hasBlank: boolean, isProse: boolean): boolean {
  if (condition.test(prefix)) return true;
  if (marks.test(prefix)) return hasBlank && remainder.startsWith(" ");
  if (isProse) return prefix.length >= 12 && /\S\s+\S/.test(prefix);
  if (/^[\p{L}_]{2,}$/u.test(prefix)) return hasBlank && /^\s/.test(remainder) && !doubled.has(prefix);
  if (/^["'\w.-]+:$/.test(prefix)) return remainder.startsWith(" ");
  return prefix.length >= 5 && /\p{L}/u.test(prefix) && /\s|=/.test(prefix);
}

/** Whether a text begins the call all over that the line has just begun: whoever means `f(f(x))` closes both. */
function isCallAgain(prefix: string, text: string): boolean {
  if (!/^[\p{L}\p{N}_$.:>!-]+\($/u.test(prefix)) return false;
  const [line = ""] = text.split("\n", 1);
  return line.split("(").length === line.split(")").length;
}
