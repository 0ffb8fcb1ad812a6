import { type MarkdownActions, MarkdownView } from "../markdown/markdownView.ts";

/** Drawing may take that part of the time; the rest is for the reader's scrolling and typing. */
const share = 0.25;

/** An answer that comes in pieces, drawn at most once a frame, and less often where a drawing takes long. */
export class StreamedAnswer {
  readonly #view: MarkdownView;
  readonly #drawn: () => void;
  #length = 0;
  #pending = "";
  #frame = 0;
  #notBeforeMs = 0;

  /** Begins with a text that is known already. `drawn` is called after each drawing; `settled` is told what has become certain of what comes. */
  constructor(
    actions: MarkdownActions,
    drawn: () => void,
    text = "",
    settled: (words: string) => void = () => undefined,
  ) {
    let isNew = false;
    this.#view = new MarkdownView(actions, (words) => {
      if (isNew) settled(words);
    });
    this.#drawn = drawn;
    this.#length = text.length;
    this.#view.append(text);
    isNew = true;
  }

  get element(): HTMLElement {
    return this.#view.element;
  }

  /** Characters so far. */
  get length(): number {
    return this.#length;
  }

  append(text: string): void {
    this.#length += text.length;
    this.#pending += text;
    if (this.#frame === 0) this.#frame = requestAnimationFrame((nowMs) => this.#draw(nowMs));
  }

  /** Draws what is left; the answer is complete. */
  finish(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#view.append(this.#pending);
    this.#pending = "";
    this.#view.finish();
    this.#drawn();
  }

  #draw(nowMs: number): void {
    this.#frame = 0;
    if (nowMs < this.#notBeforeMs) {
      this.#frame = requestAnimationFrame((laterMs) => this.#draw(laterMs));
      return;
    }
    const startMs = performance.now();
    this.#view.append(this.#pending);
    this.#pending = "";
    this.#drawn();
    const tookMs = performance.now() - startMs;
    this.#notBeforeMs = startMs + tookMs / share;
  }
}
