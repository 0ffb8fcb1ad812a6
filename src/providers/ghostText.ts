import { commands, type Disposable, env, type TextDocument, window, workspace } from "vscode";
import { type CompletionSettings, isLanguageEnabled } from "../core/settings.ts";
import { type Status, statusOf, viewOf } from "../core/status.ts";
import type { GhostTextServer } from "../host/ghostTextServer.ts";
import type { Log } from "../host/log.ts";
import type { StatusBar } from "../host/statusBar.ts";
import type { InlineProviders } from "../host/inlineProviders.ts";
import type { PaceParams } from "../shared/lsp/messages.ts";
import type { GhostTextModel } from "./ghostTextModel.ts";
import { namesOf } from "./providerChoice.ts";
import { say } from "../core/words/words.ts";
import { whileLoading } from "./whileLoading.ts";

/** How long a person may pause ghost text, minutes. */
const pauses = [5, 15, 60];

/** Documents that may get ghost text. */
const schemes: readonly string[] = ["file", "untitled", "vscode-notebook-cell"];

/**
 * Ghost text as the host sees it: starts the server and looks for the daemon at the first document that wants it, tells the server
 * about the daemon, and keeps the status bar true.
 */
export class GhostText implements Disposable {
  readonly #model: GhostTextModel;
  readonly #client: GhostTextServer;
  readonly #statusBar: StatusBar;
  readonly #log: Log;
  readonly #settingsOf: (document: TextDocument) => CompletionSettings;
  readonly #others: InlineProviders;
  readonly #followSettings: () => void;
  readonly #disposables: { dispose(): unknown }[] = [];
  #hasBegun = false;
  #isPaused = false;
  #isServerRunning = false;
  #hasBeenPossible = false;
  #pace: PaceParams | undefined;
  #wished: TextDocument | undefined;
  #snooze: { readonly timer: NodeJS.Timeout; readonly until: string } | undefined;

  constructor(
    model: GhostTextModel,
    client: GhostTextServer,
    statusBar: StatusBar,
    log: Log,
    settingsOf: (document: TextDocument) => CompletionSettings,
    others: InlineProviders,
    followSettings: () => void,
  ) {
    this.#others = others;
    this.#followSettings = followSettings;
    this.#model = model;
    this.#client = client;
    this.#statusBar = statusBar;
    this.#log = log;
    this.#settingsOf = settingsOf;
  }

