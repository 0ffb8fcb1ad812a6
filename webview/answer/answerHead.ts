import { say } from "../../src/core/words/words.ts";
import type { AnswerHead, AnswerWish } from "../../src/shared/frames/answerFrames.ts";
import { element } from "../element.ts";
import { visible } from "../markdown/visible.ts";
import { iconButton } from "../toolkit.ts";

/** The top of the panel: title, link to the text, the way to other answers, the pin. */
export class AnswerHeadBar {
  readonly element: HTMLElement;
  readonly #title = element("h1", "");
  readonly #place = element("button", "place");
  readonly #note = element("span", "place-note");
  readonly #back: HTMLElement;
  readonly #forward: HTMLElement;
  readonly #pin: HTMLElement;
  #isPinned = false;

  constructor(wish: (wish: AnswerWish) => void) {
    this.#back = iconButton("back", say("answer.back"), () => wish({ type: "back" }));
    this.#forward = iconButton("forward", say("answer.forward"), () => wish({ type: "forward" }));
    this.#pin = iconButton("pin", say("answer.pin"), () => wish({ type: "pin", isPinned: !this.#isPinned }));
    this.#place.addEventListener("click", () => wish({ type: "reveal" }));
    const tools = element("div", "head-tools", this.#back, this.#forward, this.#pin);
    const line = element("div", "head-line", this.#title, tools);
    this.element = element("header", "head", line, this.#note);
  }

  show(head: AnswerHead): void {
    this.element.hidden = false;
    // What it is about stands in the title as a link.
    if (this.#title.textContent !== visible(head.title)) {
      const [before = "", ...after] = head.title.split(head.place);
      this.#place.textContent = visible(head.place);
      this.#title.replaceChildren(visible(before), this.#place, visible(after.join(head.place)));
    }
    this.#place.title = say("answer.reveal", { label: head.place });
    this.#place.disabled = !head.canReveal;
    this.#note.textContent = head.placeNote;
    this.#note.hidden = head.placeNote === "";
    this.#back.toggleAttribute("disabled", !head.canGoBack);
    this.#forward.toggleAttribute("disabled", !head.canGoForward);
    this.#isPinned = head.isPinned;
    const words = head.isPinned ? say("answer.unpin") : say("answer.pin");
    this.#pin.setAttribute("aria-pressed", String(head.isPinned));
    this.#pin.setAttribute("aria-label", words);
    this.#pin.title = words;
    this.#pin.classList.toggle("pressed", head.isPinned);
  }
}
