import { AnswerText } from "../../core/conversation/answerText.ts";
import {
  type Answer,
  type AnswerEnd,
  answerWith,
  ask,
  before,
  type Conversation,
  type Exchange,
  exchangeOf,
  type Question,
} from "../../core/conversation/conversation.ts";
import type { ChatModel } from "./chatModel.ts";
import type { Conversations } from "./conversations.ts";
import { failureOf } from "./failureOf.ts";

/** What happens in a conversation, for whoever shows it. */
export interface SessionListener {
  /** Another conversation, or a changed past. */
  readonly onConversation: () => void;
  /** The question that has just begun is asked once more in a conversation of its own, since others had followed it. */
  readonly onBranched: () => void;
  readonly onBegan: (exchange: Exchange) => void;
  readonly onText: (exchangeId: string, text: string) => void;
  readonly onEnded: (exchange: Exchange) => void;
}

/** Text is written down at least that often while an answer comes, ms. */
const saveEveryMs = 2_000;

/** The conversation that is open: asks, stops, asks again. One answer at a time; whatever ends an answer, its text so far stays. */
export class ChatSession {
  readonly #model: ChatModel;
  readonly #conversations: Conversations;
  readonly #now: () => number;
  readonly #listener: SessionListener;
  #id: string | undefined;
  #run: { readonly controller: AbortController; readonly done: Promise<void> } | undefined;

  constructor(model: ChatModel, conversations: Conversations, now: () => number, listener: SessionListener) {
    this.#model = model;
    this.#conversations = conversations;
    this.#now = now;
    this.#listener = listener;
  }

  /** The open conversation; a new one where none is. */
  get conversation(): Conversation {
    const open = this.#id === undefined ? undefined : this.#conversations.get(this.#id);
    if (open !== undefined) return open;
    const conversation = this.#conversations.begin();
    this.#id = conversation.id;
    return conversation;
  }

  get isAnswering(): boolean {
    return this.#run !== undefined;
  }

  /** Opens a conversation, or a new one; the answer that is being written in another one is stopped. */
  async open(id: string | undefined): Promise<void> {
    await this.stop();
    this.#id = id;
    this.#listener.onConversation();
  }

  async delete(id: string): Promise<void> {
    if (id === this.conversation.id) await this.open(undefined);
    this.#conversations.delete(id);
  }

  /** Asks a question; resolves when its answer has ended. */
  async ask(question: Question): Promise<void> {
    await this.stop();
    await this.#begin(question);
  }

  /**
   * Answers a question once more. Where others followed it, what was said stays as it is, and the question begins a conversation of its own
   * behind what came before it: nobody is asked, and nothing is lost.
   */
  async retry(exchangeId: string, text?: string): Promise<void> {
    await this.stop();
    const { conversation } = this;
    const old = exchangeOf(conversation, exchangeId);
    if (old === undefined) return;
    const isBranch = conversation.exchanges.at(-1)?.id !== exchangeId;
    if (isBranch) this.#id = this.#conversations.begin().id;
    this.#keep({ ...before(conversation, exchangeId), id: this.conversation.id });
    this.#listener.onConversation();
    const answered = this.#begin(text === undefined ? old.question : { ...old.question, text });
    if (isBranch) this.#listener.onBranched();
    await answered;
  }

  /** Goes on with the last answer where it was interrupted. */
  async continue(exchangeId: string): Promise<void> {
    await this.stop();
    const last = this.conversation.exchanges.at(-1);
    if (last?.id === exchangeId) await this.#answer(exchangeId, true);
  }

  /** Ends the running answer, if any; resolves when its text is kept and its connection closed. */
  async stop(): Promise<void> {
    const run = this.#run;
    run?.controller.abort();
    await run?.done;
  }

  async dispose(): Promise<void> {
    await this.stop();
    await this.#conversations.flush();
  }

  #begin(question: Question): Promise<void> {
    const exchange = { id: crypto.randomUUID(), question, model: "" };
    this.#keep(ask(this.conversation, exchange, this.#now()));
    return this.#answer(exchange.id, false);
  }

  async #answer(exchangeId: string, isContinuing: boolean): Promise<void> {
    const controller = new AbortController();
    const { id } = this.conversation;
    const work = this.#write(id, exchangeId, isContinuing, controller.signal);
    const run = { controller, done: work };
    this.#run = run;
    const began = exchangeOf(this.conversation, exchangeId);
    if (began !== undefined) this.#listener.onBegan(began);
    await work;
    if (this.#run === run) this.#run = undefined;
    const ended = exchangeOf(this.#conversations.get(id) ?? this.conversation, exchangeId);
    if (ended !== undefined && this.#id === id) this.#listener.onEnded(ended);
  }

  /** Writes one answer to its end; throws nothing, since every end is part of the conversation. */
  async #write(id: string, exchangeId: string, isContinuing: boolean, signal: AbortSignal): Promise<void> {
    const asked = this.#conversations.get(id);
    const kept = asked === undefined ? undefined : exchangeOf(asked, exchangeId)?.answer;
    if (asked === undefined || kept === undefined) return;
    let answer: Answer = { ...kept, text: isContinuing ? kept.text : "", end: undefined };
    const shown = new AnswerText();
    const put = (next: Answer): void => {
      answer = next;
      const current = this.#conversations.get(id);
      if (current !== undefined) this.#conversations.update(answerWith(current, exchangeId, answer, this.#now()));
    };
    const show = (text: string): void => {
      if (text !== "" && this.#id === id) this.#listener.onText(exchangeId, text);
    };
    put(answer);
    this.#conversations.save(id);
    let end: AnswerEnd = { kind: "complete" };
    try {
      const ready = await this.#model.ready(signal);
      put({ ...answer, model: ready.runtime.model });
      const assembly = this.#model.assemble(this.#conversations.get(id) ?? asked, ready, isContinuing);
      if (assembly.kind === "impossible") end = { kind: "failed", failure: assembly.failure };
      else {
        const current = this.#conversations.get(id);
        if (current !== undefined) this.#conversations.update({ ...current, firstTold: assembly.firstTold });
        let savedAtMs = this.#now();
        for await (const event of this.#model.answer(assembly.turns, ready, signal)) {
          if (event.kind === "text") {
            put({ ...answer, text: answer.text + event.text });
            show(shown.append(event.text));
          } else if (event.figures.doneReason === "length") end = { kind: "roomUsed" };
          if (this.#now() - savedAtMs > saveEveryMs) {
            this.#conversations.save(id);
            savedAtMs = this.#now();
          }
        }
      }
    } catch (error) {
      end = signal.aborted ? { kind: "stopped" } : { kind: "failed", failure: failureOf(error) };
    }
    show(shown.finish());
    put({ ...answer, end });
    this.#conversations.save(id);
  }

  #keep(conversation: Conversation): void {
    this.#conversations.update(conversation);
    this.#conversations.save(conversation.id);
  }
}
