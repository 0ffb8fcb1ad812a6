import { setTimeout as pause } from "node:timers/promises";
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  type LanguageClientOptions,
  type MessageTransports,
  RevealOutputChannelOn,
  type ServerOptions,
} from "vscode-languageclient/node";
import { restartPauseMs } from "../core/restartPause.ts";

/** A language client that starts its server again however often that dies, and never shows a message: by itself it does neither. */
export class QuietLanguageClient extends LanguageClient {
  readonly #leaving: AbortController;
  readonly #nextStart: () => Promise<void>;

  /** `onDown` is told when the server has died. */
  constructor(server: ServerOptions, options: LanguageClientOptions, onDown: () => void) {
    const leaving = new AbortController();
    const deathsMs: number[] = [];
    const nextStart = async (): Promise<void> => {
      deathsMs.push(performance.now());
      if (deathsMs.length > 100) deathsMs.shift();
      await pause(restartPauseMs(deathsMs), undefined, { signal: leaving.signal }).catch(() => undefined);
    };
    super("facet", "Facet", server, {
      ...options,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      initializationFailedHandler: () => false,
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: async () => {
          onDown();
          await nextStart();
          return { action: leaving.signal.aborted ? CloseAction.DoNotRestart : CloseAction.Restart, handled: true };
        },
      },
    });
    this.#leaving = leaving;
    this.#nextStart = nextStart;
  }

  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }

  /** A server that cannot be told to stop has died, or is only just starting and ends with us. */
  override async stop(timeoutMs?: number): Promise<void> {
    await super.stop(timeoutMs).catch(() => undefined);
  }

  /** Ends the server for good. */
  async leave(): Promise<void> {
    this.#leaving.abort();
    await this.stop();
  }

  /** A process that cannot be started, where the system has none to give, may be had later. */
  protected override async createMessageTransports(encoding: string): Promise<MessageTransports> {
    for (;;) {
      try {
        return await super.createMessageTransports(encoding);
      } catch (error) {
        if (this.#leaving.signal.aborted) throw error;
        this.error("The language server could not be started.", error);
        await this.#nextStart();
      }
    }
  }
}
