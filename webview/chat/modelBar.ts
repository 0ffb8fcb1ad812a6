import type { ChatWish, ModelView } from "../../src/shared/frames/chatFrames.ts";
import { element } from "../element.ts";
import { progressRing, wordButton } from "../toolkit.ts";

/** The model's name and state, with the one helpful click where it is not ready. */
export class ModelBar {
  readonly element = element("div", "model-bar");
  readonly #wish: (wish: ChatWish) => void;
  readonly #label = element("span", "model-name");
  readonly #words = element("span", "model-words");
  readonly #bar = element("progress", "model-progress");
  #drawn = "";

  constructor(wish: (wish: ChatWish) => void) {
    this.#wish = wish;
    this.#bar.max = 100;
    this.element.setAttribute("role", "status");
  }

  show(view: ModelView): void {
    const { name, words, isReady, isBusy, percent, action } = view;
    // While a download counts, nothing is drawn anew, so that no button loses the keys.
    const drawn = JSON.stringify({ ...view, words: "", percent: percent >= 0 });
    if (drawn !== this.#drawn) {
      this.#drawn = drawn;
      const dot = element("span", isReady ? "dot ready" : "dot");
      const parts: HTMLElement[] = [isBusy ? progressRing() : dot, this.#label];
      if (!isReady) parts.push(this.#words);
      if (percent >= 0) parts.push(this.#bar);
      if (action !== null)
        parts.push(wordButton(action.label, "primary", () => this.#wish({ type: "act", action: action.id })));
      this.element.replaceChildren(...parts);
    }
    this.#label.textContent = name;
    this.#label.title = words;
    this.#words.textContent = words;
    this.#bar.value = Math.max(0, percent);
    this.#bar.setAttribute("aria-label", words);
  }
}
