import type { TextDocument } from "vscode";
import type { RuntimeParams } from "../shared/lsp/messages.ts";
import type { GhostTextClient } from "./ghostTextClient.ts";

/** The language server as the host needs it; its client, which takes long to read, is made with the first document that wants it. */
export class GhostTextServer {
  readonly #make: () => Promise<GhostTextClient>;
  #client: GhostTextClient | undefined;
  #isStopped = false;
  #runtime: RuntimeParams = { runtime: null, isPaused: false };

  constructor(make: () => Promise<GhostTextClient>) {
    this.#make = make;
  }

  async start(): Promise<void> {
    const client = await this.#make();
    if (this.#isStopped) {
      client.dispose();
      return;
    }
    this.#client = client;
    client.useRuntime(this.#runtime);
    await client.start();
  }

  /** Tells the server which daemon and model to ask, now and after each of its restarts. */
  useRuntime(runtime: RuntimeParams): void {
    this.#runtime = runtime;
    this.#client?.useRuntime(runtime);
  }

  /** Takes the daemon from ghost text; at once where no server runs. */
  async takeForeground(signal: AbortSignal): Promise<() => void> {
    return (await this.#client?.takeForeground(signal)) ?? (() => undefined);
  }

  /** Asks for ghost text in a document until there is an answer, as if by hand. */
  askIn(document: TextDocument): void {
    this.#client?.askIn(document);
  }

  /** Nothing at the cursor until something else is typed. */
  muteAtCursor(): void {
    this.#client?.muteAtCursor();
  }

  /** Ends the server; resolves when its process is gone. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#client?.stop();
  }
}
