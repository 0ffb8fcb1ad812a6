import {
  CancellationTokenSource,
  env,
  type ExtensionContext,
  Uri,
  type WebviewView,
  type WebviewViewProvider,
  workspace,
} from "vscode";
import type { Attachment } from "../core/conversation/attachment.ts";
import { fillOf } from "../core/conversation/assemble.ts";
import { type Exchange, modelBefore } from "../core/conversation/conversation.ts";
import { exportMarkdown } from "../core/conversation/exportMarkdown.ts";
import { titleOf } from "../core/conversation/title.ts";
import { say } from "../core/words/words.ts";
import { fillWebview } from "../host/webviewHtml.ts";
import { type ChatFact, type ChatWish, type Chip, type ExchangeView, isChatWish } from "../shared/frames/chatFrames.ts";
import { deliver, type Handlers } from "../shared/frames/deliver.ts";
import { AnswerChunks } from "./chat/answerChunks.ts";
import type { AttachmentReader } from "./chat/attachmentReader.ts";
import { ChatDraft } from "./chat/chatDraft.ts";
import type { ChatModel } from "./chat/chatModel.ts";
import { ChatSession } from "./chat/chatSession.ts";
import { insertAtCursor, openAsFile, replaceSelection } from "./chat/codeTarget.ts";
import type { Conversations } from "./chat/conversations.ts";
import { fileOffers } from "./chat/fileOffers.ts";
import type { ModelState } from "./chat/modelState.ts";
import { Refusal } from "./chat/refusal.ts";
import { chipOf, exchangeView, modelView } from "./chat/views.ts";

/** What the chat view is made of. */
export interface ChatViewNeeds {
  readonly extensionUri: Uri;
  /** Names the workspace, and nothing else. */
  readonly place: string;
  readonly conversations: Conversations;
  readonly model: ChatModel;
  readonly modelState: ModelState;
  readonly reader: AttachmentReader;
  readonly memory: Pick<ExtensionContext["workspaceState"], "get" | "update">;
  readonly now: () => number;
  /** Does what a button below a failure or beside the model's name offers: a command. */
  readonly act: (action: string) => unknown;
}

const openKey = "facet.chat.open";

/** What the chat needs of its place in the side bar. */
export type ShownView = Pick<WebviewView, "webview" | "title" | "visible" | "onDidChangeVisibility" | "onDidDispose">;

/** The most letters of a conversation's title at the head of the view; a side bar is narrow. */
const titleLength = 40;

/** The buttons that may come back from the frame. */
const actions = /^(facet\.\w+|workbench\.trust\.manage|workbench\.action\.openSettings)$/;

/** The chat in the side bar. This side owns the state; the frame draws it, and is told all of it again whenever it says that it is ready. */
export class ChatView implements WebviewViewProvider {
  readonly #needs: ChatViewNeeds;
  readonly #session: ChatSession;
  readonly #subscriptions: { dispose(): unknown }[] = [];
  readonly #loaded: Promise<void>;
  readonly #wishes: Handlers<ChatWish>;
  readonly #draft: ChatDraft;
  readonly #chunks = new AnswerChunks((chunk) => this.#tell({ type: "chunk", ...chunk }));
  #view: ShownView | undefined;
  #isFrameReady = false;
  /** What is to be told once the frame is ready. */
  #later: ChatFact[] = [];
  #offering: CancellationTokenSource | undefined;

