import type { Connection, InitializeResult, InlineCompletionParams } from "vscode-languageserver";
import {
  DidChangeConfigurationNotification,
  InlineCompletionTriggerKind,
  TextDocuments,
  TextDocumentSyncKind,
} from "vscode-languageserver";
import type {
  CancellationToken,
  InlineCompletionItem,
  Position,
  SelectedCompletionInfo,
} from "vscode-languageserver-protocol";
import { type CompletionSettings, isLanguageEnabled } from "../core/settings.ts";
import type { Silence } from "../core/completion/silence.ts";
import type { KeptOutcome, OfferOutcome } from "../core/statistics/outcome.ts";
import { withSignal } from "../core/withSignal.ts";
import { speak } from "../core/words/words.ts";
import {
  acceptedCommand,
  type CursorParams,
  cursorNotification,
  foregroundRequest,
  muteNotification,
  type RefreshParams,
  refreshNotification,
} from "../shared/lsp/messages.ts";
import type { Clock } from "./clock.ts";
import type { Answer, CompletionEngine } from "./completionEngine.ts";
import { hostAsker } from "./contextAsker.ts";
import { ContextShelf } from "./contextShelf.ts";
import { type MirroredDocument, mirrorWith } from "./documentBook.ts";
import { documentPath } from "./documentPath.ts";
import type { DocumentSettings } from "./documentSettings.ts";
import { ForegroundWatch } from "./foregroundWatch.ts";
import { indentUnitOf } from "./indentUnit.ts";
import { inlineItemOf } from "./inlineItem.ts";
import { KeptWatch } from "./keptWatch.ts";
import { movedOn } from "./movedOn.ts";
import { MutedSpots } from "./mutedSpots.ts";
import { NotebookCells, notebookSync } from "./notebookCells.ts";
import { OfferLog } from "./offerLog.ts";
import type { Place } from "./scene.ts";
import { SecretDocuments } from "./secretDocument.ts";
import type { Wish } from "./wish.ts";

/** How long a cursor must rest at a new spot before that is warmed, ms. */
const restMs = 300;

/** Speaks the protocol: mirrors documents, passes wishes to the engine and offers back. */
export class LanguageServer {
  readonly #connection: Connection;
  readonly #engine: CompletionEngine;
  readonly #settings: DocumentSettings;
  readonly #documents: TextDocuments<MirroredDocument>;
  readonly #secrets = new SecretDocuments();
  readonly #muted = new MutedSpots();
  readonly #notebooks: NotebookCells;
  readonly #shelf: ContextShelf;
  readonly #offerLog: OfferLog;
  readonly #kept: KeptWatch;
  readonly #foreground: ForegroundWatch;
  readonly #selected = new Set<string>();
  #folders: readonly string[] = [];
  #rest = new AbortController();
  #restPlace = "";
  /** The state of a document for which the editor was told that more is ready. */
  #grown = "";
  #isPaused = false;
  #offers = 0;

  /** Only a host of ours can be told to ask again. */
  readonly #canRefresh: boolean;
  readonly #clock: Clock;

