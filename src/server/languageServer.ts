import type { Connection, InitializeResult, InlineCompletionParams } from "vscode-languageserver";
import {
  DidChangeConfigurationNotification,
  InlineCompletionTriggerKind,
  TextDocuments,
  TextDocumentSyncKind,
} from "vscode-languageserver";
import type { CancellationToken, InlineCompletionItem } from "vscode-languageserver-protocol";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { isLanguageEnabled } from "../core/settings.ts";
import { acceptedCommand, cursorNotification, foregroundRequest, muteNotification } from "../shared/lsp/messages.ts";
import type { CompletionEngine } from "./completionEngine.ts";
import { mirrorWith } from "./documentBook.ts";
import { documentPath } from "./documentPath.ts";
import type { DocumentSettings } from "./documentSettings.ts";
import { ForegroundWatch } from "./foregroundWatch.ts";
import { indentUnitOf } from "./indentUnit.ts";
import { inlineItemOf } from "./inlineItem.ts";
import { MutedSpots } from "./mutedSpots.ts";
import type { Place } from "./scene.ts";

/** Speaks the protocol: mirrors documents, passes wishes to the engine and offers back. */
export class LanguageServer {
  readonly #connection: Connection;
  readonly #engine: CompletionEngine;
  readonly #settings: DocumentSettings;
  readonly #documents: TextDocuments<TextDocument>;
  readonly #muted = new MutedSpots();
  readonly #foreground: ForegroundWatch;
  readonly #selected = new Set<string>();
  #folders: readonly string[] = [];
  #isPaused = false;
  #offers = 0;

  constructor(connection: Connection, engine: CompletionEngine, settings: DocumentSettings) {
    this.#connection = connection;
    this.#engine = engine;
    this.#settings = settings;
    this.#foreground = new ForegroundWatch(engine);
    this.#documents = new TextDocuments(
      mirrorWith((document, edit) => {
        const lineStart = document.offsetAt({ line: document.positionAt(edit.from).line, character: 0 });
        this.#muted.noteEdit(
          document.uri,
          edit,
          document.getText().slice(Math.max(lineStart, edit.from - 400), edit.from),
        );
        this.#engine.noteEdit(document.uri, edit);
      }),
    );
  }

  set isPaused(isPaused: boolean) {
    this.#isPaused = isPaused;
  }

  /** Registers everything the client may call; `onInitialized` runs once the client is ready. */
  listen(onInitialized: () => void): void {
    const connection = this.#connection;
    let hasFolderChanges = false;
    let wantsRegistration = false;
    connection.onInitialize((params): InitializeResult => {
      this.#folders = (params.workspaceFolders ?? []).map((folder) => folder.uri);
      hasFolderChanges = params.capabilities.workspace?.workspaceFolders === true;
      wantsRegistration = params.capabilities.workspace?.didChangeConfiguration?.dynamicRegistration === true;
      this.#settings.begin(params.initializationOptions, params.capabilities.workspace?.configuration === true);
      return {
        capabilities: {
          textDocumentSync: TextDocumentSyncKind.Incremental,
          inlineCompletionProvider: {},
          executeCommandProvider: { commands: [acceptedCommand] },
          workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
        },
        serverInfo: { name: "facet" },
      };
    });
    connection.onInitialized(() => {
      if (wantsRegistration) {
        void connection.client.register(DidChangeConfigurationNotification.type, { section: "facet" });
      }
      if (hasFolderChanges) {
        connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
          const gone = new Set(removed.map((one) => one.uri));
          this.#folders = [...this.#folders.filter((one) => !gone.has(one)), ...added.map((one) => one.uri)];
        });
      }
      onInitialized();
    });
    connection.languages.inlineCompletion.on((params, token) => this.#complete(params, token));
    connection.onExecuteCommand(() => null);
    connection.onNotification(cursorNotification, ({ uri, selections, hasSelectedText }) => {
      if (selections > 1 || hasSelectedText) this.#selected.add(uri);
      else this.#selected.delete(uri);
    });
    connection.onNotification(muteNotification, ({ uri, position }) => {
      const document = this.#documents.get(uri);
      if (document !== undefined) this.#muted.mute(uri, document.offsetAt(position));
    });
    connection.onRequest(foregroundRequest, (params) => this.#foreground.note(params));
    connection.onShutdown(() => this.#engine.stop());
    this.#documents.onDidClose(({ document }) => {
      this.#engine.forget(document.uri);
      this.#muted.forget(document.uri);
      this.#settings.forget(document.uri);
      this.#selected.delete(document.uri);
    });
    this.#documents.listen(connection);
    connection.listen();
  }

  async #complete(params: InlineCompletionParams, token: CancellationToken): Promise<InlineCompletionItem[] | null> {
    const { uri } = params.textDocument;
    if (this.#isPaused || this.#selected.has(uri)) return null;
    const settings = await this.#settings.completionOf(uri);
    const document = this.#documents.get(uri);
    const isCancelled = (): boolean => token.isCancellationRequested;
    if (document === undefined || isCancelled() || !isLanguageEnabled(settings, document.languageId)) return null;
    const isExplicit = params.context.triggerKind === InlineCompletionTriggerKind.Invoked;
    const place = this.#placeOf(document, params);
    if (!isExplicit && this.#muted.isSilent(uri, place.cursor)) return null;
    const answer = await withSignal(token, (signal) =>
      this.#engine.completeAt({ place, isExplicit, settings, snippets: [] }, signal),
    );
    if (answer === undefined || isCancelled()) return null;
    return [inlineItemOf(answer, place, document, ++this.#offers)];
  }

  #placeOf(document: TextDocument, params: InlineCompletionParams): Place {
    const text = document.getText();
    const selected = params.context.selectedCompletionInfo;
    return {
      uri: document.uri,
      path: documentPath(document.uri, this.#folders),
      languageId: document.languageId,
      text,
      cursor: document.offsetAt(params.position),
      indentUnit: indentUnitOf(text),
      selected: selected && { from: document.offsetAt(selected.range.start), text: selected.text },
    };
  }
}

async function withSignal<T>(token: CancellationToken, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const listening = token.onCancellationRequested(() => controller.abort());
  try {
    return await work(controller.signal);
  } finally {
    listening.dispose();
  }
}
