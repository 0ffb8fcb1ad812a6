import path from "node:path";
import { commands, type Disposable, type TextDocument, TextEditorSelectionChangeKind, window, workspace } from "vscode";
import {
  type ConfigurationMiddleware,
  type LanguageClientOptions,
  State,
  TransportKind,
} from "vscode-languageclient/node";
import type { Failure } from "../core/failures.ts";
import type { Settings } from "../core/settings.ts";
import type { KeptOutcome, Outcome } from "../core/statistics/outcome.ts";
import { withoutRepeats } from "../core/withoutRepeats.ts";
import {
  type CursorParams,
  cursorNotification,
  definitionsRequest,
  failureNotification,
  foregroundRequest,
  keptNotification,
  mayReadRequest,
  muteNotification,
  outcomeNotification,
  type PaceParams,
  paceNotification,
  type RefreshParams,
  refreshNotification,
  type RuntimeParams,
  runtimeNotification,
} from "../shared/lsp/messages.ts";
import { answerDefinitions } from "./definitions.ts";
import { FirstQuestion } from "./firstQuestion.ts";
import { ForegroundTurns } from "./foregroundTurns.ts";
import { LastingQuestion } from "./lastingQuestion.ts";
import type { Log } from "./log.ts";
import { answerMayRead } from "./mayRead.ts";
import { QuietLanguageClient } from "./quietLanguageClient.ts";
import { completionSettingsOf } from "./settings.ts";

type AskedByTheEditor = NonNullable<NonNullable<LanguageClientOptions["middleware"]>["provideInlineCompletionItems"]>;

/** Documents that get ghost text; the chat input and the commit box have schemes of their own. */
const schemes = ["file", "untitled", "vscode-notebook-cell"];

/** What the language server tells, and whether it runs. */
export interface GhostTextEvents {
  readonly onFailure: (failure: Failure) => void;
  readonly onPace: (pace: PaceParams) => void;
  readonly onRunning: (isRunning: boolean) => void;
  readonly onOutcome?: (outcome: Outcome) => void;
  readonly onKept?: (kept: KeptOutcome) => void;
}

