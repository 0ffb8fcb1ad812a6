import type { Connection } from "vscode-languageserver";
import { wordsOfFailure } from "../core/failureWords.ts";
import type { Failure } from "../core/failures.ts";
import type { Runtime } from "../core/provisioning/state.ts";
import type { Settings } from "../core/settings.ts";
import { statusOf, viewOf } from "../core/status.ts";
import type { Provisioner } from "../ollama/provisioner.ts";

/**
 * Provisioning where no host does it for us: any editor that starts the server over stdio. The same core as in VS Code, but it
 * never pulls unasked, and reports by the protocol's log and messages.
 */
export class OwnProvisioning {
  readonly #provisioner: Provisioner;
  readonly #connection: Connection;
  readonly #use: (runtime: Runtime | undefined) => void;
  #lastWords = "";

  constructor(provisioner: Provisioner, connection: Connection, use: (runtime: Runtime | undefined) => void) {
    this.#provisioner = provisioner;
    this.#connection = connection;
    this.#use = use;
  }

  start(settings: Settings): void {
    this.#provisioner.onChange(() => this.#noteState());
    this.#provisioner.useSettings(settings);
    this.#provisioner.look();
  }

  useSettings(settings: Settings): void {
    this.#provisioner.useSettings(settings);
  }

  reportFailure(failure: Failure): void {
    this.#say(wordsOfFailure(failure));
    this.#provisioner.reportFailure(failure);
  }

  stop(): Promise<void> {
    return this.#provisioner.dispose();
  }

  #noteState(): void {
    const { state } = this.#provisioner;
    this.#use(state.kind === "ready" ? state.runtime : undefined);
    const status = statusOf(state, {
      isTrusted: true,
      isPaused: false,
      languageOff: undefined,
      isServerRunning: true,
      mode: "typing",
      lastOfferMs: 0,
      isAsking: false,
    });
    this.#say(viewOf(status).tooltip[0] ?? "");
  }

  /** Says each thing once, not at every look. */
  #say(words: string): void {
    if (words === this.#lastWords) return;
    this.#lastWords = words;
    this.#connection.console.info(words);
  }
}
