import type { Surroundings } from "../surroundings.ts";
import type { Draft, Step } from "./draft.ts";

/** Signs after which the same ones never stand. */
const operator = /(&&|\|\||:=|=>|->|::|\?\.|[!=]==?|[<>]=|[-+*/%&|^]=|(?<![=!<>:+\-*/%&|^])=|(?<!:):|(?<!\|)\|)[ \t]*$/;
/** A member's dot. */
const dot = /[\p{L}\p{N}_)\]]\.$/u;
const call = /^\.[\p{L}_][\p{L}\p{N}_]*\(/u;
/** Elements that hold none of their own kind. */
const lonely = /<(?:li|p|td|th|tr|option|a|button|h[1-6]|label|title)(?:\s[^<>]*)?>$/i;
/** Languages in which the sign stands before a name once at most. */
const marked: Readonly<Record<string, readonly string[]>> = {
  "@": ["java", "kotlin", "typescript", "javascript", "typescriptreact", "javascriptreact", "python", "css", "scss"],
  "#": ["c", "cpp", "objective-c", "csharp"],
};

/** Drops from the beginning of a text the sign, the opening bracket or the tag that stands left of the cursor already: `a && && b`, `if ((x)`. */
export const dropTokenAgain: Step = (draft, { around, spot }) => {
  const { linePrefix, language, scan } = around;
  if (linePrefix.trim() === "" || language.structure === "prose") return draft;
  const text = draft.text.trimStart();
  const opener = openerAgain(text, around);
  if (opener !== undefined) return without(draft, opener, linePrefix);
  if (scan.place !== "code") return draft;
  const sign = operator.exec(linePrefix)?.[1];
  // A longer sign is another one.
  const isWhole = sign !== undefined && (sign.length > 1 || /\s$/.test(linePrefix));
  if (isWhole && text.startsWith(sign) && /^[\s\p{L}\p{N}_("'`[{$]/u.test(text.slice(sign.length)))
    return without(draft, sign, linePrefix);
  if (dot.test(linePrefix) && call.test(draft.text) && spot.languageId !== "rust")
    return without(draft, ".", linePrefix);
  const mark = /[@#]$/.exec(linePrefix)?.[0];
  const isMarkAgain = mark !== undefined && marked[mark]?.includes(spot.languageId) === true;
  return isMarkAgain && new RegExp(`^[${mark}][a-z]`, "i").test(draft.text) ? without(draft, mark, linePrefix) : draft;
};

function without(draft: Draft, token: string, linePrefix: string): Draft {
  const rest = draft.text.trimStart().slice(token.length);
  return { ...draft, text: /\s$/.test(linePrefix) ? rest.trimStart() : rest };
}

/** The bracket or tag that a text opens again, if its first line also ends as the cursor's line does. */
function openerAgain(text: string, { linePrefix, rest }: Surroundings): string | undefined {
  const end = rest.trim();
  const [line = ""] = text.split("\n", 1);
  if (end === "" || !line.trimEnd().endsWith(end)) return undefined;
  const token = (lonely.exec(linePrefix) ?? /(?:\$\{|[([{<])\s*$/.exec(linePrefix))?.[0].trimEnd();
  if (token === undefined || !text.startsWith(token)) return undefined;
  const inside = line.trimEnd().slice(token.length, -end.length);
  const closer = end[0] ?? "";
  // What is closed inside is another pair.
  return inside !== "" && !(")]}>".includes(closer) && inside.includes(closer)) ? token : undefined;
}