/** The language client: starts the server in its own process, tells it what only the editor knows, and hears from it. */
export class GhostTextClient implements Disposable {
  readonly #client: QuietLanguageClient;
  readonly #disposables: { dispose(): void }[] = [];
  readonly #lasting = new LastingQuestion();
  #runtime: RuntimeParams = { runtime: null, isPaused: false };
  readonly #turns = new ForegroundTurns(async (params) => {
    // A client that is stopped would start its server again.
    if (this.#client.state === State.Running) await this.#client.sendRequest(foregroundRequest, params);
  });

  constructor(extensionPath: string, settings: () => Settings, log: Log, events: GhostTextEvents) {
    const module = path.join(extensionPath, "dist", "server.js");
    const first = new FirstQuestion(
      ({ uri }) =>
        schemes.includes(uri.scheme) && this.#client.state === State.Running && this.#runtime.runtime !== null,
    );
    const provideInlineCompletionItems: AskedByTheEditor = (document, position, context, token, next) => {
      if (!token.isCancellationRequested) first.dispose();
      return this.#lasting.follow(document, token, () => next(document, position, context, token));
    };
    const options = {
      documentSelector: schemes.map((scheme) => ({ scheme })),
      initializationOptions: settings,
      outputChannel: log.channel,
      middleware: { workspace: { configuration }, provideInlineCompletionItems },
    };
    const server = { module, transport: TransportKind.ipc };
    const trace = withoutRepeats((line) => log.trace(line));
    this.#client = new QuietLanguageClient(server, options, () => events.onRunning(false));
    this.#disposables.push(
      first,
      this.#lasting,
      this.#client.onDidChangeState(({ newState }) => {
        if (newState === State.Running) void this.#begin(events);
        else events.onRunning(false);
      }),
      this.#client.onNotification(failureNotification, events.onFailure),
      this.#client.onNotification(paceNotification, events.onPace),
      this.#client.onNotification(outcomeNotification, (outcome) => events.onOutcome?.(outcome)),
      this.#client.onNotification(keptNotification, (kept) => events.onKept?.(kept)),
      this.#client.onRequest(definitionsRequest, (params) => answerDefinitions(params, trace)),
      this.#client.onRequest(mayReadRequest, (params) => answerMayRead(params, trace)),
      this.#client.onNotification(refreshNotification, (params) => this.#refresh(params)),
      window.onDidChangeTextEditorSelection(({ textEditor, selections, kind }) => {
        if (!schemes.includes(textEditor.document.uri.scheme)) return;
        const active = textEditor.selection.active;
        this.#tell(() =>
          this.#client.sendNotification(cursorNotification, {
            uri: this.#client.code2ProtocolConverter.asUri(textEditor.document.uri),
            position: { line: active.line, character: active.character },
            selections: selections.length,
            hasSelectedText: selections.some((one) => !one.isEmpty),
            reason: reasonOf(kind),
          }),
        );
      }),
      workspace.onDidChangeTextDocument(({ document, reason }) => {
        if (reason === undefined || window.activeTextEditor?.document !== document) return;
        // Once the edit has been sent and the cursor has moved: what undo took away must not come back as ghost text.
        setTimeout(() => this.muteAtCursor(), 0);
      }),
    );
  }

  async start(): Promise<void> {
    await this.#client.start();
  }

  /** Tells the server which daemon and model to ask, now and after each of its restarts. */
  useRuntime(runtime: RuntimeParams): void {
    this.#runtime = runtime;
    this.#sendRuntime();
  }

  /** Takes the daemon from ghost text; resolves once the server has closed its stream, at once where no server runs. */
  async takeForeground(signal: AbortSignal): Promise<() => void> {
    return this.#client.state === State.Running ? this.#turns.take(signal) : () => undefined;
  }

  /** Nothing at the cursor until something else is typed. */
  muteAtCursor(): void {
    const editor = window.activeTextEditor;
    if (editor === undefined) return;
    const { line, character } = editor.selection.active;
    this.#tell(() =>
      this.#client.sendNotification(muteNotification, {
        uri: this.#client.code2ProtocolConverter.asUri(editor.document.uri),
        position: { line, character },
      }),
    );
  }

  /** Asks for ghost text in a document until there is an answer, as if by hand. */
  askIn(document: TextDocument): void {
    this.#lasting.ask(document);
  }

  dispose(): void {
    for (const one of this.#disposables.splice(0)) one.dispose();
  }

  /** Ends the server; resolves when its process is gone. */
  async stop(): Promise<void> {
    this.dispose();
    await this.#client.leave();
  }

  /** Makes the editor ask again, if nothing has changed since; what is longer must first hide what is shown (facts: vscode 1.4.1). */
  async #refresh({ what, uri, version, position }: RefreshParams): Promise<void> {
    const editor = window.activeTextEditor;
    if (editor === undefined || this.#client.code2ProtocolConverter.asUri(editor.document.uri) !== uri) return;
    const { active } = editor.selection;
    if (editor.document.version !== version || active.line !== position.line || active.character !== position.character)
      return;
    if (what === "longer") await commands.executeCommand("editor.action.inlineSuggest.hide");
    await commands.executeCommand("editor.action.inlineSuggest.trigger", { explicit: true });
  }

  /** A server that runs is not yet one that the editor asks: that comes once its abilities are registered. */
  async #begin(events: GhostTextEvents): Promise<void> {
    this.#sendRuntime();
    await this.#client.start().catch(() => undefined);
    events.onRunning(this.#client.state === State.Running);
  }

  #sendRuntime(): void {
    this.#tell(() => this.#client.sendNotification(runtimeNotification, this.#runtime));
  }

  #tell(send: () => Promise<void>): void {
    if (this.#client.state !== State.Running) return;
    // A server that is just dying is started again by the client, and is then told anew.
    send().catch(() => undefined);
  }
}

/** What holds for documents that the server asks about; by themselves, clients leave out what the user has set for their language. */
const configuration: NonNullable<ConfigurationMiddleware["configuration"]> = async (params, token, next) => {
  const values: unknown = await next(params, token);
  if (!Array.isArray(values)) return [];
  return params.items.map(({ scopeUri, section }, at): unknown => {
    const document = workspace.textDocuments.find((one) => one.uri.toString() === scopeUri);
    return section === "facet.completion" && document !== undefined ? completionSettingsOf(document) : values[at];
  });
};

function reasonOf(kind: TextEditorSelectionChangeKind | undefined): CursorParams["reason"] {
  switch (kind) {
    case TextEditorSelectionChangeKind.Keyboard:
      return "keyboard";
    case TextEditorSelectionChangeKind.Mouse:
      return "mouse";
    case TextEditorSelectionChangeKind.Command:
      return "command";
    case undefined:
      return "other";
  }
}
