import { CodeScan, type OpenBracket, type Place } from "./codeScan.ts";
import { columnsOf, indentOf } from "./indentation.ts";
import { languageOf, type Language } from "./languages.ts";
import { beginsWith, firstLineOf, lastLineOf, lastLinesOf } from "./lines.ts";
import { mostAfterCharacters, type Spot } from "./spot.ts";

/** Characters before and after the cursor that are looked at; more would cost time and change no decision worth having. */
const scanLimit = 12_000;
/** Lines after the cursor that are kept for comparison. */
const followingLimit = 60;

/** Copilot's rule for "only closing punctuation is right of the cursor" (facts/vscode.md 3). */
export const closingPunctuation = /^\s*[)>}\]"'`]*\s*[:{;,]?\s*$/;

/** A bracket opened before the cursor, and where its partner is. */
export interface OuterBracket extends OpenBracket {
  /** `rest`: on the cursor's line, right of it; `later`: on a following line; `nowhere`: still to be written. */
  readonly closedIn: "rest" | "later" | "nowhere";
  /** Whether it was opened on the cursor's own line. */
  readonly isOnCursorLine: boolean;
}

/** What stands around the cursor, read once for all rules that judge a text there. */
export interface Surroundings {
  readonly language: Language;
  /** A scan that goes on at the cursor; fork it. */
  readonly scan: CodeScan;
  /** Brackets open at the cursor, the outermost first. */
  readonly outer: readonly OuterBracket[];
  /** Closing characters after the cursor whose openers lie before the part of the document that is known. */
  readonly strayClosers: ReadonlySet<string>;
  /** Whether the document is longer before the cursor than what was read, so that more may be open there than is known. */
  readonly isCut: boolean;
  /** Columns by which the statement at the cursor is indented: a line with fewer does not belong to its block. */
  readonly baseIndent: number;
  /** The cursor's line up to the cursor. */
  readonly linePrefix: string;
  /** The cursor's line from the cursor on. */
  readonly rest: string;
  readonly isRestClosing: boolean;
  /** The lines after the cursor's, without blank ones. */
  readonly following: readonly string[];
  /** Those of them, without indentation, that the document has elsewhere too: meeting one again says little. */
  readonly common: ReadonlySet<string>;
}

/** What was read around a spot; the pieces of an answer are judged at the same one, one after another. */
const known = new WeakMap<Spot, Surroundings>();

/** What stands around a spot. */
export function surroundingsOf(spot: Spot): Surroundings {
  const sofar = known.get(spot);
  if (sofar !== undefined) return sofar;
  const around = readAround(spot);
  known.set(spot, around);
  return around;
}

function readAround(spot: Spot): Surroundings {
  const language = languageOf(spot.languageId);
  const before = lastLinesOf(spot.before, scanLimit);
  const after = spot.after.slice(0, scanLimit);
  const { scan, statementIndent } = readBefore(language, before);
  const rest = firstLineOf(after);
  const linePrefix = lastLineOf(before);
  const extent = { isFromStart: /^\n*\S/.test(before), isToEnd: spot.after.length < mostAfterCharacters };
  const { outer, strayClosers } = partnersOf(scan, after, extent);
  const following = after
    .slice(rest.length + 1)
    .split("\n", followingLimit)
    .map((line) => line.trimEnd())
    .filter((line) => line !== "");
  return {
    language,
    scan,
    outer,
    strayClosers,
    isCut: before.length < spot.before.length,
    baseIndent: Math.min(statementIndent, indentOfContinued(before, linePrefix, language)),
    linePrefix,
    rest,
    isRestClosing: closingPunctuation.test(rest),
    following,
    common: commonLines(before, following),
  };
}

/** Lines after the cursor that have a twin before it, or among themselves. */
function commonLines(before: string, following: readonly string[]): ReadonlySet<string> {
  const seen = new Set(before.split("\n").map((line) => line.trim()));
  const common = new Set<string>();
  for (const line of following.map((it) => it.trim())) {
    if (seen.has(line)) common.add(line);
    seen.add(line);
  }
  return common;
}

/**
 * The whole lines that were read last, and the scan behind them: typing asks again for what the key before asked for and a letter
 * more, and reading some hundred lines anew was most of what a key cost.
 */
let last: { readonly language: Language; readonly lines: string; readonly scan: CodeScan } | undefined;

/** A scan that has read a text of whole lines; whoever goes on with it takes a copy. */
function scanOfLines(language: Language, lines: string): CodeScan {
  const known = last?.language === language && beginsWith(lines, last.lines) ? last : undefined;
  if (known?.lines === lines) return known.scan;
  const scan = known?.scan.copy() ?? new CodeScan(language);
  scan.read(lines.slice(known?.lines.length ?? 0));
  last = { language, lines, scan };
  return scan;
}

/** Where the cursor is, as far as the known part of the document tells. */
export function placeOf({ languageId, before }: Spot): Place {
  return readBefore(languageOf(languageId), lastLinesOf(before, scanLimit)).scan.place;
}

/** Reads all before the cursor; tells the indentation of the line on which the cursor's statement began. */
function readBefore(language: Language, before: string): { scan: CodeScan; statementIndent: number } {
  const lineStart = before.lastIndexOf("\n") + 1;
  const scan = scanOfLines(language, before.slice(0, lineStart)).copy();
  let statementIndent = 0;
  let isLineStart = true;
  for (const char of before.slice(lineStart)) {
    const event = scan.push(char);
    if (isLineStart) {
      statementIndent = scan.indent;
      isLineStart = scan.isAtIndent;
    }
    if (event?.kind === "close") statementIndent = Math.min(statementIndent, event.opener.indent);
  }
  return { scan, statementIndent: isLineStart ? scan.indent : statementIndent };
}

