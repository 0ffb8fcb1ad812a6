import type { ForegroundParams } from "../shared/lsp/messages.ts";

/** A host that is gone sends no heartbeat; its answer ends by itself after that, ms (DESIGN 2). */
const heartbeatMs = 10_000;

/** Who holds back while an answer has the daemon. */
export interface HoldsBack {
  beginForeground(id: string): Promise<void>;
  endForeground(id: string): void;
}

/** Keeps count of the foreground answers and ends those whose host has gone silent. */
export class ForegroundWatch {
  readonly #engine: HoldsBack;
  readonly #timers = new Map<string, NodeJS.Timeout>();

  constructor(engine: HoldsBack) {
    this.#engine = engine;
  }

  /** Resolves, for a begin, once our own stream is closed. */
  async note({ phase, id }: ForegroundParams): Promise<null> {
    clearTimeout(this.#timers.get(id));
    if (phase === "end") {
      this.#timers.delete(id);
      this.#engine.endForeground(id);
      return null;
    }
    const timer = setTimeout(() => {
      this.#timers.delete(id);
      this.#engine.endForeground(id);
    }, heartbeatMs);
    timer.unref();
    this.#timers.set(id, timer);
    if (phase === "begin") await this.#engine.beginForeground(id);
    return null;
  }
}
