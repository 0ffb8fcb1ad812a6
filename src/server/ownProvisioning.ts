import type { Connection } from "vscode-languageserver";
import { wordsOfFailure } from "../core/failureWords.ts";
import type { Failure } from "../core/failures.ts";
import type { ProvisioningState, Runtime } from "../core/provisioning/state.ts";
import type { Settings } from "../core/settings.ts";
import { statusOf, viewOf } from "../core/status.ts";
import { say } from "../core/words/words.ts";
import type { OwnDaemonKeeper } from "../ollama/ownDaemonKeeper.ts";
import type { Provisioner } from "../ollama/provisioner.ts";

/**
 * Provisioning where no host does it for us: any editor that starts the server over stdio. The same core as in VS Code, but it
 * never pulls unasked, and reports by the protocol's log and messages.
 */
export class OwnProvisioning {
  readonly #provisioner: Provisioner;
  readonly #keeper: OwnDaemonKeeper;
  readonly #connection: Connection;
  readonly #use: (runtime: Runtime | undefined) => void;
  readonly #asked = new Set<string>();
  #lastWords = "";

  constructor(
    provisioner: Provisioner,
    keeper: OwnDaemonKeeper,
    connection: Connection,
    use: (runtime: Runtime | undefined) => void,
  ) {
    this.#provisioner = provisioner;
    this.#keeper = keeper;
    this.#connection = connection;
    this.#use = use;
  }

  start(settings: Settings): void {
    this.#provisioner.onChange(() => this.#noteState());
    this.#keeper.useSettings({ path: settings.daemon.path, proxy: "", noProxy: [] });
    this.#provisioner.useSettings(settings);
    this.#provisioner.look();
  }

  useSettings(settings: Settings): void {
    this.#provisioner.useSettings(settings);
  }

  /** A person waits for an answer: looks at once, rather than when it is time. */
  lookUnlessReady(): void {
    if (this.#provisioner.state.kind !== "ready") this.#provisioner.look();
  }

  reportFailure(failure: Failure): void {
    this.#say(wordsOfFailure(failure));
    this.#provisioner.reportFailure(failure);
  }

  /** Ends what we own: downloads, and the daemon if nobody else uses it. */
  async stop(): Promise<void> {
    await this.#provisioner.dispose();
    await this.#keeper.release();
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
      loadingForMs: 0,
    });
    const words = viewOf(status).tooltip[0] ?? "";
    if (state.kind === "consentNeeded") void this.#askFor(state, words);
    this.#say(words);
  }

  /** Asks once for each thing that needs the user's word; the answer is kept for good. */
  async #askFor(
    { what, subject }: Extract<ProvisioningState, { kind: "consentNeeded" }>,
    words: string,
  ): Promise<void> {
    if (this.#asked.has(subject)) return;
    this.#asked.add(subject);
    const agree = say("action.agree");
    const answer = await this.#connection.window.showInformationMessage(words, { title: agree });
    if (answer?.title === agree) await this.#provisioner.grant(what, subject);
  }

  /** Says each thing once, not at every look. */
  #say(words: string): void {
    if (words === this.#lastWords) return;
    this.#lastWords = words;
    this.#connection.console.info(words);
  }
}
