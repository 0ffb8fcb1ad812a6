import { isDistinctive, leaving } from "../stop/followingLines.ts";
import type { Surroundings } from "../surroundings.ts";
import type { Step } from "./draft.ts";

/** Lines that are looked at for the longest end of a text that stands below already. */
const mostLines = 12;

/**
 * Drops the lines at the end of a text that are the very lines which follow it. Where the document has such lines twice in a row
 * anyway, one more of them may be meant.
 */
export const dropNextLines: Step = (draft, { around, spot, options }) => {
  const { following, isRestClosing, linePrefix } = around;
  if (!options.finished || !isRestClosing || following.length === 0) return draft;
  const text = draft.text.trimEnd();
  const all = ((linePrefix.trim() === "" ? linePrefix : "") + text).split("\n").map((line) => line.trimEnd());
  const lines = all.filter((line) => line !== "");
  const again = longestAgain(lines, following);
  if (again === 0 || !isEcho(lines, again, spot.before, around)) return draft;
  return { ...draft, text: withoutLastLines(text, again) };
};

/** How many lines at the end are the first ones that follow, in their order. */
function longestAgain(lines: readonly string[], following: readonly string[]): number {
  for (let count = Math.min(mostLines, lines.length, following.length); count > 0; count -= 1) {
    const from = lines.length - count;
    if (following.slice(0, count).every((line, at) => collapsed(lines[from + at] ?? "") === collapsed(line)))
      return count;
  }
  return 0;
}

/** A line with one blank where there are several, but for its indentation. */
function collapsed(line: string): string {
  return line.replace(/(\S)[ \t]+/g, "$1 ");
}

/** Whether the last lines of a text, which stand below it too, are not meant a second time. */
function isEcho(lines: readonly string[], count: number, before: string, around: Surroundings): boolean {
  const { following, common } = around;
  const said = following.slice(0, count);
  const own = lines.slice(0, lines.length - count);
  const isRow = [own.slice(-count), following.slice(count, 2 * count)].some((near) => areSame(near, said));
  if (isRow || (count > 1 && said.every((line) => line === said[0]))) return false;
  const saying = said.filter(isSaying);
  if (count > 1) return saying.length > 0 || (said.every(isClosing) && isCloserOfFollowing(lines, around));
  const [next = ""] = said;
  if (own.length === 0 || isTwin(next, before, around)) return false;
  if (saying.length === 0)
    return (
      neverTwice.test(next) || isStrayCloser(next, around) || (isClosing(next) && isCloserOfFollowing(lines, around))
    );
  return !mayBeListed.test(next) || !common.has(next.trim());
}

/** A line of nothing but closers. */
const closersOnly = /^\s*([)\]}]+)[;,]?$/;

/** A line of a list or of markup, which may well have its like next to it. */
const mayBeListed = /^\s*["'`\d].*,$|^\s*<.*>$/;

/** What nobody writes twice in a row: a comment's line that says nothing or is a ruler, and what begins a comment, a block or a fence. */
const neverTwice = /^\s*(?:(?:\/\/+!?|#+|\*|--+|;+|%)[ ]?[-=*#~/]*|\/\*\*?|<!--|[{([]|(?:`{3,}|~{3,})[\w-]*)$/;

function isClosing(line: string): boolean {
  return closersOnly.test(line) || /^\s*(?:`{3,}|~{3,})$/.test(line);
}

/** Whether a text, where it is no code to us, closes what it has not opened. */
function isCloserOfFollowing(lines: readonly string[], { language, scan }: Surroundings): boolean {
  if (language.structure !== "prose" && scan.place === "code") return false;
  const text = lines.join("\n");
  return text.split(/[)\]}]/).length > text.split(/[([{]/).length;
}

/** Whether the document has a line twice in a row somewhere. */
function isTwin(line: string, before: string, { following }: Surroundings): boolean {
  const twice = `${line}\n${line}\n`;
  return before.includes(twice) || following.some((one, at) => one === line && following[at + 1] === line);
}

/** Whether a line only closes what nothing in the document has opened. */
function isStrayCloser(line: string, { strayClosers, isCut }: Surroundings): boolean {
  const closers = closersOnly.exec(line)?.[1];
  return (
    closers !== undefined && !isCut && [")", "]", "}"].some((one) => closers.includes(one) && strayClosers.has(one))
  );
}

function areSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((line, at) => line === other[at]);
}

/** Whether a line says something of its own, and is no mere end or turn of a block. */
function isSaying(line: string): boolean {
  if (!/\p{L}/u.test(line)) return false;
  const isDirective = /^\s*#\s*(?:el|end|if)/.test(line) || (/^\s*#/.test(line) && !isDistinctive(line));
  return leaving.test(line) || !(isDirective || /^\s*(?:end\w*|fi|done|esac|else|pass|<\/[\w:.-]+>)\W*$/.test(line));
}

function withoutLastLines(text: string, count: number): string {
  let left = text;
  for (let dropped = 0; dropped < count; dropped += 1) {
    left = left.slice(0, Math.max(0, left.lastIndexOf("\n"))).trimEnd();
  }
  return left;
}