  constructor(needs: ChatViewNeeds) {
    this.#needs = needs;
    this.#draft = new ChatDraft({
      reader: needs.reader,
      memory: needs.memory,
      onChange: () => this.#tellDraft(),
      onRefused: (words) => this.#tell({ type: "notice", words }),
    });
    this.#session = new ChatSession(needs.model, needs.conversations, needs.now, {
      onConversation: () => this.#showScreen(),
      onBranched: () => this.#tell({ type: "notice", words: say("chat.branched") }),
      onBegan: (exchange) => {
        this.#rememberOpen();
        this.#showTitle();
        const view = this.#exchangeView(exchange);
        this.#chunks.begin(view.answer.length);
        this.#tell({ type: "began", exchange: view });
      },
      onText: (exchangeId, text) => this.#chunks.add(exchangeId, text),
      onEnded: (exchange) => {
        this.#chunks.flush();
        const { end } = this.#exchangeView(exchange);
        if (end === null) return;
        this.#tell({ type: "ended", exchangeId: exchange.id, end, firstTold: this.#session.conversation.firstTold });
        this.#tellDraft();
      },
    });
    this.#subscriptions.push({ dispose: needs.modelState.onChange(() => this.#noteModel()) });
    this.#loaded = this.#load();
    this.#wishes = this.#handlers();
  }

  resolveWebviewView(view: ShownView): void {
    this.#view = view;
    this.#isFrameReady = false;
    void this.#loaded.then(() => this.#showTitle());
    // Whoever opens the chat will ask something: the model is loaded meanwhile.
    if (workspace.isTrusted && this.#needs.modelState.state.kind === "idle") this.#needs.modelState.look();
    fillWebview(view.webview, this.#needs.extensionUri, "chat", say("chat.conversation"));
    const received = view.webview.onDidReceiveMessage((message: unknown) => this.receive(message));
    // VS Code throws the frame of a hidden view away: what is told before its next one is ready would be lost, or overwritten by its screen.
    const hidden = view.onDidChangeVisibility(() => {
      if (!view.visible) this.#isFrameReady = false;
    });
    view.onDidDispose(() => {
      received.dispose();
      hidden.dispose();
      if (this.#view === view) this.#view = undefined;
    });
  }

  /** Takes a message of the frame; one that is malformed is ignored. */
  async receive(message: unknown): Promise<void> {
    if (!isChatWish(message)) return;
    try {
      await deliver(this.#wishes, message);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#tell({ type: "notice", words: error.message });
    }
  }

  /** Begins a new conversation. */
  async newChat(): Promise<void> {
    await this.#loaded;
    await this.#session.open(undefined);
    this.#rememberOpen();
    this.#tell({ type: "focusComposer" });
  }

  /** Goes on, as a new conversation, with what was asked and answered elsewhere. */
  async goOnWith(exchanges: readonly Exchange[]): Promise<void> {
    await this.#loaded;
    const { conversations } = this.#needs;
    const conversation = conversations.begin();
    conversations.update({ ...conversation, exchanges });
    conversations.save(conversation.id);
    await this.#session.open(conversation.id);
    this.#rememberOpen();
    this.#tell({ type: "focusComposer" });
  }

  /** Attaches something to the question that is being written; says so where it cannot be. */
  attach(make: () => Attachment | Promise<Attachment>): Promise<void> {
    return this.#draft.attach(make);
  }

  /** Puts words into the composer, to be sent or changed. */
  propose(text: string): void {
    this.#draft.propose(text);
    this.#tell({ type: "propose", text });
  }

  showHistory(): void {
    this.#tell({ type: "showHistory" });
  }

  showFind(): void {
    this.#tell({ type: "showFind" });
  }

  /** Opens the conversation as a Markdown document that can be saved anywhere. */
  async export(): Promise<void> {
    await openAsFile(exportMarkdown(this.#session.conversation), "markdown");
  }

  /** Stops the answer that is being written; its text stays. */
  stop(): Promise<void> {
    return this.#session.stop();
  }

  /** Stops what runs and resolves when everything is kept. */
  async dispose(): Promise<void> {
    for (const one of this.#subscriptions.splice(0)) one.dispose();
    this.#chunks.flush();
    this.#offering?.cancel();
    await this.#session.dispose();
  }

  async #load(): Promise<void> {
    await this.#needs.conversations.load();
    const id = this.#needs.memory.get<string>(openKey);
    if (id !== undefined && this.#needs.conversations.get(id) !== undefined) await this.#session.open(id);
  }

  /** The table of what the frame may wish. */
  #handlers(): Handlers<ChatWish> {
    const { conversations } = this.#needs;
    return {
      ready: async () => {
        await this.#loaded;
        this.#isFrameReady = true;
        this.#showScreen();
        for (const fact of this.#later.splice(0)) this.#tell(fact);
      },
      send: async ({ text }) => {
        const question = this.#draft.take(text);
        if (question !== undefined) await this.#session.ask(question);
      },
      stop: () => this.#session.stop(),
      retry: ({ exchangeId }) => this.#session.retry(exchangeId),
      edit: ({ exchangeId, text }) => this.#session.retry(exchangeId, text),
      continue: ({ exchangeId }) => this.#session.continue(exchangeId),
      newChat: () => this.newChat(),
      open: async ({ id }) => {
        if (conversations.get(id) === undefined) return;
        await this.#session.open(id);
        this.#rememberOpen();
      },
      delete: async ({ id }) => {
        await this.#session.delete(id);
        this.#tellHistory();
      },
      export: () => this.export(),
      listHistory: () => this.#tellHistory(),
      attach: ({ kind }) => this.#draft.attachKind(kind),
      attachPath: ({ path }) => this.#draft.attachPath(path),
      attachUris: ({ uris }) => this.#draft.attachUris(uris),
      attachImage: ({ name, base64 }) => this.#draft.attachImage(name, base64),
      detach: ({ id }) => this.#draft.detach(id),
      offer: ({ query }) => this.#offer(query),
      draft: ({ text }) => this.#draft.write(text),
      copy: ({ text }) => env.clipboard.writeText(text),
      insert: ({ code }) => insertAtCursor(code),
      replace: ({ code }) => replaceSelection(code),
      newFile: ({ code, language }) => openAsFile(code, language),
      act: ({ action }) => (actions.test(action) ? this.#needs.act(action) : undefined),
      openLink: ({ url }) => (/^(https?|mailto):/i.test(url) ? env.openExternal(Uri.parse(url)) : undefined),
    };
  }

  async #offer(query: string): Promise<void> {
    this.#offering?.cancel();
    const offering = new CancellationTokenSource();
    this.#offering = offering;
    const items = await fileOffers(query, offering.token);
    if (!offering.token.isCancellationRequested) this.#tell({ type: "offers", query, items });
  }

  #rememberOpen(): void {
    void this.#needs.memory.update(openKey, this.#session.conversation.id);
  }

  readonly #tokensOf = (text: string): number => {
    return this.#needs.model.meterOf(this.#needs.modelState.model).tokensOf(text);
  };

  /** How full the context is; before the model is known, nothing is said. */
  #fill(): number {
    const { state } = this.#needs.modelState;
    if (state.kind !== "ready") return 0;
    const purpose = this.#needs.model.purposeFor({ runtime: state.runtime, description: { capabilities: [] } });
    return fillOf(this.#session.conversation, this.#draft.question, purpose);
  }

  #exchangeView(exchange: Exchange): ExchangeView {
    return exchangeView(exchange, this.#tokensOf, modelBefore(this.#session.conversation, exchange.id));
  }

  /** Names the view after the conversation. Its description would not be seen: VS Code draws none of a view that is alone in its container. */
  #showTitle(): void {
    const title = titleOf(this.#session.conversation, titleLength);
    if (this.#view !== undefined) this.#view.title = title === "" ? say("chat.untitled") : title;
  }

  #showScreen(): void {
    this.#chunks.flush();
    this.#showTitle();
    const { conversation } = this.#session;
    const exchanges = conversation.exchanges.map((one) => this.#exchangeView(one));
    this.#tell({
      type: "screen",
      place: this.#needs.place,
      conversationId: conversation.id,
      title: titleOf(conversation),
      exchanges,
      firstTold: conversation.firstTold,
      draft: this.#draft.question.text,
      chips: this.#chips(),
      fill: this.#fill(),
      model: this.#modelView(),
    });
  }

  #chips(): readonly Chip[] {
    return this.#draft.question.attachments.map((one) => chipOf(one, this.#tokensOf));
  }

  #tellDraft(): void {
    this.#tell({ type: "draft", chips: this.#chips(), fill: this.#fill() });
  }

  #tellHistory(): void {
    this.#tell({ type: "history", items: this.#needs.conversations.list });
  }

  #modelView(): ReturnType<typeof modelView> {
    const { state, model } = this.#needs.modelState;
    return modelView(state, model);
  }

  #noteModel(): void {
    this.#tell({ type: "model", model: this.#modelView() });
    this.#tellDraft();
  }

  #tell(fact: ChatFact): void {
    if (this.#view !== undefined && this.#isFrameReady) void this.#view.webview.postMessage(fact);
    // What a command wants of a view that is only now being shown; states are part of the screen anyway.
    else if (["notice", "propose", "showFind", "showHistory", "focusComposer"].includes(fact.type))
      this.#later.push(fact);
  }
}
