import { isDeclaration, leaving } from "./followingLines.ts";

/** Lines of the longest block whose repetition is noticed. */
const longestBlock = 8;
/** Characters of the longest phrase whose repetition inside a line is noticed. */
const longestPhrase = 40;
/** Blank lines in a row after which a model is thought to have nothing more to say. */
const mostBlankLines = 4;

/** A plain assignment: done twice in a row, it does nothing the second time. */
const assignment =
  /^\s*(?:(?:const|let|var|final|auto|local|export|int|String)\s+)?[\p{L}_$@](?:->|[\p{L}\p{N}_$.[\]"'])*\s*(?::=|=)\s*[^=\s(][^()]*$/u;
/** What begins with the name of a value or type. */
const constant = /^\s*(?:export\s+)?(?:const|type|interface|static)\s+[\p{L}_$]/u;
/** What is said about the declaration below it. */
const attribute = /^\s*(?:@[\p{L}_]|#!?\[|\[[\p{L}_])/u;
const letters = /[\p{L}_]/u;

/**
 * Notices that a model has fallen into a loop: the same lines, or the same words in a line, over and over. What people
 * really repeat (rulers, rows of numbers, empty cells, closing brackets) has few or no letters and is given far more room.
 */
export class Repetition {
  readonly #lines: string[] = [];
  readonly #numbers: number[] = [];
  readonly #lineRuns: number[] = Array.from({ length: longestBlock + 1 }, () => 0);
  #charRuns = new Int32Array(longestPhrase + 1);
  #line = "";
  #recent: string[] = [];
  #lineCount = 0;
  #blankLines = 0;
  /** Of each line, whether it stands behind a blank one. */
  readonly #spaced: boolean[] = [];
  #firstRepeated: number | undefined;

  /** The number of the first line that only repeats, once a loop was noticed. */
  get firstRepeatedLine(): number | undefined {
    return this.#firstRepeated;
  }

  /** Reads one character; tells whether a loop was noticed. */
  push(char: string): boolean {
    if (char === "\n") return this.#endLine();
    const at = this.#recent.length;
    for (let period = 1; period <= longestPhrase && period <= at; period += 1) {
      const run = this.#recent[at - period] === char ? (this.#charRuns[period] ?? 0) + 1 : 0;
      this.#charRuns[period] = run;
      if (run < 39 || run % period !== 0) continue;
      const phrase = this.#recent.slice(at - period + 1).join("") + char;
      if (!isPhraseLoop(phrase, run + period)) continue;
      this.#firstRepeated = this.#lineCount;
      return true;
    }
    this.#recent.push(char);
    this.#line += char;
    return false;
  }

  #endLine(): boolean {
    const line = this.#line.trimEnd();
    const number = this.#lineCount;
    this.#lineCount += 1;
    this.#line = "";
    this.#recent = [];
    this.#charRuns = new Int32Array(longestPhrase + 1);
    if (line === "") {
      this.#blankLines += 1;
      if (this.#blankLines <= mostBlankLines) return false;
      this.#firstRepeated = number - mostBlankLines;
      return true;
    }
    this.#spaced.push(this.#blankLines > 0);
    this.#blankLines = 0;
    this.#lines.push(line);
    this.#numbers.push(number);
    return this.#isBlockLoop();
  }

  #isBlockLoop(): boolean {
    const last = this.#lines.length - 1;
    const line = this.#lines[last] ?? "";
    for (let period = 1; period <= longestBlock && period <= last; period += 1) {
      const run = this.#lines[last - period] === this.#lines[last] ? (this.#lineRuns[period] ?? 0) + 1 : 0;
      this.#lineRuns[period] = run;
      const copies = Math.floor(run / period) + 1;
      const isIdle = period === 1 && copies === (leaving.test(line) ? 2 : assignment.test(line) ? 3 : 0);
      const block = this.#lines.slice(last - period + 1);
      const isSpaced = this.#spaced[last - period + 1] === true && this.#spaced[last - 2 * period + 1] === true;
      if (run >= period && isDeclaredAgain(block)) {
        this.#firstRepeated = this.#numbers[last + 1 - period];
        return true;
      }
      if (isRound(block, run) || (isSpaced && run >= 2 * period && weightOf(block) >= (period === 1 ? 8 : 12))) {
        this.#firstRepeated = this.#numbers[last + 1 - run];
        return true;
      }
      if (!isIdle && (copies < 4 || copies < mostCopies(block))) continue;
      // A block of equal lines says over and over what one of them says: it is the shortest block that counts.
      const longest = Math.max(run, ...this.#lineRuns.slice(1, period));
      this.#firstRepeated = this.#numbers[last - longest + 1];
      return true;
    }
    return false;
  }
}

/** Whether several lines that are said a second time begin by declaring something, which nobody does twice. */
function isDeclaredAgain(block: readonly string[]): boolean {
  if (block.length < 2 || weightOf(block) < 12) return false;
  const first = block.find((line) => !attribute.test(line)) ?? "";
  return (isDeclaration(first) || constant.test(first)) && !/[,;]$/.test(first);
}

/** Whether several lines are said three times, and two lines are begun once more even then. */
function isRound(block: readonly string[], run: number): boolean {
  const weight = weightOf(block);
  return block.length > 2 ? run >= 2 * block.length && weight >= 24 : block.length === 2 && run > 4 && weight >= 40;
}

function weightOf(block: readonly string[]): number {
  return block.join("\n").match(/[\p{L}\p{N}_]/gu)?.length ?? 0;
}

function mostCopies(block: readonly string[]): number {
  const text = block.join("\n");
  if (!letters.test(text)) return 64;
  const weight = weightOf(block);
  // Equal values in a list are many more often than equal statements in a row.
  if (block.length === 1)
    return weight >= 8
      ? 5
      : /\p{L}{3}/u.test(text) && !text.endsWith(",")
        ? 5
        : /\p{L}{3}["'`]\)?,$/u.test(text)
          ? 6
          : 12;
  return weight < 12 ? 8 : 4;
}

function isPhraseLoop(phrase: string, length: number): boolean {
  const copies = length / phrase.length;
  const words = phrase.match(/[\p{L}_]+/gu) ?? [];
  if (words.length === 0) return length >= 400;
  if (phrase.length === 1) return length >= 120;
  if (words.join("").length < 3) return length >= 400;
  return words.length >= 2 && copies >= 5 ? length >= 60 : copies >= 20 && length >= 80;
}
