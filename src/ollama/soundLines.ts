/** The longest line that is taken, bytes: no answer of a daemon comes near it, and readers keep a line until it ends. */
const longestLine = 8_000_000;
/** Lines that begin like nothing of ours, and blank bytes, before what answers counts as something else than Ollama. */
const mostForeignLines = 10_000;
const mostBlanks = 20_000;

const lineFeed = 10;
const brace = 123;

/**
 * Looks over an answer as it comes and ends one that no daemon gives: a line without an end, endless blanks, endless lines that are no
 * JSON, and, where every sound answer is JSON, one that does not begin like it. A reader would hold or report each of them for ever.
 */
export class SoundLines {
  readonly #isJson: boolean;
  #inLine = 0;
  #blanks = 0;
  #foreignLines = 0;
  #isAtStart = true;
  #hasBegun = false;
  #isForeign = false;

  constructor(isJson: boolean) {
    this.#isJson = isJson;
  }

  /** Whether there is anything in a chunk to be read; throws as the reading of such an answer would where it is not sound. */
  passes(chunk: Uint8Array): boolean {
    const wasAtStart = this.#isAtStart;
    this.#count(chunk);
    if (this.#isForeign) throw new TypeError("what does not begin with { is not valid JSON");
    if (this.#inLine > longestLine || this.#blanks > mostBlanks || this.#foreignLines > mostForeignLines)
      throw new TypeError("what comes without end is not valid JSON");
    // Nothing but blanks between two lines says nothing, and the npm client would report each of them.
    return !wasAtStart || chunk.some((one) => one > 32);
  }

  #count(chunk: Uint8Array): void {
    for (let from = 0; from < chunk.length;) {
      if (this.#isAtStart) {
        const sign = chunk[from] ?? 0;
        if (sign <= 32) {
          this.#blanks++;
          from++;
          continue;
        }
        this.#isAtStart = false;
        this.#isForeign ||= this.#isJson && !this.#hasBegun && sign !== brace;
        this.#hasBegun = true;
        if (sign === brace) this.#blanks = this.#foreignLines = 0;
        else this.#foreignLines++;
      }
      const end = chunk.indexOf(lineFeed, from);
      this.#inLine += (end < 0 ? chunk.length : end) - from;
      if (end < 0) return;
      this.#inLine = 0;
      this.#isAtStart = true;
      from = end + 1;
    }
  }
}

/**
 * What is wrong where the `content-type` of an answer is that of a page, in the words of a reader of JSON; undefined where it is not.
 * Readers skip lines that are no JSON, so that a login page would look like an answer that was cut off.
 */
export function pageError(type: string): TypeError | undefined {
  return /^text\/html\b/i.test(type) ? new TypeError(`${type} is not valid JSON`) : undefined;
}

/** Lets an answer through as long as its lines are sound. */
export function soundLines(isJson: boolean): TransformStream<Uint8Array, Uint8Array> {
  const sound = new SoundLines(isJson);
  return new TransformStream({
    transform: (chunk, controller) => {
      if (sound.passes(chunk)) controller.enqueue(chunk);
    },
  });
}
