const opening = /^\s*#\s*(?:if|ifdef|ifndef|region)\b/;
const closing = /^\s*#\s*(?:endif|endregion)\b/;
const turning = /^\s*#\s*(?:else|elif|elifdef|elifndef)\b/;

/** By how much a line changes the number of open conditions. */
function stepOf(line: string): number {
  return opening.test(line) ? 1 : closing.test(line) ? -1 : 0;
}

/** Follows the preprocessor's conditions (`#if`, `#endif`, C#'s `#region`) through a text: what follows the cursor may close them already. */
export class Directives {
  readonly #isEndThere: boolean;
  readonly #isElseThere: boolean;
  #depth = 0;
  #isLeaving = false;

  /** Takes the lines before and after the cursor. */
  constructor(before: readonly string[], after: readonly string[]) {
    const open = before.reduce((depth, line) => Math.max(0, depth + stepOf(line)), 0);
    let depth = 0;
    let closed = 0;
    let elses = 0;
    for (const line of after) {
      if (depth === 0 && closed === 0 && /^\s*#\s*else\b/.test(line)) elses += 1;
      depth += stepOf(line);
      if (depth >= 0) continue;
      depth = 0;
      closed += 1;
    }
    this.#isEndThere = closed > 0 && closed >= open;
    this.#isElseThere = this.#isEndThere && elses > 0;
  }

  /** Whether the last line closed what is closed after the cursor too: unless a condition is opened in its place, the text ends before it. */
  get isLeaving(): boolean {
    return this.#isLeaving;
  }

  /** Whether the text has begun a condition of its own and not ended it. */
  get isInOwn(): boolean {
    return this.#depth > 0;
  }

  /** Reads a whole line of the text that is not blank; tells whether the text must end before it, or before the one with which it left. */
  endsBefore(line: string): boolean {
    if (this.#isLeaving) {
      this.#isLeaving = !opening.test(line);
      return this.#isLeaving;
    }
    if (this.#depth === 0 && turning.test(line)) return this.#isElseThere;
    this.#isLeaving = this.#depth === 0 && this.#isEndThere && closing.test(line);
    this.#depth = Math.max(0, this.#depth + stepOf(line));
    return false;
  }
}
