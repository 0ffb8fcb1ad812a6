import { type CancellationToken, commands, type Disposable, type TextDocument, window } from "vscode";

/** How long the editor may take to pass a question on, ms; after one that it takes back, how long until the next. */
const patienceMs = 300;

/** Questions that it may lose or take back; by then all other extensions have started. */
const mostQuestions = 30;

interface Wish {
  readonly document: TextDocument;
  readonly version: number;
  questions: number;
}

/**
 * Asks for ghost text by hand and sees to it that the question is answered: in a document that has just been opened, the editor takes it
 * back while the extensions of its language start. Over with the first answer, and where the person types or goes elsewhere.
 */
export class LastingQuestion implements Disposable {
  #wish: Wish | undefined;
  #open = 0;
  #timer: NodeJS.Timeout | undefined;

  ask(document: TextDocument): void {
    this.#wish = { document, version: document.version, questions: 0 };
    this.#trigger(this.#wish);
  }

  /** Hands a question of the editor's on, and looks at what becomes of it. */
  async follow<Answer>(
    document: TextDocument,
    token: CancellationToken,
    answer: () => Answer | PromiseLike<Answer>,
  ): Promise<Answer> {
    const wish = this.#wish;
    if (document !== wish?.document) return answer();
    // One that is being answered would be taken back by the next.
    clearTimeout(this.#timer);
    this.#open++;
    try {
      const given = await answer();
      if (!token.isCancellationRequested) this.dispose();
      return given;
    } finally {
      this.#open--;
      if (this.#wish === wish && this.#open === 0) this.#askLater(wish);
    }
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#wish = undefined;
  }

  #trigger(wish: Wish): void {
    const { document, version } = wish;
    if (window.activeTextEditor?.document !== document || document.version !== version) return this.dispose();
    if (++wish.questions > mostQuestions) return this.dispose();
    this.#askLater(wish);
    void commands.executeCommand("editor.action.inlineSuggest.trigger");
  }

  #askLater(wish: Wish): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#trigger(wish), patienceMs);
  }
}
