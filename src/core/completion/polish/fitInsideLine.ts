import type { Draft, Scene, Step } from "./draft.ts";
import { ownEvents } from "./ownEvents.ts";

const wordChar = /[\p{L}\p{N}_$]/u;

/** With code right of the cursor, keeps only what fits between: one line, up to where the rest of the line begins again. */
export const fitInsideLine: Step = (draft, scene) => {
  const { rest, isRestClosing, linePrefix } = scene.around;
  if (isRestClosing) return draft;
  const [line = ""] = draft.text.split("\n", 1);
  const isInsideWord =
    isBetweenWordChars(linePrefix.at(-1), rest[0]) && /[^$]/.test(`${linePrefix.at(-1) ?? ""}${rest[0] ?? ""}`);
  const text = isInsideWord ? (/^[\p{L}\p{N}_$]*/u.exec(line)?.[0] ?? "") : line;
  const cut = Math.min(
    startOfRest(text, scene, isInsideWord),
    startOfOuterCloser(text, scene),
    endOfString(text, scene),
    endOfTag(text, scene),
  );
  const kept = text.slice(0, cut);
  return finish({ ...draft, text: kept, isFinished: draft.isFinished || kept !== draft.text }, rest);
};

function finish(draft: Draft, rest: string): Draft {
  return /^\s/.test(rest) ? { ...draft, text: draft.text.trimEnd() } : draft;
}

/** Where a text begins to repeat what is right of the cursor. */
function startOfRest(text: string, { around }: Scene, isInsideWord: boolean): number {
  const rest = around.rest.trim();
  const { depths } = ownEvents(text, around);
  for (let at = 0; at < text.length; at += 1) {
    if (depths[at] !== 0 || text[at] === " " || isOwnAngle(text, at) || isOwnTag(text, at)) continue;
    if (around.scan.place === "code" && `"'`.includes(text[at] ?? "") && isInQuotes(text, at)) continue;
    if (!isInsideWord && isBetweenWordChars(text[at - 1], text[at])) continue;
    const tail = text.slice(at).trimEnd();
    if (tail.startsWith(rest)) return at;
    if (rest.startsWith(tail) && (isInsideWord || !isBetweenWordChars(tail.at(-1), rest[tail.length]))) return at;
  }
  return text.length;
}

/** Whether a `>` closes a `<` of the text's own. */
function isOwnAngle(text: string, at: number): boolean {
  if (text[at] !== ">") return false;
  const before = text.slice(0, at).replaceAll(/[=-]>/g, "");
  return before.split("<").length > before.split(">").length;
}

/** Whether a text has begun a quoted one before a place and not ended it. */
function isInQuotes(text: string, at: number): boolean {
  const before = text.slice(0, at);
  return ['"', "'"].some((quote) => before.split(quote).length % 2 === 0);
}

/** Whether a tag closes one of the text's own. */
function isOwnTag(text: string, at: number): boolean {
  const name = /^<\/([\w:.-]+)/.exec(text.slice(at))?.[1];
  if (name === undefined) return false;
  const before = text.slice(0, at);
  return before.split(new RegExp(`<${name}(?=[\\s>])`)).length > before.split(`</${name}`).length;
}

function isBetweenWordChars(left: string | undefined, right: string | undefined): boolean {
  return left !== undefined && right !== undefined && wordChar.test(left) && wordChar.test(right);
}

/** Where a text closes a bracket whose partner is right of the cursor. */
function startOfOuterCloser(text: string, { around }: Scene): number {
  const outer = [...around.outer];
  for (const { index, event } of ownEvents(text, around).closers) {
    if (event.kind === "unmatched" && outer.pop()?.closedIn === "rest") return index;
  }
  return text.length;
}

/** Where a text ends the string that the cursor is in and the rest of the line ends too. */
function endOfString(text: string, { around }: Scene): number {
  const { rest, language, linePrefix, scan } = around;
  if (language.structure === "markup") {
    const quote = /<[^<>]*=\s*(?:"[^"]*|'[^']*)$/.test(linePrefix)
      ? /=\s*(["'])[^"'=]*$/.exec(linePrefix)?.[1]
      : undefined;
    const end = quote !== undefined && rest.includes(quote) ? text.indexOf(quote) : -1;
    return end === -1 ? text.length : end;
  }
  const end = ownEvents(text, around).closers.find(({ event }) => event.kind === "unquote");
  if (end === undefined || !ownEvents(rest, around).closers.some(({ event }) => event.kind === "unquote"))
    return text.length;
  const behind = scan.fork();
  behind.read(text);
  return behind.place === "string" ? text.length : end.index;
}

/** Where a text ends the tag, or the list of types, that the cursor is in and the rest of the line ends too. */
function endOfTag(text: string, { around }: Scene): number {
  const { rest, linePrefix } = around;
  if (!/^\s*\/?>/.test(rest) || !/<[\p{L}_][\p{L}\p{N}_.:-]*(?:\s[^<>]*)?$/u.test(linePrefix)) return text.length;
  const { depths } = ownEvents(text, around);
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] !== ">" || depths[at] !== 0 || isOwnAngle(text, at) || isInQuotes(text, at)) continue;
    if (text[at - 1] === "/") return at - 1;
    if (!/[=-]/.test(text[at - 1] ?? "")) return at;
  }
  return text.length;
}
