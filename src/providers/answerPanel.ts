import { env, Uri, type ViewColumn, type WebviewPanel } from "vscode";
import { type AnswerEntry, shownExchange } from "../core/answers/answerEntry.ts";
import { restore } from "../core/controlText.ts";
import type { Exchange } from "../core/conversation/conversation.ts";
import { say } from "../core/words/words.ts";
import { fillWebview } from "../host/webviewHtml.ts";
import { type AnswerFact, type AnswerWish, isAnswerWish } from "../shared/frames/answerFrames.ts";
import { deliver, type Handlers } from "../shared/frames/deliver.ts";
import { insertComment, revealPlace } from "./answer/answerPlace.ts";
import type { AnswerListener, AnswerSession } from "./answer/answerSession.ts";
import type { AnswerShelf } from "./answer/answerShelf.ts";
import { headOf, notesOf, titleOf } from "./answer/answerViews.ts";
import type { Order } from "./answer/answerWriter.ts";
import { insertAtCursor, openAsFile, replaceSelection } from "./chat/codeTarget.ts";
import { Refusal } from "./chat/refusal.ts";

/** What a panel needs of the rest. */
export interface AnswerPanelNeeds {
  readonly extensionUri: Uri;
  readonly shelf: AnswerShelf;
  readonly newSession: (listener: AnswerListener) => AnswerSession;
  /** The order for an answer once more, read anew. Throws a `Refusal`. */
  readonly orderAgain: (entry: AnswerEntry, known: Order | undefined) => Promise<Order>;
  readonly openInChat: (exchanges: readonly Exchange[]) => Promise<void>;
  /** Does what a button below a failure offers. */
  readonly act: (action: string) => unknown;
  /** The wanted model. */
  readonly model: () => string;
}

/** Pieces of an answer are sent on together, ms: as often as a screen draws. */
const sendEveryMs = 16;

/** How long a click in the frame may be on its way to the editor's own idea of where the focus is, ms. */
const focusMs = 300;

/** The buttons that may come back from the frame. */
const actions = /^(facet\.\w+|workbench\.trust\.manage|workbench\.action\.openSettings)$/;

/** One panel with answers, which are written by its own session. This side owns the state; the frame draws it. */
export class AnswerPanel {
  readonly #needs: AnswerPanelNeeds;
  readonly #panel: WebviewPanel;
  readonly #session: AnswerSession;
  readonly #wishes: Handlers<AnswerWish>;
  readonly #ready: Promise<unknown>;
  #isFrameReady = false;
  #isPinned: boolean;
  #shownId: string | undefined;
  #waiting = "";
  #told = 0;
  #noteTold = 0;
  #sending: NodeJS.Timeout | undefined;

