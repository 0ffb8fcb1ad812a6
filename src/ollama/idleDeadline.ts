import { DaemonError } from "./readFailure.ts";

/** How a deadline is kept; tests hand in a clock of their own. */
export interface Timer {
  readonly set: (run: () => void, afterMs: number) => () => void;
}

/** The real clock. */
export const realTimer: Timer = {
  set: (run, afterMs) => {
    const handle = setTimeout(run, afterMs);
    return () => clearTimeout(handle);
  },
};

/** Ends a call that has been silent for too long; each sign of life begins the wait anew. */
export class IdleDeadline {
  readonly #controller = new AbortController();
  readonly #idleMs: number;
  readonly #timer: Timer;
  #cancel: () => void = () => undefined;

  constructor(idleMs: number, timer: Timer) {
    this.#idleMs = idleMs;
    this.#timer = timer;
    this.touch();
  }

  /** Aborts with a `silent` failure as its reason. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  touch(): void {
    this.#cancel();
    this.#cancel = this.#timer.set(() => {
      this.#controller.abort(new DaemonError({ kind: "silent", afterMs: this.#idleMs }));
    }, this.#idleMs);
  }

  end(): void {
    this.#cancel();
  }
}
