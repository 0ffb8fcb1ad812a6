/** Lines above the cursor at which a model may have begun anew. */
const linesAbove = 60;

/** Follows a text that says the lines above the cursor again, from one of them on; those leave the cursor's block without meaning to. */
export class LinesAgain {
  readonly #before: string;
  #above: readonly string[] | undefined;
  /** Which line is awaited next; undefined where the text says others, or has said them all. */
  #at: number | undefined;
  #isFirst = true;

  /** Takes the code before the cursor, whose own line is blank so far; undefined where it is not. */
  constructor(before: string | undefined) {
    this.#before = before ?? "";
  }

  /** Whether a line is the awaited one, as far as it has been read. */
  isNext(line: string, isComplete: boolean): boolean {
    const awaited = this.#at === undefined ? undefined : this.#above?.[this.#at];
    if (awaited === undefined) return false;
    return isComplete ? awaited === line.trim() : awaited.startsWith(line.trim());
  }

  /** Takes a whole line of the text. */
  endLine(line: string): void {
    const said = line.trim();
    if (said === "") return;
    // Most texts have one line, and the lines above are not looked for.
    this.#above ??= nonBlankLines(this.#before).slice(-linesAbove);
    const at = this.#isFirst ? this.#above.indexOf(said) : this.isNext(line, true) ? (this.#at ?? -1) : -1;
    this.#isFirst = false;
    this.#at = at === -1 ? undefined : at + 1;
  }
}

function nonBlankLines(before: string): string[] {
  return before
    .slice(-8_000)
    .split("\n")
    .slice(0, -1)
    .map((line) => line.trim())
    .filter((line) => line !== "");
}