  constructor(
    connection: Connection,
    engine: CompletionEngine,
    settings: DocumentSettings,
    canRefresh: boolean,
    clock: Clock,
    onOutcome: (outcome: OfferOutcome) => void,
    onKept: (kept: KeptOutcome) => void = () => undefined,
  ) {
    this.#canRefresh = canRefresh;
    this.#clock = clock;
    this.#connection = connection;
    this.#engine = engine;
    this.#settings = settings;
    this.#foreground = new ForegroundWatch(engine);
    this.#documents = new TextDocuments(
      mirrorWith((document, edit) => {
        const lineStart = document.text.offsetAt({ line: document.text.positionAt(edit.from).line, character: 0 });
        const lineBefore = document.text.slice(Math.max(lineStart, edit.from - 400), edit.from);
        this.#muted.noteEdit(document.uri, edit, document.text.slice(edit.from, edit.to), lineBefore);
        // Other documents change by themselves, too: settings that are written, files that are drawn anew.
        if (this.#restPlace.startsWith(`${document.uri}:`)) this.#rest.abort(movedOn);
        this.#engine.noteEdit(document.uri, this.#notebooks.moved(document.uri, edit));
        this.#shelf.noteEdit(document, edit);
        this.#offerLog.noteEdit(document.uri, edit);
        this.#kept.noteEdit(document.uri, edit);
      }),
    );
    this.#notebooks = new NotebookCells(this.#documents, (uri) => engine.forget(uri));
    this.#shelf = new ContextShelf({
      clock,
      documents: () => this.#documents.all(),
      pathOf: (uri) => documentPath(uri, this.#folders),
      isSecret: (uri) => this.#isSecret(uri),
      isInWorkspace: (uri) => this.#folders.some((folder) => uri.startsWith(folder)),
      ask: canRefresh ? hostAsker(connection) : undefined,
      onGathered: (uri, paths) =>
        connection.console.debug(`context for ${documentPath(uri, this.#folders)}: ${paths.join(", ") || "nothing"}`),
    });
    this.#kept = new KeptWatch(clock, onKept);
    this.#offerLog = new OfferLog(onOutcome, (accepted) => {
      engine.noteTaken();
      this.#kept.watch(accepted);
    });
  }

  set isPaused(isPaused: boolean) {
    this.#isPaused = isPaused;
  }

  /** Called where a wish is answered with nothing. */
  onSilence: (silence: Silence) => void = () => undefined;
  /** Called when a person asks for ghost text by hand. */
  onAsked: () => void = () => undefined;

  /** Registers everything the client may call; `onInitialized` runs once the client is ready. */
  listen(onInitialized: () => void): void {
    const connection = this.#connection;
    let hasFolderChanges = false;
    let wantsRegistration = false;
    connection.onInitialize(async (params): Promise<InitializeResult> => {
      this.#folders = (params.workspaceFolders ?? []).map((folder) => folder.uri);
      hasFolderChanges = params.capabilities.workspace?.workspaceFolders === true;
      wantsRegistration = params.capabilities.workspace?.didChangeConfiguration?.dynamicRegistration === true;
      this.#settings.begin(params.initializationOptions, params.capabilities.workspace?.configuration === true);
      await speak(this.#settings.whole.language || (params.locale ?? ""));
      return {
        capabilities: {
          textDocumentSync: TextDocumentSyncKind.Incremental,
          notebookDocumentSync: notebookSync,
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
    connection.onExecuteCommand((params) => {
      this.#offerLog.noteAccepted(params.arguments?.[0]);
      return null;
    });
    connection.onNotification(cursorNotification, (params) => this.#noteCursor(params));
    connection.onNotification(muteNotification, ({ uri, position }) => {
      const document = this.#documents.get(uri);
      this.#rest.abort(movedOn);
      if (document !== undefined) this.#muted.mute(uri, document.text.offsetAt(position));
      this.#offerLog.noteGone(uri);
    });
    connection.onRequest(foregroundRequest, (params) => this.#foreground.note(params));
    this.#documents.onDidClose(({ document }) => {
      this.#engine.forget(document.uri);
      this.#muted.forget(document.uri);
      this.#notebooks.forget(document.uri);
      this.#shelf.forget(document.uri);
      this.#offerLog.noteGone(document.uri);
      this.#kept.noteClosed(document.uri);
      this.#settings.forget(document.uri);
      this.#selected.delete(document.uri);
    });
    this.#documents.listen(connection);
    this.#notebooks.listen(connection);
    connection.listen();
  }

  #isSecret(uri: string): boolean {
    return this.#secrets.has(uri, this.#settings.whole.secretPatterns);
  }

  async #complete(params: InlineCompletionParams, token: CancellationToken): Promise<InlineCompletionItem[] | null> {
    const { uri } = params.textDocument;
    if (this.#isPaused) return this.#silent("paused");
    if (this.#selected.has(uri)) return this.#silent("selection");
    if (this.#isSecret(uri)) return this.#silent("secret");
    const settings = await this.#settings.completionOf(uri);
    const document = this.#documents.get(uri);
    const isCancelled = (): boolean => token.isCancellationRequested;
    if (isCancelled()) return this.#silent("withdrawn");
    if (document === undefined) return this.#silent("closed");
    if (!isLanguageEnabled(settings, document.languageId)) return this.#silent("languageOff");
    const asksByHand = params.context.triggerKind === InlineCompletionTriggerKind.Invoked;
    // The editor's question for what we have just told it of is nobody's wish for other choices.
    const isExplicit = asksByHand && this.#grown !== stateOf(document, params.position);
    if (isExplicit) this.onAsked();
    const place = this.#placeOf(document, params.position, params.context.selectedCompletionInfo);
    if (!isExplicit && this.#muted.isSilent(uri, place.cursor)) return this.#silent("muted");
    const rest = this.#restAt(uri, place.cursor);
    if (!this.#canRefresh) this.#shelf.noteCursor(uri, place.cursor);
    const wish = this.#wishAt(place, isExplicit, settings);
    const answer = await withSignal(token, (signal) => this.#engine.completeAt(wish, signal));
    if (!isCancelled() && !isExplicit) void this.#lookAheadAtRest(wish, rest);
    if (answer === undefined || isCancelled()) return null;
    this.#followUp(wish, answer, document, params.position, rest);
    const choices = isExplicit ? this.#engine.choicesAt(wish) : [];
    const offers = [answer.offer, ...choices.filter((one) => one.text !== answer.offer.text)];
    const items = offers.map((offer) => inlineItemOf({ ...answer, offer }, place, ++this.#offers));
    this.#noteShown(answer, place, items);
    return items;
  }

  #silent(reason: Silence): null {
    this.onSilence(reason);
    return null;
  }

  /** What may still come for an offer once it is shown: other choices for a person who asked, more lines where the setting wants them. */
  #followUp(wish: Wish, answer: Answer, document: MirroredDocument, position: Position, rest: AbortSignal): void {
    const { uri, version } = document;
    const refresh = (what: RefreshParams["what"]): void => {
      if (!rest.aborted) void this.#connection.sendNotification(refreshNotification, { what, uri, version, position });
    };
    const later = async (): Promise<void> => {
      await this.#engine.settled(rest);
      if (wish.settings.grow && !rest.aborted && this.#engine.hasGrown(wish, answer.offer)) {
        this.#grown = stateOf(document, position);
        refresh("longer");
      }
      if (wish.isExplicit) await this.#engine.vary(wish, rest, () => refresh("choices"));
    };
    if (this.#canRefresh && (wish.isExplicit || wish.settings.grow)) void later();
  }

  #noteCursor({ uri, position, selections, hasSelectedText, reason }: CursorParams): void {
    if (selections > 1 || hasSelectedText) this.#selected.add(uri);
    else this.#selected.delete(uri);
    const document = this.#documents.get(uri);
    if (document === undefined || this.#isPaused || this.#isSecret(uri)) return;
    this.#shelf.noteCursor(uri, document.text.offsetAt(position));
    if (this.#selected.has(uri) || reason === "other") return;
    const place = this.#placeOf(document, position, undefined);
    if (reason === "mouse") this.#engine.moveTo(this.#notebooks.withCellsAbove(place));
    if (this.#muted.isSilent(uri, place.cursor)) return;
    void this.#warmAtRest(document, place, this.#restAt(uri, place.cursor));
  }

  /** Warms a new spot once the cursor has rested there for a moment. */
  async #warmAtRest(document: MirroredDocument, place: Place, rest: AbortSignal): Promise<void> {
    const hasMoved = (): boolean => rest.aborted;
    await this.#clock.pause(restMs, rest);
    if (hasMoved()) return;
    const settings = await this.#settings.completionOf(document.uri);
    if (hasMoved() || !isLanguageEnabled(settings, document.languageId)) return;
    await this.#engine.warm(this.#wishAt(place, false, settings), rest);
  }

  async #lookAheadAtRest(wish: Wish, rest: AbortSignal): Promise<void> {
    await this.#clock.pause(restMs, rest);
    if (!rest.aborted) await this.#engine.lookAhead(wish, rest);
  }

  /** A wish; what other files say is looked up only when a prompt is made of it, with what is ready then. */
  #wishAt(place: Place, isExplicit: boolean, settings: CompletionSettings): Wish {
    const shelf = this.#shelf;
    return {
      place: this.#notebooks.withCellsAbove(place),
      isExplicit,
      settings,
      get snippets() {
        return shelf.snippetsFor(place.uri, place.cursor);
      },
    };
  }

  #noteShown({ offer, source, toOfferMs, cost }: Answer, place: Place, items: readonly InlineCompletionItem[]): void {
    const { uri, languageId, cursor: offset } = place;
    const isWindows = items.some(({ insertText }) => typeof insertText === "string" && insertText.includes("\r\n"));
    const text = isWindows ? offer.text.replace(/\n/g, "\r\n") : offer.text;
    const ids = items.map(({ command }): unknown => command?.arguments?.[0]).filter((id) => typeof id === "number");
    this.#offerLog.noteShown({ uri, languageId, source, toOfferMs, offset, text, ids, cost });
  }

  /** Ends what was begun for another place; the signal lasts until the cursor moves or something is typed. */
  #restAt(uri: string, cursor: number): AbortSignal {
    const place = `${uri}:${cursor}`;
    if (this.#rest.signal.aborted || this.#restPlace !== place) {
      this.#rest.abort(movedOn);
      this.#rest = new AbortController();
      this.#restPlace = place;
    }
    return this.#rest.signal;
  }

  #placeOf(document: MirroredDocument, position: Position, selected: SelectedCompletionInfo | undefined): Place {
    const { text } = document;
    return {
      uri: document.uri,
      path: documentPath(document.uri, this.#folders),
      languageId: document.languageId,
      text,
      cursor: text.offsetAt(position),
      indentUnit: indentUnitOf(text),
      selected: selected && { from: text.offsetAt(selected.range.start), text: selected.text },
    };
  }
}

/** A document and a cursor as they are now: another edit or another place makes another state. */
function stateOf({ uri, version }: MirroredDocument, { line, character }: Position): string {
  return `${version}:${line}:${character}:${uri}`;
}
