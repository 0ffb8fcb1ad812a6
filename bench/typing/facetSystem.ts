import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import {
  CancellationTokenSource,
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  ExitNotification,
  InitializedNotification,
  InlineCompletionRequest,
  InlineCompletionTriggerKind,
  IPCMessageReader,
  IPCMessageWriter,
  LogMessageNotification,
  type Position,
  type ProtocolConnection,
  ShutdownRequest,
} from "vscode-languageserver-protocol/node";
import { DocumentText } from "../../src/core/documentText.ts";
import type { Runtime } from "../../src/core/provisioning/state.ts";
import {
  cursorNotification,
  definitionsRequest,
  mayReadRequest,
  runtimeNotification,
} from "../../src/shared/lsp/messages.ts";
import { repository } from "../benchFolders.ts";
import type { GhostTextSystem, StepContext } from "./playTrace.ts";
import type { Trace, TraceState } from "./trace.ts";

/** The bundled language server behind the protocol that VS Code speaks with it: the same messages in the same order. */
export class FacetSystem implements GhostTextSystem {
  readonly name = "Facet";
  readonly log: string[] = [];
  readonly process: ChildProcess;
  readonly #connection: ProtocolConnection;
  /** As light as an editor's own: a client that puts megabytes together at each key leaves the server no cache. */
  #document = { uri: "file:///nothing", version: 0, text: DocumentText.of("") };

  private constructor(server: ChildProcess, connection: ProtocolConnection) {
    this.process = server;
    this.#connection = connection;
    connection.onNotification(LogMessageNotification.type, ({ message }) => void this.log.push(message));
    connection.onRequest(definitionsRequest, () => []);
    connection.onRequest(mayReadRequest, ({ uris }) => uris.map(() => true));
    connection.listen();
  }

  /** Starts the server, with the runtime that a host would hand it. */
  static async start(runtime: Runtime, execArgv: readonly string[] = []): Promise<FacetSystem> {
    const server = fork(path.join(repository, "dist", "server.js"), ["--node-ipc"], {
      execArgv: [...execArgv],
      stdio: execArgv.length === 0 ? ["ignore", "ignore", "inherit", "ipc"] : ["pipe", "pipe", "inherit", "ipc"],
    });
    const connection = createProtocolConnection(new IPCMessageReader(server), new IPCMessageWriter(server));
    const system = new FacetSystem(server, connection);
    await connection.sendRequest("initialize", {
      processId: process.pid,
      capabilities: { textDocument: { inlineCompletion: {} } },
      workspaceFolders: [{ uri: "file:///workspace", name: "workspace" }],
      // What is compared is typing; on a slow or busy machine `auto` would wait for the shortcut.
      initializationOptions: { model: runtime.model, completion: { trigger: "typing" } },
    });
    await connection.sendNotification(InitializedNotification.type, {});
    await connection.sendNotification(runtimeNotification, { runtime, isPaused: false });
    return system;
  }

  async open({ path: name, languageId, text, cursor }: Trace): Promise<void> {
    const uri = `file:///workspace/${encodeURI(name)}`;
    this.#document = { uri, version: 1, text: DocumentText.of(text) };
    await this.#connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri, languageId, version: 1, text },
    });
    await this.tellCursor(this.#document.text.positionAt(cursor), "mouse");
  }

  async complete(state: TraceState, { isJump, signal }: StepContext): Promise<string | undefined> {
    if (state.edit !== undefined) await this.edit(state.edit);
    const position = this.#document.text.positionAt(state.cursor);
    await this.tellCursor(position, isJump ? "mouse" : "keyboard");
    return isJump ? undefined : this.ask(position, signal);
  }

  /** Sends an edit as an editor does. */
  async edit(edit: { readonly from: number; readonly to: number; readonly text: string }): Promise<void> {
    const { uri, text } = this.#document;
    const range = { start: text.positionAt(edit.from), end: text.positionAt(edit.to) };
    const version = this.#document.version + 1;
    this.#document = { uri, version, text: text.replaced(edit.from, edit.to, edit.text) };
    await this.#connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version },
      contentChanges: [{ range, text: edit.text }],
    });
  }

  positionAt(offset: number): Position {
    return this.#document.text.positionAt(offset);
  }

  /** Asks for ghost text; the signal cancels as an editor does. */
  async ask(position: Position, signal: AbortSignal): Promise<string | undefined> {
    const cancelling = new CancellationTokenSource();
    const cancel = (): void => cancelling.cancel();
    signal.addEventListener("abort", cancel, { once: true });
    try {
      const answer = await this.#connection.sendRequest(
        InlineCompletionRequest.type,
        {
          textDocument: { uri: this.#document.uri },
          position,
          context: { triggerKind: InlineCompletionTriggerKind.Automatic },
        },
        cancelling.token,
      );
      const text = (answer === null || Array.isArray(answer) ? answer : answer.items)?.[0]?.insertText;
      return typeof text === "string" ? text : text?.value;
    } finally {
      signal.removeEventListener("abort", cancel);
    }
  }

  async close(): Promise<void> {
    await this.#connection.sendNotification(DidCloseTextDocumentNotification.type, {
      textDocument: { uri: this.#document.uri },
    });
  }

  /** Ends the server and waits until it is gone. */
  async stop(): Promise<void> {
    const isGone = this.process.exitCode !== null || this.process.signalCode !== null;
    const gone = isGone ? undefined : once(this.process, "exit");
    try {
      await this.#connection.sendRequest(ShutdownRequest.type);
      await this.#connection.sendNotification(ExitNotification.type);
    } catch {
      this.process.kill();
    }
    await gone;
    this.#connection.dispose();
  }

  /** Says where the cursor is, which the protocol itself does not. */
  async tellCursor(position: Position, reason: "mouse" | "keyboard"): Promise<void> {
    await this.#connection.sendNotification(cursorNotification, {
      uri: this.#document.uri,
      position,
      selections: 1,
      hasSelectedText: false,
      reason,
    });
  }
}
