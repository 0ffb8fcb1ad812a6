import { once } from "node:events";
import { type CancellationToken, type InlineCompletionItem, type Position } from "vscode-languageserver-protocol/node";
import { ForegroundTurns } from "../../../src/host/foregroundTurns.ts";
import type { Failure } from "../../../src/core/failures.ts";
import type { Runtime } from "../../../src/core/provisioning/state.ts";
import { failureNotification, foregroundRequest, runtimeNotification } from "../../../src/shared/lsp/messages.ts";
import { BareClient } from "../../bareClient.ts";

/** What the language server is started with, and who hears from it. */
export interface RestartingServerNeeds {
  readonly settings: object;
  readonly environment: Readonly<Record<string, string>>;
  readonly onFailure: (failure: Failure) => void;
}

/** The bundled language server as VS Code keeps it: told of daemon and model by us, and started again with the same document when it dies. */
export class RestartingServer {
  /** Ends of the server that nobody has caused: an error of its own. */
  readonly accidents: string[] = [];
  readonly #needs: RestartingServerNeeds;
  readonly #name: string;
  readonly #turns = new ForegroundTurns(async (params) => {
    await this.#client?.connection.sendRequest(foregroundRequest, params);
  });
  #client: BareClient | undefined;
  #running: Promise<BareClient>;
  #runtime: Runtime | undefined;
  #text: string;
  #cursor: Position = { line: 0, character: 0 };
  #isLeaving = false;
  #wasKilled = false;

  constructor(needs: RestartingServerNeeds, name: string, text: string) {
    this.#needs = needs;
    this.#name = name;
    this.#text = text;
    this.#running = this.#start();
  }

  /** What the document holds, as the person sees it. */
  get text(): string {
    return this.#text;
  }

  /** Types at the end of the document, and asks for ghost text there; undefined where none comes, or where the server dies over it. */
  async type(letters: string, token?: CancellationToken): Promise<InlineCompletionItem | undefined> {
    this.#text += letters;
    const client = await this.#running;
    try {
      // A server that has only just started knows a part of it already.
      const missing = this.#text.slice(client.text.length);
      this.#cursor = await client.type(this.#cursor, missing);
      return await client.ask(this.#cursor, "typing", undefined, token);
    } catch {
      // What a request ends with in a server that has died is the editor's matter; that nothing else fails is `accidents`'.
      return undefined;
    }
  }

  useRuntime(runtime: Runtime | undefined): void {
    this.#runtime = runtime;
    void this.#tell(this.#client);
  }

  takeForeground(signal: AbortSignal): Promise<() => void> {
    return this.#turns.take(signal);
  }

  /** Kills it as a crash would; whether it ran. */
  kill(): boolean {
    if (this.#client === undefined) return false;
    this.#wasKilled = true;
    return this.#client.process.kill("SIGKILL");
  }

  async stop(): Promise<void> {
    const client = await this.#running;
    this.#isLeaving = true;
    await client.stop();
  }

  async #start(): Promise<BareClient> {
    const { settings, environment, onFailure } = this.#needs;
    this.#wasKilled = false;
    const client = await BareClient.start(settings, environment, undefined, "node-ipc");
    client.connection.onNotification(failureNotification, onFailure);
    void once(client.process, "exit").then(([code, signal]: unknown[]) => {
      if (this.#isLeaving) return;
      if (!this.#wasKilled) this.accidents.push(`the server ended with ${String(code)}, ${String(signal)}`);
      this.#client = undefined;
      // Whoever waits for an answer is told that there will be none, as the language client does.
      client.connection.dispose();
      this.#running = this.#start();
    });
    this.#cursor = await client.open(this.#name, "typescript", `${this.#text}|`);
    this.#client = client;
    await this.#tell(client);
    return client;
  }

  async #tell(client: BareClient | undefined): Promise<void> {
    const params = { runtime: this.#runtime ?? null, isPaused: false };
    await client?.connection.sendNotification(runtimeNotification, params).catch(() => undefined);
  }
}
