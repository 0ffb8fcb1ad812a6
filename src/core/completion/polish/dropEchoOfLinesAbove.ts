import { columnsOf, indentOf } from "../indentation.ts";
import type { Language } from "../languages.ts";
import { isDeclaration, isDistinctive } from "../stop/followingLines.ts";
import type { Step } from "./draft.ts";
import { reindent } from "./reindent.ts";

/** Lines above the cursor at which a model may have begun anew. */
const linesAbove = 40;

/** A line that opens a block which a word such as `end` will close. */
const openingByWord =
  /^(?:def|class|module|(?:local\s+)?function|if|unless|while|until|case)\b(?!.*(?:\bend$|;|=\s))|\b(?:do|then)(?:\s*\|.*\|)?$|[:{(]$/;

/** What is put into one of its kind on purpose: `Column { Column {`. */
const box = /^\p{L}[\p{L}\p{N}_]*\s*\{$/u;
const boxLanguages: ReadonlySet<string> = new Set(["kotlin", "swift", "groovy"]);

/** A line that says something about the next one: nobody says it twice. */
const aboutNext = /^(?:@[\p{L}_].*|\/\*.*\*\/|#\[.*\])$/u;

/**
 * Drops what a text says again of the lines above before it goes on, where it began at an earlier line than the cursor's:
 * `def f():` once more, and then the body.
 */
export const dropEchoOfLinesAbove: Step = (draft, { around, spot }) => {
  const above = spot.before
    .split("\n")
    .slice(-1 - linesAbove, -1)
    .filter((line) => line.trim() !== "");
  const lines = draft.text.split("\n");
  const isBox = boxLanguages.has(spot.languageId) && box.test(above.at(-1)?.trim() ?? "");
  const { structure, section } = around.language;
  // What begins a section of a makefile is the head of a rule, whatever it ends with.
  const head = spot.languageId === "makefile" ? section : undefined;
  const opener = head ?? (structure === "keywords" ? openingByWord : /[:{(]$/);
  const echoed = isBox ? 0 : echoedLines(lines, above, opener, around.language);
  if (echoed === 0) return draft;
  const [first = "", ...others] = lines.slice(echoed);
  const prefix = around.linePrefix.trim();
  if (prefix !== "") {
    if (!first.trimStart().startsWith(prefix)) return draft;
    const remainder = first.trimStart().slice(prefix.length);
    const text = /\s$/.test(around.linePrefix) ? remainder.trimStart() : remainder;
    return { ...draft, text: [text, ...others].join("\n") };
  }
  const from = indentOf(first);
  const isDeeper = columnsOf(from) > columnsOf(around.linePrefix);
  const shift = { from, to: around.linePrefix };
  const shifted = isDeeper ? others.map((line) => reindent(indentOf(line), shift) + line.trimStart()) : others;
  return { ...draft, text: [first.trimStart(), ...shifted].join("\n") };
};

/** How many of the first lines repeat, one by one, the last lines above; blank ones do not count. */
function echoedLines(
  lines: readonly string[],
  above: readonly string[],
  opener: RegExp,
  { lineComments }: Language,
): number {
  const first = lines[0]?.trim() ?? "";
  if (first === "" || lines.length < 2) return 0;
  for (let start = above.length - 1; start >= 0; start -= 1) {
    if (above[start]?.trim() !== first) continue;
    const wanted = above.slice(start);
    const isAlone = opener.test(first) || aboutNext.test(first) || lineComments.some((mark) => first.startsWith(mark));
    const isTelling = isDistinctive(first) || isDeclaration(first);
    const isWorthIt = wanted.length >= 2 ? wanted.some(isDistinctive) : isAlone && isTelling;
    const end = isWorthIt ? matchedEnd(lines, wanted) : 0;
    if (end > 0) return end;
  }
  return 0;
}

/** The number of lines in which all the wanted ones were met, or 0. */
function matchedEnd(lines: readonly string[], wanted: readonly string[]): number {
  let met = 0;
  for (const [index, line] of lines.entries()) {
    if (line.trim() === "") continue;
    if (line.trim() !== wanted[met]?.trim()) return 0;
    met += 1;
    if (met === wanted.length) return index + 1 < lines.length ? index + 1 : 0;
  }
  return 0;
}
