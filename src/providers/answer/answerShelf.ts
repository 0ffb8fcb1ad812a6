import type { AnswerEntry } from "../../core/answers/answerEntry.ts";
import { readAnswerEntry } from "../../core/answers/readAnswerEntry.ts";
import type { ConversationStore } from "../chat/conversations.ts";

/** The most answers that can be gone back to. */
const mostKept = 40;

/** The last answers of a workspace, in the order in which they were asked for; kept over reloads. */
export class AnswerShelf {
  readonly #store: ConversationStore;
  readonly #warn: (line: string) => void;
  #entries: AnswerEntry[] = [];
  #writing: Promise<void> = Promise.resolve();

  constructor(store: ConversationStore, warn: (line: string) => void) {
    this.#store = store;
    this.#warn = warn;
  }

  /** Reads what other sessions have left, and keeps what is known already. */
  async load(): Promise<void> {
    const values = await this.#store.load();
    const kept = values.map(readAnswerEntry).filter((one) => one !== undefined);
    const others = kept.filter(({ id }) => this.get(id) === undefined);
    // An id begins with the time at which the answer was asked for.
    this.#entries = [...others, ...this.#entries].sort((one, other) => (one.id < other.id ? -1 : 1));
  }

  get(id: string | undefined): AnswerEntry | undefined {
    return this.#entries.find((one) => one.id === id);
  }

  get last(): AnswerEntry | undefined {
    return this.#entries.at(-1);
  }

  /** The answers before and after one. */
  around(id: string | undefined): {
    readonly before: AnswerEntry | undefined;
    readonly after: AnswerEntry | undefined;
  } {
    const at = this.#entries.findIndex((one) => one.id === id);
    if (at < 0) return { before: this.last, after: undefined };
    return { before: this.#entries[at - 1], after: this.#entries[at + 1] };
  }

  /** All of them, to be moved along with edits. */
  all(): readonly AnswerEntry[] {
    return this.#entries;
  }

  /** Adds an answer behind all others, or keeps what it has become. */
  keep(entry: AnswerEntry): void {
    const at = this.#entries.findIndex((one) => one.id === entry.id);
    if (at >= 0) this.#entries[at] = entry;
    else this.#entries.push(entry);
    for (const { id } of this.#entries.splice(0, Math.max(0, this.#entries.length - mostKept))) {
      this.#write(() => this.#store.remove(id));
    }
  }

  /** Writes an answer down. */
  save(id: string): void {
    this.#write(async () => {
      const entry = this.get(id);
      if (entry !== undefined && entry.conversation.exchanges.length > 0) await this.#store.save(id, entry);
    });
  }

  /** Resolves when everything is written. */
  flush(): Promise<void> {
    return this.#writing;
  }

  #write(work: () => Promise<void>): void {
    this.#writing = this.#writing.then(work).catch((error: unknown) => {
      this.#warn(`an answer could not be kept: ${error instanceof Error ? error.message : "unknown"}`);
    });
  }
}