  /** `ready` resolves when earlier answers are read. */
  constructor(
    needs: AnswerPanelNeeds,
    panel: WebviewPanel,
    ready: Promise<unknown>,
    state: { readonly id: string | undefined; readonly isPinned: boolean },
  ) {
    this.#needs = needs;
    this.#panel = panel;
    this.#ready = ready;
    this.#shownId = state.id;
    this.#isPinned = state.isPinned;
    this.#session = needs.newSession({
      onChange: (id) => this.noteChange(id),
      onText: (id, text) => this.#gather(id, text),
      onNote: (id, text) => this.#tellNote(id, text),
    });
    this.#wishes = this.#handlers();
    const icon = (name: string): Uri => Uri.joinPath(needs.extensionUri, "media", name);
    panel.iconPath = { light: icon("facet-light.svg"), dark: icon("facet.svg") };
    panel.webview.onDidReceiveMessage((message: unknown) => this.receive(message));
    fillWebview(panel.webview, needs.extensionUri, "answer", say("answer.panel"));
  }

  get isPinned(): boolean {
    return this.#isPinned;
  }

  /** Where the panel is, while it is to be seen. */
  get column(): ViewColumn | undefined {
    return this.#panel.viewColumn;
  }

  get #entry(): AnswerEntry | undefined {
    return this.#needs.shelf.get(this.#shownId);
  }

  /** Brings the panel to the front; the editor keeps the focus. */
  reveal(): void {
    this.#panel.reveal(undefined, true);
  }

  /** Writes a new answer. */
  answer(order: Order, inPlaceOf?: string): Promise<void> {
    this.#shownId = undefined;
    return this.#session.answer(order, inPlaceOf);
  }

  stop(): Promise<void> {
    return this.#session.stop();
  }

  /** Takes a message of the frame; one that is malformed is ignored. */
  async receive(message: unknown): Promise<void> {
    if (!isAnswerWish(message)) return;
    try {
      await deliver(this.#wishes, message);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#tell({ type: "notice", words: error.message });
    }
  }

  /** Draws what has changed of an answer, if it is the one that is shown. */
  noteChange(id: string): void {
    // A session that begins something new shows it.
    if (this.#session.running?.id === id && this.#shownId !== id) {
      this.#show(id);
      return;
    }
    const entry = this.#entry;
    if (entry?.id !== id) return;
    this.#flush();
    const progress = this.#session.running?.id === id ? this.#session.running.progress : undefined;
    if (progress?.kind === "part") this.#noteTold = 0;
    // An answer that begins anew has no text yet, and notes on half a part go when it is stopped.
    const isCutShort = progress === undefined && entry.notes.length < entry.parts;
    if (progress?.kind === "waiting" || isCutShort) this.#show(id);
    else this.#tell({ type: "head", head: this.#head(entry) });
    this.#panel.title = titleOf(entry);
  }

  /** Ends what runs; resolves when all is kept. */
  async dispose(): Promise<void> {
    clearTimeout(this.#sending);
    await this.#session.stop();
  }

  /** The table of what the frame may wish. */
  #handlers(): Handlers<AnswerWish> {
    const { shelf } = this.#needs;
    return {
      ready: async () => {
        await this.#ready;
        const isKnown = (): boolean => shelf.get(this.#shownId) !== undefined;
        // The window before may only just have written it down.
        if (this.#shownId !== undefined && !isKnown()) await shelf.load();
        this.#isFrameReady = true;
        this.#show(isKnown() || this.#isPinned ? this.#shownId : shelf.last?.id);
      },
      stop: () => this.#session.stop(),
      retry: () => this.#retry(),
      resume: () =>
        this.#with((entry) =>
          this.#session.resume(entry.id, () => this.#needs.orderAgain(entry, this.#session.orderOf(entry.id))),
        ),
      vary: ({ variation }) => this.#with((entry) => this.#session.vary(entry.id, variation)),
      choose: ({ choice }) => this.#session.choose(choice),
      comment: async ({ isDocumentation }) => {
        await this.#focused();
        await this.#with((entry) => insertComment(entry, isDocumentation));
      },
      openInChat: () => this.#with((entry) => this.#needs.openInChat(entry.conversation.exchanges)),
      back: () => this.#show(shelf.around(this.#shownId).before?.id ?? this.#shownId),
      forward: () => this.#show(shelf.around(this.#shownId).after?.id ?? this.#shownId),
      pin: ({ isPinned }) => {
        this.#isPinned = isPinned;
        const entry = this.#entry;
        if (entry !== undefined) this.#tell({ type: "head", head: this.#head(entry) });
      },
      reveal: async () => {
        await this.#focused();
        await this.#with(revealPlace);
      },
      copy: ({ text }) =>
        text === ""
          ? this.#with((entry) => env.clipboard.writeText(restore(shownExchange(entry)?.answer.text ?? "")))
          : env.clipboard.writeText(text),
      insert: ({ code }) => insertAtCursor(code),
      replace: ({ code }) => replaceSelection(code),
      newFile: ({ code, language }) => openAsFile(code, language),
      act: ({ action }) => (actions.test(action) ? this.#needs.act(action) : undefined),
      openLink: ({ url }) => (/^(https?|mailto):/i.test(url) ? env.openExternal(Uri.parse(url)) : undefined),
    };
  }

  /**
   * Resolves when the editor knows of the click that has just been made in the frame. The click may arrive before that: the focus would then
   * go to the panel after it was given to a text. A frame that is used without the focus is not waited for.
   */
  async #focused(): Promise<void> {
    if (this.#panel.active) return;
    const over = new AbortController();
    const active = new Promise<void>((resolve) => {
      const watching = this.#panel.onDidChangeViewState(() => {
        if (this.#panel.active) resolve();
      });
      over.signal.addEventListener("abort", () => {
        watching.dispose();
        resolve();
      });
    });
    const deadline = setTimeout(() => over.abort(), focusMs);
    await active;
    clearTimeout(deadline);
    over.abort();
  }

  #with(work: (entry: AnswerEntry) => unknown): unknown {
    const entry = this.#entry;
    return entry === undefined ? undefined : work(entry);
  }

  async #retry(): Promise<void> {
    const entry = this.#entry;
    if (entry === undefined) return;
    const known = this.#session.orderOf(entry.id);
    // The same words once more where it was said in another way, or where nothing else is known of it.
    const isRepeated = entry.conversation.exchanges.length > 1 || (known === undefined && entry.parts === 0);
    if (isRepeated) return this.#session.repeat(entry.id);
    await this.#session.answer(await this.#needs.orderAgain(entry, known), entry.id);
  }

  #show(id: string | undefined): void {
    this.#flush();
    this.#shownId = id;
    const entry = this.#entry;
    const running = this.#session.running?.id === id ? this.#session.running : undefined;
    const text = entry === undefined ? "" : (running?.shown ?? restore(shownExchange(entry)?.answer.text ?? ""));
    this.#told = text.length;
    this.#noteTold = running?.note?.text.length ?? 0;
    this.#tell({
      type: "screen",
      head: entry === undefined ? null : this.#head(entry),
      text,
      notes: entry === undefined ? [] : notesOf(entry, running?.note),
    });
    this.#panel.title = entry === undefined ? say("answer.panel") : titleOf(entry);
  }

  #head(entry: AnswerEntry): ReturnType<typeof headOf> {
    const { running } = this.#session;
    const { before, after } = this.#needs.shelf.around(entry.id);
    return headOf(entry, {
      progress: running?.id === entry.id ? running.progress : undefined,
      canGoBack: before !== undefined,
      canGoForward: after !== undefined,
      isPinned: this.#isPinned,
      canResume: this.#session.canResume(entry),
      model: this.#needs.model(),
    });
  }

  #gather(id: string, text: string): void {
    if (id !== this.#shownId) return;
    this.#waiting += text;
    this.#sending ??= setTimeout(() => this.#flush(), sendEveryMs);
  }

  #flush(): void {
    clearTimeout(this.#sending);
    this.#sending = undefined;
    const text = this.#waiting;
    this.#waiting = "";
    if (text === "" || this.#shownId === undefined) return;
    this.#tell({ type: "chunk", id: this.#shownId, at: this.#told, text });
    this.#told += text.length;
  }

  #tellNote(id: string, text: string): void {
    const entry = this.#entry;
    const note = this.#session.running?.note;
    if (entry?.id !== id || note === undefined || text === "") return;
    const label = say("answer.notes", note);
    this.#tell({ type: "note", id, part: entry.notes.length, label, at: this.#noteTold, text });
    this.#noteTold += text.length;
  }

  #tell(fact: AnswerFact): void {
    if (this.#isFrameReady) void this.#panel.webview.postMessage(fact);
  }
}
