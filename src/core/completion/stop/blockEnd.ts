import { columnsOf, indentOf } from "../indentation.ts";
import type { Surroundings } from "../surroundings.ts";
import { awaitedEnder, enderOf, isContinuation, judgeLowerLine } from "./lowerLine.ts";

/** What a line says about the block that the text was begun in; undefined: it belongs to it. */
export type LineJudgement = "dedent" | "block" | "undecided" | undefined;

/** Knows, line by line, whether a text is still in the block that it was begun in. */
export class BlockEnd {
  readonly #around: Surroundings;
  readonly #startIndent: number;
  /** What closes the block of the cursor's line already, as far as a word or a tag does. */
  readonly #awaitedEnder: string | undefined;
  #baseIndent: number;
  /** Whether the text has a line of its own at the statement's columns, which an ender may close. */
  #hasOwnLine = false;
  #hasDeeperLine = false;
  #isClosed = false;
  #opensByColon = false;
  /** The text is inside a tag whose lines stand where they stand. */
  #isPreformatted = false;

  constructor(around: Surroundings) {
    this.#around = around;
    this.#baseIndent = around.baseIndent;
    this.#startIndent = around.baseIndent;
    this.#awaitedEnder =
      around.language.structure === "prose" || around.linePrefix.trim() === ""
        ? undefined
        : awaitedEnder(around.following, around.baseIndent);
  }

  /** Whether there is anything further out. */
  get isIndented(): boolean {
    return this.#baseIndent > 0;
  }

  /** A bracket was closed whose line is indented by so many columns: what comes may stand there. */
  moveOut(columns: number): void {
    this.#baseIndent = Math.min(this.#baseIndent, columns);
  }

  /** The block that the cursor's line opens has been closed. */
  close(): void {
    this.#isClosed = true;
  }

  /** Takes the text's first line, which goes on with the cursor's. */
  noteFirstLine(line: string): void {
    const { language, linePrefix } = this.#around;
    if (language.structure !== "indentation") return;
    this.#opensByColon = linePrefix.trim() !== "" && (linePrefix + line).trimEnd().endsWith(":");
  }

  /** Takes each whole line. */
  noteLine(line: string): void {
    if (this.#around.language.structure !== "markup") return;
    const tags = [...line.matchAll(/<(\/?)(?:pre|textarea)\b/gi)];
    const last = tags.at(-1);
    if (last !== undefined) this.#isPreformatted = last[1] === "";
  }

  /** Judges a later line that stands in code, as far as it has been read. */
  judge(line: string, isLineComplete: boolean): LineJudgement {
    const content = line.trimStart();
    const columns = columnsOf(indentOf(line));
    if (/^[)\]}]/.test(content) || this.#isPreformatted) return undefined;
    if (columns < this.#baseIndent) {
      if (!isLineComplete) return "undecided";
      const meaning = judgeLowerLine(line, this.#around.language, this.#around.following);
      if (meaning === "leaves") return "dedent";
      if (meaning === "closes") this.#baseIndent = columns;
      // What an `else` further out opens is indented by more than it, and by less than the block before.
      else if (isContinuation(content) && this.#around.language.structure !== "braces") {
        this.#baseIndent = Math.min(this.#baseIndent, columns + 1);
      }
    }
    if (columns === this.#startIndent && !this.#hasOwnLine && this.#awaitedEnder !== undefined) {
      if (!isLineComplete && this.#awaitedEnder.startsWith(content)) return "undecided";
      if (enderOf(content) === this.#awaitedEnder) return isLineComplete ? "dedent" : "undecided";
      this.#hasOwnLine = true;
    }
    if (columns > this.#startIndent) this.#hasDeeperLine = true;
    else if (this.#isClosed || (this.#opensByColon && this.#hasDeeperLine)) {
      if (/^\w*$/.test(content) && !isLineComplete) return "undecided";
      if (!isContinuation(content)) return "block";
    }
    return undefined;
  }
}
