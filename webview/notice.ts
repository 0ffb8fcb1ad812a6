import { say } from "../src/core/words/words.ts";
import { element } from "./element.ts";
import { iconButton } from "./toolkit.ts";

/** A sentence about what could not be done, read out at once and there until it is closed. */
export class Notice {
  readonly element = element("div", "notice");
  readonly #words = element("span", "notice-words");
  readonly #closed: () => void;

  /** `closed` is called when a person has closed it, which leaves the keys nowhere. */
  constructor(closed: () => void) {
    this.#closed = closed;
    this.element.setAttribute("role", "alert");
    this.element.append(
      this.#words,
      iconButton("close", say("chat.close"), () => this.#close()),
    );
    this.element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.#close();
    });
    this.hide();
  }

  show(words: string): void {
    this.#words.textContent = words;
    this.element.hidden = false;
  }

  hide(): void {
    this.element.hidden = true;
  }

  #close(): void {
    this.hide();
    this.#closed();
  }
}
