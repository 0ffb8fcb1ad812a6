import { columnsOf, indentOf } from "../indentation.ts";
import type { Language } from "../languages.ts";
import type { Surroundings } from "../surroundings.ts";

/** Whatever follows such a line at its indentation is never reached, so that nobody writes it twice in a row. */
export const leaving = /^\s*(?:return|throw|raise|break|continue|exit)\b/;

/** What declares something by its name: nobody declares the same twice in a row, whatever the second body says. */
const declaring =
  /^\s*(?:(?:export|default|async|public|private|protected|internal|static|final|abstract|override|pub(?:\([a-z]+\))?|unsafe)\s+)*(?:def|class|function|func|fun|fn|interface|struct|enum|trait|impl|module|namespace)\s+[\p{L}_(<][^;]*[{:)]?$/u;
const declaringMethod =
  /^\s*(?:(?:public|private|protected|internal|static|final|override|virtual|async)\s+)+[^=;]*\)[^=;()]*\{?$/;

/** What begins a block by a title of its own, a method without any word before it, or a build's block: there once too. */
const titled = /^\s*[\w.$]+\s*\(?\s*(["'`])[^"'`]{4,}\1.*(?:\{|=>|\(|\bdo|:)$/;
const method =
  /^\s*(?:(?:async|get|set|static)\s+)*(?!(?:if|for|while|switch|catch|with|function|return|else|do|try|foreach|using|lock|match|when|unless|until|repeat)\b)[\w$#]+\s*\([^;]*\)(?:\s*:\s*[^{;=]+)?\s*\{$/;
const buildBlock = /^\w+(?:\.\w+)+\s*\{$/;

/** A label of a `switch`, with what it leads to on its line or not: a `switch` has each of them once. */
const label = /^\s*(?:case\s.*\S|default)\s*(?::|->)/;

/** Lines that a match may need before it counts. */
const mostNeeded = 5;
/** What the weights of lines must add up to for a text that ends there. */
const enough = 4;

/** Words that say little about which line it is. */
const commonWords = new Set(
  (
    "if else elif elsif elseif then fi for foreach while do done loop end begin try catch except finally rescue ensure " +
    "return break continue pass default case when in switch match null nil None true false self this new const let var " +
    "func fn def function async await public private static void int string go defer select esac " +
    "endif #endif #else #if endfor endwhile endfunction endforeach"
  ).split(" "),
);

/** Whether a line declares something by its name. */
export function isDeclaration(line: string): boolean {
  return declaring.test(line) || declaringMethod.test(line);
}

/** Whether a line is so much itself that meeting it again is no accident. */
export function isDistinctive(line: string): boolean {
  const text = line.trim();
  if (/^<\/?[\w:.-]+\s*\/?>$/.test(text)) return false;
  const words = (text.match(/[\p{L}_$@#][\p{L}\p{N}_$-]*/gu) ?? []).filter((word) => !commonWords.has(word));
  const numbers = text.match(/\b\d+\b/g)?.length ?? 0;
  return words.length >= 2 || words.some((word) => word.length >= 3) || (words.length === 1 && numbers >= 1);
}

/** What is after the cursor, and in which language. */
type Following = Pick<Surroundings, "following" | "common" | "language" | "linePrefix">;

/**
 * The first lines after the cursor that a text must repeat to have certainly run into them. One line is not enough where
 * the text goes on otherwise: people do write the same line twice.
 */
export function neededLines({ following, common, language }: Following): readonly string[] {
  const needed: string[] = [];
  let weight = 0;
  for (const line of following.slice(0, mostNeeded)) {
    // Equal lines in a row are a list of equal things, of which there may be more.
    if (line !== needed.at(-1)) weight += weightOf(line, common, language);
    needed.push(line);
    if (weight >= (needed.length > 1 ? 1.5 : 2) * enough) return needed;
  }
  const least = needed.some((line) => common.has(line.trim())) ? 1 : enough / 2;
  if (weight >= least) return needed;
  // Lines that say little are met again together with the closer behind them, at which the text ends anyway.
  const closer = needed.findIndex((line) => /^\s*[)\]}]/.test(line));
  return closer > 0 ? needed.slice(0, closer + 1) : [];
}

/** How much is said by meeting a line again; a line that opens a block is often like another one, as is one that has a twin. */
function weightOf(line: string, common: ReadonlySet<string>, { section }: Language): number {
  // What ends an arm of a shell's `case`, or leaves a block, is never written twice in a row.
  if (/^\s*(?:;;&?|;&)$/.test(line) || leaving.test(line)) return enough;
  if (common.has(line.trim())) return /\p{L}/u.test(line) ? 1 : 0;
  if (section?.test(line) === true || label.test(line)) return 2 * enough;
  if (isDeclaration(line) || [titled, method, buildBlock].some((head) => head.test(line))) return 2 * enough;
  if (/^\s*(?:`{3,}|~{3,})$/.test(line)) return enough;
  if (!isDistinctive(line)) return /[\p{L}\p{N}]/u.test(line) ? 1 : 0;
  const isOpener = /[{([:>]$/.test(line) && !/<\/[\w:.-]+>$/.test(line);
  if (isOpener || line.endsWith("\\")) return 2;
  // A line of some words that the document has nowhere else.
  return (line.match(/[\p{L}\p{N}_]+/gu)?.length ?? 0) >= 4 ? 2 * enough : enough;
}

/** Compares a stream, line by line, with the lines after the cursor. */
export class FollowingLines {
  readonly #needed: readonly string[];
  readonly #common: ReadonlySet<string>;
  readonly #language: Language;
  readonly #weight: number;
  #matched = 0;
  #content = "";
  #columns = 0;
  #at = 0;
  #isCandidate = false;
  #isInIndent = true;
  /** The key with which the next line begins, and that line's indentation: a block has it once, whatever follows it. */
  readonly #key: string | undefined;
  readonly #keyColumns: number;
  /** The text has left the block in which that key would be there twice. */
  #hasLeftBlock = false;
  #isKeyMeant = false;
  #line = "";
  #lastLine = ";";

  constructor(around: Following) {
    this.#needed = neededLines(around);
    this.#common = around.common;
    this.#language = around.language;
    const [next = ""] = around.following;
    this.#key = around.language.onlyOnce?.exec(next)?.[0].trim();
    this.#keyColumns = columnsOf(indentOf(next));
    // Who has begun the line with it means it.
    if (around.linePrefix.trim() !== "") this.#isKeyMeant = true;
    this.#weight = this.#weightOfAll(this.#needed);
    this.beginLine();
  }

  /** Whether the line so far may become the awaited one, or lines before it were awaited ones. */
  get isPending(): boolean {
    return this.#isCandidate || this.#mayBeKey;
  }

  /** Whether the line so far begins as the key does, or may yet. */
  get #mayBeKey(): boolean {
    if (this.#key === undefined || this.#hasLeftBlock || this.#isKeyMeant) return false;
    const content = this.#line.trimStart();
    if (content === "") return true;
    if (columnsOf(indentOf(this.#line)) !== this.#keyColumns) return false;
    return content.startsWith(this.#key) || this.#key.startsWith(content);
  }

  get #isKeyAgain(): boolean {
    return this.#key !== undefined && this.#mayBeKey && this.#line.trimStart().startsWith(this.#key);
  }

  /** Whether a text that ends here, in the middle of a line or not, has said nothing but what follows for some lines. */
  get isEnough(): boolean {
    if (this.#isKeyAgain) return true;
    if (!this.#isCandidate) return false;
    const met = this.#needed.slice(0, this.#matched + (this.#isMet ? 1 : 0));
    if (met.length === this.#needed.length) return met.length > 0;
    const isCommon = met.every((line) => this.#common.has(line.trim()));
    return this.#weightOfAll(met) >= (isCommon ? enough : Math.max(enough / 2, Math.min(enough, this.#weight)));
  }

  /** Whether the whole lines met so far are certainly those that follow. */
  get isSomeEnough(): boolean {
    return this.#weightOfAll(this.#needed.slice(0, this.#matched)) >= enough / 2;
  }

  #weightOfAll(lines: readonly string[]): number {
    return lines.reduce((sum, line) => sum + weightOf(line, this.#common, this.#language), 0);
  }

  get #isMet(): boolean {
    return this.#isCandidate && !this.#isInIndent && this.#at === this.#content.length;
  }

  /** Reads one character of a line; with `isLoose` its indentation does not matter. */
  push(char: string, isLoose: boolean): void {
    this.#line += char;
    if (!this.#isCandidate) return;
    if (this.#isInIndent) {
      if (char === " " || char === "\t" || char === "\f") return;
      this.#isInIndent = false;
      const columns = columnsOf(indentOf(this.#line));
      // Deeper than the line before, with no bracket open: what a condition without braces leads to.
      const isLed = columns > columnsOf(indentOf(this.#lastLine)) && !/[;}]\s*$/.test(this.#lastLine);
      if ((!isLoose || isLed) && columns !== this.#columns) {
        this.#isCandidate = false;
        return;
      }
    }
    if (this.#at < this.#content.length) {
      if (this.#content[this.#at] === char) this.#at += 1;
      else this.#isCandidate = false;
    } else if (char !== " " && char !== "\t") this.#isCandidate = false;
  }

  /** Ends a line: have all awaited lines been met (`all`), some of them so far (`some`), or is it a line of its own (`none`)? */
  endLine(): "all" | "some" | "none" {
    if (this.#isKeyAgain) return "all";
    this.#noteKeyOfBlock();
    if (this.#isInIndent) {
      const isBetween = this.#matched > 0;
      this.beginLine();
      return isBetween ? "some" : "none";
    }
    const isMet = this.#isMet;
    this.#lastLine = this.#line;
    this.#matched = isMet ? this.#matched + 1 : 0;
    const all = isMet && this.#matched === this.#needed.length;
    this.beginLine();
    return all ? "all" : isMet ? "some" : "none";
  }

  #noteKeyOfBlock(): void {
    if (this.#line.trim() === "") return;
    if (columnsOf(indentOf(this.#line)) < this.#keyColumns || /^\s*(?:\[|---)/.test(this.#line))
      this.#hasLeftBlock = true;
    this.#isKeyMeant = false;
  }

  /** Forgets what was met, after the line turned out to be another one. */
  forget(): void {
    this.#matched = 0;
    this.#isCandidate = false;
  }

  /** Awaits the first line again, after a line that is the text's own whatever it is equal to. */
  restart(): void {
    this.#matched = 0;
    this.beginLine();
  }

  beginLine(): void {
    const target = this.#needed[this.#matched];
    this.#content = target?.trim() ?? "";
    this.#columns = columnsOf(indentOf(target ?? ""));
    this.#at = 0;
    this.#isCandidate = target !== undefined;
    this.#isInIndent = true;
    this.#line = "";
  }
}
