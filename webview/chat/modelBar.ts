import type { ChatWish, ModelView } from "../../src/shared/frames/chatFrames.ts";
import { element } from "../element.ts";
import { progressRing, wordButton } from "../toolkit.ts";

/** The model's name and state, with the one helpful click where it is not ready. */
export class ModelBar {
  readonly element = element("div", "model-bar");
  readonly #wish: (wish: ChatWish) => void;

  constructor(wish: (wish: ChatWish) => void) {
    this.#wish = wish;
    this.element.setAttribute("role", "status");
  }

  show({ name, words, isReady, isBusy, percent, action }: ModelView): void {
    const dot = element("span", isReady ? "dot ready" : "dot");
    const label = element("span", "model-name", name);
    label.title = words;
    const parts: HTMLElement[] = [isBusy ? progressRing() : dot, label];
    if (!isReady) parts.push(element("span", "model-words", words));
    if (percent >= 0) {
      const bar = element("progress", "model-progress");
      bar.max = 100;
      bar.value = percent;
      bar.setAttribute("aria-label", words);
      parts.push(bar);
    }
    if (action !== null)
      parts.push(wordButton(action.label, "primary", () => this.#wish({ type: "act", action: action.id })));
    this.element.replaceChildren(...parts);
  }
}