/** The indentation of the line which the cursor's line continues (a chain of calls, a wrapped expression), or its own. */
function indentOfContinued(before: string, linePrefix: string, language: Language): number {
  let columns = columnsOf(indentOf(linePrefix));
  const lines = before.split("\n").slice(-30, -1).reverse();
  const isBraced = language.structure === "braces" && linePrefix.trim() !== "";
  for (const line of lines) {
    const text = line.trimEnd();
    if (text.endsWith("\\")) {
      columns = Math.min(columns, columnsOf(indentOf(line)));
      continue;
    }
    if (!isBraced) return columns;
    if (text === "") return columns;
    const indent = columnsOf(indentOf(line));
    if (indent > columns) continue;
    if (indent === columns) {
      if (/[;{}]$/.test(text)) return columns;
      continue;
    }
    if (/[{([;:,>}]$/.test(text) && !text.endsWith("=>")) return columns;
    columns = indent;
  }
  return columns;
}

interface AfterCloser {
  readonly char: string;
  readonly isInRest: boolean;
  /** Columns, if it is the first of its line. */
  readonly indent: number | undefined;
  /** Columns of its line; unknown on the cursor's own. */
  readonly lineIndent: number;
}

/** Finds which of the brackets open at the cursor are closed after it, the innermost first, by kind and by indentation. */
function partnersOf(
  scan: CodeScan,
  after: string,
  known: { isFromStart: boolean; isToEnd: boolean },
): Pick<Surroundings, "outer" | "strayClosers"> {
  const inward = [...scan.brackets].reverse();
  const closedIn = new Map<OpenBracket, "rest" | "later">();
  const strayClosers = new Set<string>();
  const closers = closersIn(scan, after);
  const isBalanced = known.isFromStart && closers.length === inward.length;
  let next = 0;
  for (const [index, closer] of closers.entries()) {
    const partner = closer.char === ")" ? "(" : closer.char === "]" ? "[" : "{";
    const isPartner = (bracket: OpenBracket): boolean => bracket.char.endsWith(partner);
    const candidates = inward.slice(next);
    const { indent } = closer;
    const alike = indent === undefined ? [] : candidates.filter((it) => isPartner(it) && it.indent === indent);
    const awaited = closers.slice(index).filter((it) => it.char === closer.char && it.indent === indent).length;
    // Where closers are missing, it is the innermost brackets, in which somebody is just writing, that have none.
    const missing = known.isToEnd ? Math.max(0, alike.length - awaited) : 0;
    const aligned = candidates.findIndex((it) => it === alike[missing]);
    // An indentation that fits none of the brackets known: its opener lies before the part of the document that is.
    const isOpen = (it: OpenBracket): boolean =>
      isPartner(it) && (isBalanced || (indent === undefined ? it.indent <= closer.lineIndent : it.indent < indent));
    const at = aligned === -1 ? candidates.findIndex(isOpen) : aligned;
    const opener = candidates[at];
    if (opener === undefined) {
      strayClosers.add(closer.char);
      continue;
    }
    closedIn.set(opener, closer.isInRest ? "rest" : "later");
    next += at + 1;
  }
  let isLeftOpen = false;
  const outer = scan.brackets.map((bracket) => {
    const isOnCursorLine = bracket.line === scan.line;
    // What is inside a bracket that nobody has closed yet is not closed beyond it.
    const found = isLeftOpen ? undefined : closedIn.get(bracket);
    if (isOnCursorLine && found === undefined) isLeftOpen = true;
    return { ...bracket, closedIn: found ?? ("nowhere" as const), isOnCursorLine };
  });
  return { outer, strayClosers };
}

/** Closing characters without partner after the cursor; where the cursor is in a text or a comment, by the likelier of two readings. */
function closersIn(scan: CodeScan, after: string): readonly AfterCloser[] {
  const inside = closersAfter(scan.fork(), after, false);
  if (scan.place === "code" || inside.length === 0) return inside;
  // What is typed at the cursor may end the text or comment on this line, though nothing there ends it yet.
  const outside = closersAfter(scan.fork(), after, true);
  return outside.length < inside.length ? outside : inside;
}

function closersAfter(onward: CodeScan, after: string, endsWithLine: boolean): readonly AfterCloser[] {
  const lineEnd = after.indexOf("\n") + 1;
  const inRest = closersOf(onward, lineEnd === 0 ? after : after.slice(0, lineEnd));
  if (lineEnd === 0) return inRest;
  if (endsWithLine) onward.leaveText();
  const below = after.slice(lineEnd);
  return [...inRest, ...(onward.isAtPlainLine ? closersOfLines(onward, below) : closersOf(onward, below))];
}

/**
 * The lines below the cursor's that were read last, by themselves: they hardly ever change between two keys, and what they close does
 * not depend on what is typed above them, unless that opens something.
 */
let lastBelow:
  { readonly language: Language; readonly text: string; readonly closers: readonly AfterCloser[] } | undefined;

function closersOfLines(onward: CodeScan, text: string): readonly AfterCloser[] {
  const { language } = onward;
  if (lastBelow?.language !== language || lastBelow.text !== text)
    lastBelow = { language, text, closers: closersOf(onward, text) };
  return lastBelow.closers;
}

/** Closing characters without partner in the part of a text that a scan goes on with. */
function closersOf(onward: CodeScan, text: string): readonly AfterCloser[] {
  const closers: AfterCloser[] = [];
  for (const char of text) {
    const isFirst = onward.isAtIndent;
    const event = onward.push(char);
    if (event?.kind !== "unmatched") continue;
    const isInRest = onward.line === 0;
    const indent = isFirst && !isInRest ? onward.indent : undefined;
    closers.push({ char, isInRest, indent, lineIndent: isInRest ? Infinity : onward.indent });
  }
  return closers;
}
