import type { GhostStream } from "../core/completion/ghostStream.ts";
import type { AnswerEvent, AnswerFigures } from "../ollama/answerEvents.ts";
import { movedOn } from "./movedOn.ts";

/** What a running request tells its owner when it has ended; an abort of our own is an end without failure. */
export interface StreamEnd {
  /** The daemon's own account; there is none where we ended the stream. */
  readonly figures: AnswerFigures | undefined;
  readonly error: unknown;
  /** From the request to its first text, ms; undefined where none came. */
  readonly firstTextMs: number | undefined;
  /** From the first text to the last, ms. */
  readonly textMs: number;
  /** Pieces of text that came, each about a token. */
  readonly pieces: number;
}

type Opener = (signal: AbortSignal) => AsyncGenerator<AnswerEvent, void, undefined>;

/** A request that feeds a ghost stream; those who wait for text wait here. */
export class ModelStream {
  readonly ghost: GhostStream;
  /** Resolves when the connection is closed, whatever the reason; never rejects. */
  readonly closed: Promise<StreamEnd>;
  readonly #abort: AbortController;
  readonly #now: () => number;
  /** Whether its prompt's beginning had never been evaluated when it was sent. */
  readonly isNewSpot: boolean;
  /** Called with each piece of text, before those who wait are woken. */
  onText: () => void = () => undefined;
  #lastSignMs: number;
  #hasBegun = false;
  #isResting = false;
  #isOver = false;
  #waiters: (() => void)[] = [];

  constructor(ghost: GhostStream, open: Opener, now: () => number, isNewSpot = false) {
    this.ghost = ghost;
    this.isNewSpot = isNewSpot;
    this.#abort = new AbortController();
    this.#now = now;
    this.#lastSignMs = now();
    this.closed = this.#run(open, now);
  }

  /** How long nothing has come, ms. */
  get silentMs(): number {
    return this.#now() - this.#lastSignMs;
  }

  /** Whether any text has come, so that the prompt is evaluated. */
  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  /** Whether nothing more comes from this request; its text may be gone on with by another one. */
  get isOver(): boolean {
    return this.#isOver || this.ghost.isFinished;
  }

  /** Closes the connection; the text so far stays, and is all there will be. */
  abort(): void {
    this.#abort.abort(movedOn);
  }

  /** Closes the connection; the text may be gone on with later. */
  rest(): void {
    this.#isResting = true;
    this.#abort.abort(movedOn);
  }

  /** Closes the connection if all that is wanted of the text is there and nobody waits for more; it may be gone on with later. */
  restIfEnough(): void {
    if (this.#waiters.length > 0 || this.#abort.signal.aborted || !this.ghost.hasEnough) return;
    this.rest();
  }

  /** Resolves at the next piece of text or at the end, or when the signal aborts. */
  next(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted || this.isOver) {
        resolve();
        return;
      }
      const done = (): void => {
        signal.removeEventListener("abort", done);
        this.#waiters = this.#waiters.filter((one) => one !== done);
        resolve();
      };
      signal.addEventListener("abort", done, { once: true });
      this.#waiters.push(done);
    });
  }

  /** Resolves when nothing more comes, or when the signal aborts. */
  async finished(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && !this.isOver) await this.next(signal);
  }

  async #run(open: Opener, now: () => number): Promise<StreamEnd> {
    const sentMs = now();
    let figures: AnswerFigures | undefined;
    let failed: unknown;
    let firstMs: number | undefined;
    let lastMs = sentMs;
    let pieces = 0;
    try {
      for await (const event of open(this.#abort.signal)) {
        if (event.kind === "end") {
          figures = event.figures;
          continue;
        }
        lastMs = now();
        this.#lastSignMs = lastMs;
        firstMs ??= lastMs;
        pieces++;
        this.#hasBegun = true;
        if (this.ghost.add(event.text)) break;
        this.onText();
        // Before those who wait are woken: they may want more.
        this.restIfEnough();
        this.#wake();
      }
    } catch (error) {
      if (!this.#abort.signal.aborted) failed = error;
    }
    if (!this.#isResting || figures !== undefined || failed !== undefined)
      this.ghost.end(figures === undefined || figures.doneReason === "length");
    this.#isOver = true;
    this.#wake();
    const firstTextMs = firstMs === undefined ? undefined : firstMs - sentMs;
    return { figures, error: failed, firstTextMs, textMs: firstMs === undefined ? 0 : lastMs - firstMs, pieces };
  }

  #wake(): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const wake of waiters) wake();
  }
}
