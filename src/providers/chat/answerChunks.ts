/** A piece of an answer, which has `at` characters before it. */
export interface Chunk {
  readonly exchangeId: string;
  readonly at: number;
  readonly text: string;
}

/** Pieces of an answer are sent on together, ms: as often as a screen draws. */
const sendEveryMs = 16;

/** Gathers the pieces of an answer, so that no word is a message of its own. */
export class AnswerChunks {
  readonly #send: (chunk: Chunk) => void;
  #gathered: { readonly exchangeId: string; readonly at: number; text: string } | undefined;
  #sending: NodeJS.Timeout | undefined;
  /** Characters of the running answer that have been sent. */
  #sent = 0;

  constructor(send: (chunk: Chunk) => void) {
    this.#send = send;
  }

  /** An answer begins, or goes on, of which the receiver has so many characters. */
  begin(length: number): void {
    this.#sent = length;
  }

  add(exchangeId: string, text: string): void {
    if (this.#gathered?.exchangeId === exchangeId) this.#gathered.text += text;
    else {
      this.flush();
      this.#gathered = { exchangeId, at: this.#sent, text };
    }
    this.#sending ??= setTimeout(() => this.flush(), sendEveryMs);
  }

  /** Sends what has been gathered. */
  flush(): void {
    clearTimeout(this.#sending);
    this.#sending = undefined;
    const gathered = this.#gathered;
    this.#gathered = undefined;
    if (gathered === undefined) return;
    this.#sent = gathered.at + gathered.text.length;
    this.#send(gathered);
  }
}
