import { indentOf } from "../indentation.ts";
import type { Language } from "../languages.ts";
import type { Step } from "./draft.ts";

const marks = /^(?:\/\/[/!]?|#+|--|\*|-|>|;|%|\d+[.)])$/;
/** What begins a line that goes on with the one above, or a comment. */
const operators = /^(?:\|\|?|&&?|\+|\?|=|\/\*\*?)$/;
/** A line that is for the preprocessor. */
const directive = /^#\s*[a-z]+$/;
const keyword = /^(?:const|let|var|import|def|class|function|return)$/;
const headingOrLink = /^(?:#{1,6} \S|\[[^\]]+\]:$)/;
/** The beginning of a table's row with a cell that says something. */
const row = /^\|.*[\p{L}\p{N}].*\|$/u;
/** A line of nothing but strings and numbers, which may be equal ones. */
const literals = /^[[({\s]*(?:(?:"[^"]*"|'[^']*'|-?(?:0x)?[\da-f.]+)\s*,?\s*)+$/i;
/** What is reached into at a statement's beginning by a name of a letter or two. */
const shortMember = /^[\p{L}_]{1,2}\.$/u;
/** What begins a statement with its condition. */
const condition = /^(?:\}\s*)?(?:else\s*)?(?:if|for|foreach|while|switch|catch|elseif)\s*\($/;
/** What stands at a document's beginning, or begins a class. */
const beginsDocument = /^(?:import|from|package|use|using|#include|<\?php|(?:export |public |abstract |data )*class)\b/;
/** Words that are doubled on purpose. */
const doubled = new Set(["long", "not", "yield"]);

/** The name, or the name of the method, at the end of a line; of a lesser length it may well be doubled by chance. */
const nameAtEnd = /(?<![\p{L}\p{N}_$])[\p{L}_$]{3,}$/u;

/** What is reached into at the end of a line: `user.profile.`; a name of one or two letters may be a part of itself. */
const reachedInto = /(?<![\p{L}\p{N}_$.>:])[\p{L}_$][\p{L}\p{N}_$]{2,}(?:(?:\.|->|::)[\p{L}\p{N}_$]+)*(?:\.|->|::)$/u;

/** A tag that the line has begun, with an attribute of it. */
const openTag = /<[a-z][\w.:-]*\s[^<>]*=["']?[^<>]*$/i;
/** The last part of a path in a string, and the name of a member, as far as they are written. */
const partOfPath = /["'][.@\w/-]*\/([\w-]{3,})$/;
const partOfQuoted = /["'`](?:[^"'`]*[^"'`\p{L}])?(\p{L}{4,})$/u;
const partOfMember = /[\w)\]]\.([a-z]\w+)$/i;

/** Words that nobody writes twice in a row, and a blank behind the first. */
const neverTwice =
  /\b(?:await|new|return|throw|typeof|instanceof|import|from|const|let|var|function|def|class|extends|implements|lambda|in|of|as|and|or|select|where) $/i;

/** Drops the beginning of the cursor's line, or of its word, from a text that starts it all over: `const x = const x = 5`, `retreturn`. */
export const dropEchoOfLine: Step = (draft, { around, spot }) => {
  const prefix = around.linePrefix.trim();
  const text = draft.text.trimStart();
  const whole = around.linePrefix;
  if (indentOf(whole) !== "" && prefix !== "" && draft.text.startsWith(whole))
    return { ...draft, text: draft.text.slice(whole.length) };
  const anew = fromLineOn(prefix, draft.text);
  if (anew !== undefined) return { ...draft, text: anew };
  const tag = openTag.exec(whole)?.[0];
  if (tag !== undefined && draft.text.startsWith(tag)) return { ...draft, text: draft.text.slice(tag.length) };
  const part = (partOfPath.exec(whole) ?? partOfMember.exec(whole) ?? partOfQuoted.exec(whole))?.[1];
  if (part !== undefined && draft.text.startsWith(part)) return { ...draft, text: draft.text.slice(part.length) };
  const isCode = around.scan.place !== "string" && around.language.structure !== "prose";
  const name = isCode ? nameAtEnd.exec(around.linePrefix)?.[0] : undefined;
  if (name !== undefined && draft.text.startsWith(name)) return { ...draft, text: draft.text.slice(name.length) };
  const again = isCode ? (reachedInto.exec(around.linePrefix) ?? neverTwice.exec(around.linePrefix))?.[0] : undefined;
  if (again !== undefined && text.startsWith(again)) return { ...draft, text: text.slice(again.length).trimStart() };
  const isTagAgain = around.language.structure === "markup" && around.linePrefix.endsWith("<") && /^<[a-z]/i.test(text);
  if (isTagAgain) return { ...draft, text: text.slice(1) };
  if (prefix === "" || !text.startsWith(prefix)) return draft;
  if (isBracketAgain(prefix, text, around.rest)) return { ...draft, text: text.slice(prefix.length) };
  const remainder = text.slice(prefix.length);
  const line = { prefix, remainder, hasBlank: around.linePrefix.endsWith(" ") };
  if (!(around.language.structure === "prose" ? isEchoInProse(line) : isEcho(line, around.language, spot.languageId)))
    return draft;
  return { ...draft, text: around.linePrefix.trimEnd() === around.linePrefix ? remainder : remainder.trimStart() };
};

/** What a text says behind the beginning of the cursor's line, where it begins the document all over and comes to that line. */
function fromLineOn(prefix: string, text: string): string | undefined {
  const lines = text.split("\n");
  if (prefix.length < 8 || !beginsDocument.test(lines[0] ?? "")) return undefined;
  const at = lines.findIndex((line, index) => index > 0 && line.trim().startsWith(prefix));
  const line = lines[at]?.trim().slice(prefix.length);
  return line === undefined ? undefined : [line, ...lines.slice(at + 1)].join("\n");
}

/** The beginning of a line without its indentation, what a text says behind the same beginning, and whether a blank is between. */
interface LineAgain {
  readonly prefix: string;
  readonly remainder: string;
  readonly hasBlank: boolean;
}

function isEchoInProse({ prefix, remainder, hasBlank }: LineAgain): boolean {
  if (marks.test(prefix)) return hasBlank && remainder.startsWith(" ");
  if (headingOrLink.test(prefix) || row.test(prefix) || keyword.test(prefix)) return true;
  return prefix.length >= 12 && /\S\s+\S/.test(prefix);
}

function isEcho(
  { prefix, remainder, hasBlank }: LineAgain,
  { hasPreprocessor }: Language,
  languageId: string,
): boolean {
  if (condition.test(prefix)) return true;
  if (marks.test(prefix) || operators.test(prefix)) return hasBlank && remainder.startsWith(" ");
  if (/^[\p{L}_]\w+$/u.test(prefix)) return hasBlank && /^\s/.test(remainder) && !doubled.has(prefix);
  if (/^["'\w.-]+:$/.test(prefix)) return remainder.startsWith(" ");
  if (hasPreprocessor && directive.test(prefix)) return remainder.startsWith(" ");
  if (isOpening(prefix, languageId)) return /^[\p{L}_]/u.test(remainder);
  if (/^<[\w.:-]+$/.test(prefix)) return hasBlank ? remainder.startsWith(" ") : /^[\s>/\w]/.test(remainder);
  if (shortMember.test(prefix)) return /^[\p{L}_]/u.test(remainder);
  // The names that are assigned to.
  if (/^\w+,$/.test(prefix)) return hasBlank && /^[^=\n(]*[^=!<>\n(]=/.test(remainder);
  if (!/\p{L}/u.test(prefix) || literals.test(prefix)) return false;
  return /\s|=/.test(prefix) ? prefix.length >= 4 : prefix.length >= 5 && !/[{<>([]$/.test(prefix);
}

/** Whether signs begin something in this language that never begins by them twice: a selector's class, an attribute of Rust. */
function isOpening(signs: string, languageId: string): boolean {
  if (["css", "scss", "less"].includes(languageId)) return /^[.#]$/.test(signs);
  return languageId === "rust" && /^#!?\[$/.test(signs);
}

/** Whether a text begins the call, the index or the type all over that the line has just begun: whoever means `f(f(x))` closes both. */
function isBracketAgain(prefix: string, text: string, rest: string): boolean {
  const opener = /^\S*[\p{L}\p{N}_$!?](?=([([<])$)/u.exec(prefix)?.[1];
  if (opener === undefined) return false;
  const closer = opener === "(" ? ")" : opener === "[" ? "]" : ">";
  if (opener !== "(" && rest.startsWith(closer)) return false;
  const [line = ""] = text.split("\n", 1);
  return line.split(opener).length === line.split(closer).length;
}
