import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import {
  type CancellationToken,
  ConfigurationRequest,
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  ExitNotification,
  InitializedNotification,
  type InlineCompletionParams,
  InlineCompletionRequest,
  InlineCompletionTriggerKind,
  IPCMessageReader,
  IPCMessageWriter,
  LogMessageNotification,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  type InlineCompletionItem,
  type Position,
  type ProtocolConnection,
  type SelectedCompletionInfo,
} from "vscode-languageserver-protocol/node";
import { TextDocument } from "vscode-languageserver-textdocument";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");

/** How the server is spoken to: as any editor does, or as VS Code does, whose host tells it of daemon and model. */
export type ServerWay = "stdio" | "node-ipc";

/** An editor reduced to the protocol: it speaks LSP to the bundled server and mirrors one document at a time. */
export class BareClient {
  readonly connection: ProtocolConnection;
  readonly process: ChildProcess;
  readonly logged: string[] = [];
  #document = TextDocument.create("file:///nothing", "plaintext", 0, "");
  readonly #home: string;
  #logListeners: (() => void)[] = [];

  private constructor(server: ChildProcess, connection: ProtocolConnection, home: string) {
    this.#home = home;
    this.process = server;
    this.connection = connection;
    connection.onNotification(LogMessageNotification.type, ({ message }) => {
      this.logged.push(message);
      for (const listener of this.#logListeners) listener();
    });
  }

  /** Starts the server with settings as `initializationOptions`; where it may ask for a document's own, `settingsOf` answers. */
  static async start(
    settings: object,
    environment: Readonly<Record<string, string>> = {},
    settingsOf?: (uri: string) => object,
    way: ServerWay = "stdio",
  ): Promise<BareClient> {
    const home = await mkdtemp(path.join(os.tmpdir(), "facet-client-"));
    const server = spawn(process.execPath, [path.join(root, "dist", "server.js"), `--${way}`], {
      env: { PATH: process.env["PATH"], HOME: home, USERPROFILE: home, LOCALAPPDATA: home, ...environment },
      stdio: way === "stdio" ? ["pipe", "pipe", "inherit"] : ["ignore", "ignore", "inherit", "ipc"],
    });
    const connection = connectionTo(server);
    const client = new BareClient(server, connection, home);
    connection.onRequest(ConfigurationRequest.type, ({ items }) =>
      items.map(({ scopeUri = "" }) => settingsOf?.(scopeUri) ?? null),
    );
    connection.listen();
    await connection.sendRequest("initialize", {
      processId: process.pid,
      capabilities: {
        textDocument: { inlineCompletion: {} },
        workspace: { configuration: settingsOf !== undefined },
      },
      workspaceFolders: [{ uri: "file:///workspace", name: "workspace" }],
      initializationOptions: settings,
    });
    await connection.sendNotification(InitializedNotification.type, {});
    return client;
  }

  get uri(): string {
    return this.#document.uri;
  }

  get text(): string {
    return this.#document.getText();
  }

  /** Opens a document drawn with the cursor as `|`, and returns the cursor. */
  async open(name: string, languageId: string, drawn: string): Promise<Position> {
    const cursor = drawn.indexOf("|");
    const text = drawn.slice(0, cursor) + drawn.slice(cursor + 1);
    this.#document = TextDocument.create(`file:///workspace/${name}`, languageId, 1, text);
    await this.connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri: this.#document.uri, languageId, version: 1, text },
    });
    return this.#document.positionAt(cursor);
  }

  /** Types at a position (or deletes, with a negative count of characters before it) and returns where the cursor is then. */
  async type(position: Position, text: string, deleteBefore = 0): Promise<Position> {
    const at = this.#document.offsetAt(position);
    const change = { range: { start: this.#document.positionAt(at - deleteBefore), end: position }, text };
    const version = this.#document.version + 1;
    this.#document = TextDocument.update(this.#document, [change], version);
    await this.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri: this.#document.uri, version },
      contentChanges: [change],
    });
    return this.#document.positionAt(at - deleteBefore + text.length);
  }

  /** Asks for ghost text, as an editor does after a key, or as a person does by the shortcut. */
  async ask(
    position: Position,
    how: "typing" | "explicit" = "typing",
    selected?: SelectedCompletionInfo,
    token?: CancellationToken,
  ): Promise<InlineCompletionItem | undefined> {
    const params: InlineCompletionParams = {
      textDocument: { uri: this.#document.uri },
      position,
      context: {
        triggerKind: how === "explicit" ? InlineCompletionTriggerKind.Invoked : InlineCompletionTriggerKind.Automatic,
        ...(selected === undefined ? {} : { selectedCompletionInfo: selected }),
      },
    };
    const answer = await this.connection.sendRequest(InlineCompletionRequest.type, params, token);
    const items = answer === null ? [] : Array.isArray(answer) ? answer : answer.items;
    return items[0];
  }

  /** Puts an item into the document, as Tab does, and returns where the cursor is then. */
  async accept(item: InlineCompletionItem): Promise<Position> {
    const text = typeof item.insertText === "string" ? item.insertText : item.insertText.value;
    if (item.range === undefined) throw new Error("an item without a range");
    const from = this.#document.offsetAt(item.range.start);
    const version = this.#document.version + 1;
    const change = { range: item.range, text };
    this.#document = TextDocument.update(this.#document, [change], version);
    await this.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri: this.#document.uri, version },
      contentChanges: [change],
    });
    return this.#document.positionAt(from + text.length);
  }

  /** Resolves with the first log line from a place on that matches, be it said already or yet to come. */
  async logLine(pattern: RegExp, from = 0): Promise<string> {
    for (;;) {
      const line = this.logged.slice(from).find((one) => pattern.test(one));
      if (line !== undefined) return line;
      await new Promise<void>((resolve) => {
        this.#logListeners.push(resolve);
      });
    }
  }

  /** Ends the server as the protocol wants it, and waits until its process is gone. */
  async stop(): Promise<void> {
    const gone =
      this.process.exitCode === null && this.process.signalCode === null ? once(this.process, "exit") : undefined;
    try {
      await this.connection.sendRequest(ShutdownRequest.type);
      await this.connection.sendNotification(ExitNotification.type);
    } catch {
      this.process.kill();
    }
    await gone;
    this.connection.dispose();
    await rm(this.#home, { recursive: true, force: true });
  }
}

function connectionTo(server: ChildProcess): ProtocolConnection {
  const { stdin, stdout } = server;
  return stdin === null || stdout === null
    ? createProtocolConnection(new IPCMessageReader(server), new IPCMessageWriter(server))
    : createProtocolConnection(new StreamMessageReader(stdout), new StreamMessageWriter(stdin));
}