  /** What keeps ghost text from coming, or that nothing does. */
  get status(): Status {
    const document = window.activeTextEditor?.document;
    const isOff =
      document !== undefined && isOurs(document) && !isLanguageEnabled(this.#settingsOf(document), document.languageId);
    const shown = document !== undefined && isOurs(document) ? document : undefined;
    const others = namesOf(this.#others.activeIn(shown));
    return statusOf(this.#model.state, {
      isTrusted: workspace.isTrusted,
      isPaused: this.#isPaused,
      pausedUntil: this.#snooze?.until,
      languageOff: isOff ? document.languageId : undefined,
      isServerRunning: this.#isServerRunning || !this.#hasBegun,
      mode: this.#pace?.mode ?? "typing",
      lastOfferMs: this.#pace?.lastOfferMs ?? 0,
      isAsking: false,
      loadingForMs: this.#model.loadingForMs,
      isOwnModel: this.#model.isOwn,
      ...(others === "" ? {} : { others }),
      isEditorOff: this.#others.isEditorOff(shown),
    });
  }

  /** Watches for the first document that wants ghost text; nothing is started before. */
  start(): void {
    this.#disposables.push(
      { dispose: this.#model.onChange(() => this.#noteState()) },
      { dispose: whileLoading(this.#model, () => this.#draw()) },
      window.onDidChangeActiveTextEditor(() => this.#noteEditor()),
      workspace.onDidGrantWorkspaceTrust(() => this.#noteEditor()),
      workspace.onDidChangeConfiguration(() => this.#noteEditor()),
    );
    this.#noteEditor();
  }

  notePace(pace: PaceParams): void {
    this.#pace = pace;
    this.#draw();
  }

  /** Draws the status anew, since something else has changed. */
  refresh(): void {
    this.#draw();
  }

  noteServer(isRunning: boolean): void {
    this.#isServerRunning = isRunning;
    this.#draw();
  }

  /** Switches ghost text off or on in this window, until it is reloaded. */
  toggle(): void {
    this.#pause(!this.#isPaused);
  }

  /** Switches ghost text off in this window for a while, and on again by itself; undefined = asks for how long. */
  async snooze(minutes?: number): Promise<void> {
    const forMinutes = minutes ?? (await askForMinutes());
    if (forMinutes === undefined) return;
    const forMs = forMinutes * 60_000;
    clearTimeout(this.#snooze?.timer);
    const until = new Date(Date.now() + forMs).toLocaleTimeString(env.language, { hour: "numeric", minute: "2-digit" });
    this.#snooze = { timer: setTimeout(() => this.#pause(false), forMs), until };
    this.#isPaused = true;
    this.#tellServer();
    this.#draw();
  }

  /** Hides what is shown and keeps it away from this place until something else is typed. */
  async dismiss(): Promise<void> {
    this.#client.muteAtCursor();
    await commands.executeCommand("editor.action.inlineSuggest.hide");
  }

  /** Asks in a document that is shown, as soon as ghost text can come; never in another one that the person has turned to. */
  askIn(document: TextDocument): void {
    this.#wished = document;
    this.#askWished();
  }

  dispose(): void {
    clearTimeout(this.#snooze?.timer);
    for (const one of this.#disposables.splice(0)) one.dispose();
  }

  #askWished(): void {
    const document = this.#wished;
    if (document === undefined || !this.#isServerRunning || this.#model.state.kind !== "ready") return;
    this.#wished = undefined;
    this.#client.askIn(document);
  }

  #pause(isPaused: boolean): void {
    clearTimeout(this.#snooze?.timer);
    this.#snooze = undefined;
    this.#isPaused = isPaused;
    this.#tellServer();
    this.#draw();
  }

  #noteEditor(): void {
    this.#followSettings();
    const document = window.activeTextEditor?.document;
    const wants =
      workspace.isTrusted &&
      document !== undefined &&
      isOurs(document) &&
      isLanguageEnabled(this.#settingsOf(document), document.languageId);
    if (wants) {
      // The settings may have chosen another model, of which nothing is known yet.
      if (!this.#hasBegun || this.#model.state.kind === "idle") this.#model.look();
      this.#tellServer();
    }
    if (wants && !this.#hasBegun) {
      this.#hasBegun = true;
      void this.#others.look();
      this.#client.start().catch((error: unknown) => {
        this.#log.warn(
          `the language server could not be started: ${error instanceof Error ? error.message : "unknown"}`,
        );
      });
    }
    this.#draw();
  }

  #noteState(): void {
    this.#tellServer();
    this.#draw();
  }

  #tellServer(): void {
    const { state } = this.#model;
    this.#client.useRuntime({ runtime: state.kind === "ready" ? state.runtime : null, isPaused: this.#isPaused });
  }

  #draw(): void {
    if (!this.#hasBeenPossible && this.#isServerRunning && this.#model.state.kind === "ready") {
      this.#hasBeenPossible = true;
      this.#log.info("ghost text is possible");
    }
    this.#statusBar.draw(viewOf(this.status));
    this.#askWished();
  }
}

function isOurs(document: TextDocument): boolean {
  return schemes.includes(document.uri.scheme);
}

async function askForMinutes(): Promise<number | undefined> {
  const items = pauses.map((minutes) => ({ label: say("snooze.minutes", { minutes }), minutes }));
  return (await window.showQuickPick(items, { placeHolder: say("snooze.question") }))?.minutes;
}
