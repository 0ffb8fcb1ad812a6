import { say } from "../../src/core/words/words.ts";
import { element } from "../element.ts";

/** How full the model's context is: a bar for the eye, a sentence for the rest. */
export class Gauge {
  readonly element = element("span", "gauge");
  readonly #bar = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  readonly #full = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  readonly #words = element("span", "gauge-words");

  constructor() {
    this.#bar.setAttribute("viewBox", "0 0 100 10");
    this.#bar.setAttribute("class", "gauge-bar");
    this.#bar.setAttribute("aria-hidden", "true");
    this.#bar.setAttribute("preserveAspectRatio", "none");
    this.#full.setAttribute("height", "10");
    this.#bar.append(this.#full);
    this.element.append(this.#bar, this.#words);
    this.show(0);
  }

  /** Shows a share, 1 = full. */
  show(fill: number): void {
    const percent = Math.max(0, Math.round(fill * 100));
    this.element.hidden = percent === 0;
    this.element.classList.toggle("over", percent > 100);
    this.#full.setAttribute("width", String(Math.min(100, percent)));
    const words = say("chat.gauge", { percent });
    this.#words.textContent = `${percent} %`;
    this.element.title = percent > 100 ? `${words}\n${say("chat.gaugeFull")}` : words;
    this.element.setAttribute("role", "img");
    this.element.setAttribute("aria-label", this.element.title);
  }
}
