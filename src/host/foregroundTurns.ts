import { untilAborted } from "../core/untilAborted.ts";
import type { ForegroundParams } from "../shared/lsp/messages.ts";

/** A foreground answer tells of itself that often, ms; the server gives up after 10 s of silence. */
const heartbeatMs = 3_000;

/** A server that has not closed its stream by then hangs or dies, and is not waited for, ms. */
const patienceMs = 5_000;

/** Takes the daemon from ghost text, one turn for each foreground answer, and gives it back. */
export class ForegroundTurns {
  readonly #tell: (params: ForegroundParams) => Promise<unknown>;
  #count = 0;

  /** `tell` sends to the server; what it rejects with does not matter: a server that is gone asks nothing of the daemon. */
  constructor(tell: (params: ForegroundParams) => Promise<unknown>) {
    this.#tell = tell;
  }

  /** Resolves once the server has closed its own stream; the returned function gives the turn back. Throws the signal's reason. */
  async take(signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    const id = String(++this.#count);
    const send = (phase: ForegroundParams["phase"]): Promise<unknown> =>
      this.#tell({ phase, id }).catch(() => undefined);
    const beat = setInterval(() => void send("heartbeat"), heartbeatMs);
    const giveBack = (): void => {
      clearInterval(beat);
      void send("end");
    };
    let patience: NodeJS.Timeout | undefined;
    const outOfPatience = new Promise((resolve) => (patience = setTimeout(resolve, patienceMs)));
    try {
      await untilAborted(Promise.race([send("begin"), outOfPatience]), signal);
      return giveBack;
    } catch (error) {
      giveBack();
      throw error;
    } finally {
      clearTimeout(patience);
    }
  }
}
