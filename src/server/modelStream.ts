import type { GhostStream } from "../core/completion/ghostStream.ts";
import type { AnswerEvent, AnswerFigures } from "../ollama/daemonClient.ts";

/** What a running request tells its owner when it has ended; an abort of our own is an end without failure. */
export interface StreamEnd {
  readonly figures: AnswerFigures | undefined;
  readonly error: unknown;
}

/** A request that feeds a ghost stream; those who wait for text wait here. */
export class ModelStream {
  readonly ghost: GhostStream;
  /** Resolves when the connection is closed, whatever the reason; never rejects. */
  readonly closed: Promise<StreamEnd>;
  readonly #abort: AbortController;
  #waiters: (() => void)[] = [];

  constructor(ghost: GhostStream, open: (signal: AbortSignal) => AsyncGenerator<AnswerEvent, void, undefined>) {
    this.ghost = ghost;
    this.#abort = new AbortController();
    this.closed = this.#run(open);
  }

  /** Closes the connection; the text so far stays. */
  abort(): void {
    this.#abort.abort();
  }

  /** Resolves at the next piece of text or at the end, or when the signal aborts. */
  next(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted || this.ghost.isFinished) {
        resolve();
        return;
      }
      const done = (): void => {
        signal.removeEventListener("abort", done);
        resolve();
      };
      signal.addEventListener("abort", done, { once: true });
      this.#waiters.push(done);
    });
  }

  /** Resolves at the end of the text, or when the signal aborts. */
  async finished(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && !this.ghost.isFinished) await this.next(signal);
  }

  async #run(open: (signal: AbortSignal) => AsyncGenerator<AnswerEvent, void, undefined>): Promise<StreamEnd> {
    let figures: AnswerFigures | undefined;
    let failed: unknown;
    try {
      for await (const event of open(this.#abort.signal)) {
        if (event.kind === "end") figures = event.figures;
        else if (this.ghost.add(event.text)) break;
        this.#wake();
      }
    } catch (error) {
      if (!this.#abort.signal.aborted) failed = error;
    }
    this.ghost.end();
    this.#wake();
    return { figures, error: failed };
  }

  #wake(): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const wake of waiters) wake();
  }
}
