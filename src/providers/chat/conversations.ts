import { type Conversation, emptyConversation } from "../../core/conversation/conversation.ts";
import { readConversation } from "../../core/conversation/readConversation.ts";
import { titleOf } from "../../core/conversation/title.ts";

/** Where conversations are kept. */
export interface ConversationStore {
  load(): Promise<readonly unknown[]>;
  save(id: string, value: unknown): Promise<void>;
  remove(id: string): Promise<void>;
}

/** All conversations of a workspace; what was said is written down, an empty one is not. */
export class Conversations {
  readonly #store: ConversationStore;
  readonly #now: () => number;
  readonly #warn: (line: string) => void;
  readonly #all = new Map<string, Conversation>();
  /** Writes one after another, so that an older state never overwrites a newer one. */
  #writing: Promise<void> = Promise.resolve();

  constructor(store: ConversationStore, now: () => number, warn: (line: string) => void) {
    this.#store = store;
    this.#now = now;
    this.#warn = warn;
  }

  /** Reads what earlier sessions left. */
  async load(): Promise<void> {
    const values = await this.#store.load();
    for (const value of values) {
      const conversation = readConversation(value);
      if (conversation !== undefined && !this.#all.has(conversation.id)) this.#all.set(conversation.id, conversation);
    }
  }

  /** The last one first; without those in which nothing was said. */
  get list(): readonly { readonly id: string; readonly title: string; readonly updatedAtMs: number }[] {
    return [...this.#all.values()]
      .filter((one) => one.exchanges.length > 0)
      .sort((one, other) => other.updatedAtMs - one.updatedAtMs)
      .map((one) => ({ id: one.id, title: titleOf(one), updatedAtMs: one.updatedAtMs }));
  }

  get(id: string): Conversation | undefined {
    return this.#all.get(id);
  }

  /** A new one; its id begins with the time, so that names on disk sort by it. */
  begin(): Conversation {
    const nowMs = this.#now();
    const id = `${nowMs.toString(36).padStart(9, "0")}-${Math.random().toString(36).slice(2, 8)}`;
    const conversation = emptyConversation(id, nowMs);
    this.#all.set(id, conversation);
    return conversation;
  }

  /** Keeps what a conversation has become; one that was deleted meanwhile stays deleted. */
  update(conversation: Conversation): void {
    if (this.#all.has(conversation.id)) this.#all.set(conversation.id, conversation);
  }

  /** Writes a conversation down. */
  save(id: string): void {
    this.#write(async () => {
      const conversation = this.#all.get(id);
      if (conversation !== undefined && conversation.exchanges.length > 0) await this.#store.save(id, conversation);
    });
  }

  delete(id: string): void {
    this.#all.delete(id);
    this.#write(() => this.#store.remove(id));
  }

  /** Resolves when everything is written. */
  flush(): Promise<void> {
    return this.#writing;
  }

  #write(work: () => Promise<void>): void {
    this.#writing = this.#writing.then(work).catch((error: unknown) => {
      this.#warn(`a conversation could not be kept: ${error instanceof Error ? error.message : "unknown"}`);
    });
  }
}
