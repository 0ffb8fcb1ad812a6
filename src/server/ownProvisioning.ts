import type { Connection } from "vscode-languageserver";
import { wordsOfFailure } from "../core/failureWords.ts";
import type { Failure } from "../core/failures.ts";
import type { Runtime } from "../core/provisioning/state.ts";
import { shortModelName } from "../core/status.ts";
import { say } from "../core/words/words.ts";
import { DaemonClient } from "../ollama/daemonClient.ts";
import { isEndpoint, resolveEndpoint } from "../ollama/endpoint.ts";
import { DaemonError } from "../ollama/readFailure.ts";
import type { DocumentSettings } from "./documentSettings.ts";

/** How long to wait before looking again after a failure, ms. */
const lookAgainMs = 2_000;

/** Finds daemon and model where no host does it for us: any editor that starts the server over stdio. It never pulls unasked. */
export class OwnProvisioning {
  readonly #settings: DocumentSettings;
  readonly #environment: Readonly<Record<string, string | undefined>>;
  readonly #connection: Connection;
  readonly #use: (runtime: Runtime | undefined) => void;
  #current = new AbortController();
  #lastWords = "";

  constructor(
    settings: DocumentSettings,
    environment: Readonly<Record<string, string | undefined>>,
    connection: Connection,
    use: (runtime: Runtime | undefined) => void,
  ) {
    this.#settings = settings;
    this.#environment = environment;
    this.#connection = connection;
    this.#use = use;
  }

  start(): void {
    this.#current.abort();
    this.#current = new AbortController();
    void this.#look(this.#current.signal);
  }

  useSettings(): void {
    this.#use(undefined);
    this.start();
  }

  reportFailure(failure: Failure): void {
    this.#say(wordsOfFailure(failure));
    this.#use(undefined);
    this.start();
  }

  async #look(signal: AbortSignal): Promise<void> {
    for (;;) {
      const failure = await this.#attempt(signal);
      if (failure === undefined || signal.aborted) return;
      this.#say(wordsOfFailure(failure));
      await new Promise<void>((resolve) => {
        setTimeout(resolve, lookAgainMs).unref();
      });
    }
  }

  async #attempt(signal: AbortSignal): Promise<Failure | undefined> {
    const { endpoint: setting, model: chatModel, completion, contextLength, keepAlive } = this.#settings.whole;
    const endpoint = resolveEndpoint(setting, this.#environment);
    if (!isEndpoint(endpoint)) return endpoint;
    const model = completion.model === "" ? chatModel : completion.model;
    const client = new DaemonClient(endpoint.url);
    try {
      await client.version(signal);
      await client.show(model, signal);
      if (signal.aborted) return undefined;
      this.#use({
        endpoint: endpoint.url,
        model,
        numCtx: contextLength,
        keepAlive,
        generation: "gemma3",
        speeds: { promptTokensPerSecond: 0, generatedTokensPerSecond: 0 },
      });
      this.#say(say("status.ready", { model: shortModelName(model) }));
      return undefined;
    } catch (error) {
      if (error instanceof DaemonError) return error.failure;
      if (signal.aborted) return undefined;
      throw error;
    }
  }

  /** Says each thing once, not every two seconds. */
  #say(words: string): void {
    if (words === this.#lastWords) return;
    this.#lastWords = words;
    this.#connection.console.info(words);
  }
}
