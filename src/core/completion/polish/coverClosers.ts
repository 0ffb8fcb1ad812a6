import type { Surroundings } from "../surroundings.ts";
import type { Draft, Scene, Step } from "./draft.ts";
import { ownEvents, type OutwardCloser } from "./ownEvents.ts";

/**
 * Where only closing punctuation is right of the cursor, lets the text stand for as much of it as the text writes itself:
 * `foo(|)` and `a, b);` make `foo(a, b);`, whereas `a, b` leaves the `)` where it is.
 */
export const coverClosers: Step = (draft, { spot, around }) => {
  const { rest, isRestClosing } = around;
  if (!isRestClosing || rest.trim() === "") return draft;
  const { closers, depths } = ownEvents(draft.text, around);
  if (isForOwn(draft.text, around)) return draft;
  const awaiting = [...closers];
  let textAt = -1;
  let replaces = 0;
  const { openQuote } = around.scan;
  for (const [index, char] of rest.split("").entries()) {
    if (char === " " || char === "\t" || index < replaces) continue;
    const found = ":{;,".includes(char)
      ? startOfPunctuation(draft.text, char, textAt, depths)
      : startOfCloser(draft.text, char, textAt, awaiting, around);
    if (found === -1) break;
    textAt = found;
    replaces = index + (openQuote !== "" && rest.startsWith(openQuote, index) ? openQuote.length : 1);
  }
  if (isStrayRepeated(draft.text, around, closers.length)) return { ...draft, replaces: rest.trimEnd().length };
  if (replaces > 0) return { ...draft, replaces };
  return dropStrayEnd(draft, { spot, around });
};

/**
 * Whether the text's line ends with all that is right of the cursor, where nothing before the cursor is known to need some of it,
 * or where there is more of it than brackets to close and the text closes one: a bracket of the text's own has been taken away.
 */
function isStrayRepeated(text: string, { outer, rest }: Surroundings, closedOutward: number): boolean {
  const [line = ""] = text.split("\n", 1);
  if (!line.trimEnd().endsWith(rest.trim()) || (rest.includes(">") && startOfAngle(text, -1) === -1)) return false;
  const needed = outer.filter(({ closedIn }) => closedIn === "rest").length;
  const there = rest.match(/[)\]}]/g)?.length ?? 0;
  return needed === 0 || (there > needed && closedOutward > 0);
}

/** Whether the first closer right of the cursor is the partner of something that the text has left open. */
function isForOwn(text: string, around: Surroundings): boolean {
  const first = around.rest.trimStart()[0] ?? "";
  // The opener at its end is the one at the line's end.
  if (/[)\]}].*\{$/.test(around.rest.trim()) && text.trimEnd().endsWith(around.rest.trim())) return false;
  const scan = around.scan.fork();
  let hasLeftString = scan.place !== "string";
  for (const char of text) {
    scan.push(char);
    if (scan.place !== "string") hasLeftString = true;
  }
  if (scan.place === "string") return hasLeftString && "\"'`".includes(first);
  const innermost = scan.brackets.at(-1)?.char.at(-1);
  return innermost !== undefined && ["()", "[]", "{}"].includes(innermost + first);
}

function startOfCloser(
  text: string,
  char: string,
  from: number,
  awaiting: OutwardCloser[],
  around: Surroundings,
): number {
  if (char === ">") return startOfAngle(text, from);
  const known = awaiting.findIndex(({ index, event }) => index > from && event.char === char);
  const closer = awaiting[known];
  if (closer !== undefined) {
    awaiting.splice(0, known + 1);
    return closer.index;
  }
  if ("\"'`".includes(char)) return startOfUnknownQuote(text, char, from, around);
  return around.scan.place === "code" ? -1 : startOfUnknownBracket(text, char, from);
}

/** Where a quote is that the language does not know here (in a comment, in markup): one of an odd number must be it. */
function startOfUnknownQuote(text: string, char: string, from: number, { language, scan }: Surroundings): number {
  const isKnown = language.strings.some(({ quote }) => quote === char);
  if (isKnown && scan.place === "code") return -1;
  const [line = ""] = text.split("\n", 1);
  return line.replaceAll(`\\${char}`, "").split(char).length % 2 === 0 ? line.indexOf(char, from + 1) : -1;
}

/** In a comment or a text: the first closing bracket of the line that none of the line's own brackets needs. */
function startOfUnknownBracket(text: string, char: string, from: number): number {
  const opener = char === ")" ? "(" : char === "]" ? "[" : "{";
  let depth = 0;
  for (let at = from + 1; at < text.length && text[at] !== "\n"; at += 1) {
    if (text[at] === opener) depth += 1;
    if (text[at] !== char) continue;
    if (depth === 0) return at;
    depth -= 1;
  }
  return -1;
}

/** The first `>` that closes no `<` of the text's own and is no part of an arrow. */
function startOfAngle(text: string, from: number): number {
  let depth = 0;
  for (let at = from + 1; at < text.length && text[at] !== "\n"; at += 1) {
    if (text[at] === "<") depth += 1;
    if (text[at] !== ">" || /[=-]/.test(text[at - 1] ?? "")) continue;
    if (depth === 0) return at;
    depth -= 1;
  }
  return -1;
}

/** Where the text has the mark that ends the line: right after what it has covered, or at the end of its first line. */
function startOfPunctuation(text: string, char: string, from: number, depths: readonly number[]): number {
  const next = text.slice(from + 1).search(/\S/);
  if (from >= 0 && next !== -1 && text[from + 1 + next] === char) return from + 1 + next;
  const lineEnd = text.indexOf("\n", from + 1);
  const line = text.slice(0, lineEnd === -1 ? text.length : lineEnd).trimEnd();
  const at = line.length - 1;
  return at > from && line.endsWith(char) && depths[at] === 0 ? at : -1;
}

/** A `;` behind arguments whose closing bracket the text has forgotten would stand inside the brackets. */
function dropStrayEnd(draft: Draft, { around }: Pick<Scene, "spot" | "around">): Draft {
  const isInCall = around.outer.at(-1)?.char === "(" && around.rest.trimStart().startsWith(")");
  if (!isInCall || draft.text.includes("\n") || /\bfor\b/.test(around.linePrefix)) return draft;
  return around.scan.place === "code" ? { ...draft, text: draft.text.replace(/;\s*$/, "") } : draft;
}
