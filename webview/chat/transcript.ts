import { say } from "../../src/core/words/words.ts";
import type { EndView, ExchangeView } from "../../src/shared/frames/chatFrames.ts";
import { element } from "../element.ts";
import { iconButton } from "../toolkit.ts";
import { ExchangeElement, type ExchangeNeeds } from "./exchange.ts";
import { welcome } from "./welcome.ts";

/** As near to the end counts as at it, pixels. */
const nearEnd = 40;

/** The conversation on the page; follows its end unless the reader has scrolled away from it. */
export class Transcript {
  readonly element = element("div", "transcript");
  readonly #needs: ExchangeNeeds;
  readonly #propose: (text: string) => void;
  readonly #toEnd: HTMLElement;
  readonly #border = element("p", "border", say("chat.cut"));
  #exchanges: ExchangeElement[] = [];
  #isFollowing = true;

  constructor(needs: Omit<ExchangeNeeds, "drawn">, propose: (text: string) => void) {
    this.#needs = { ...needs, drawn: () => this.#follow() };
    this.#propose = propose;
    // So that an answer without buttons can be scrolled by keys.
    this.element.tabIndex = 0;
    this.element.setAttribute("role", "region");
    this.element.setAttribute("aria-label", say("chat.conversation"));
    this.#toEnd = iconButton("down", say("chat.toEnd"), () => this.goToEnd());
    this.#toEnd.classList.add("to-end");
    this.element.addEventListener("scroll", () => this.#noteScroll(), { passive: true });
    // A notice or a longer draft takes room from the end.
    new ResizeObserver(() => this.#follow()).observe(this.element);
  }

  /** The button that leads back to the end, which stands above the transcript and does not scroll. */
  get toEndButton(): HTMLElement {
    return this.#toEnd;
  }

  get isEmpty(): boolean {
    return this.#exchanges.length === 0;
  }

  show(views: readonly ExchangeView[], firstTold: number): void {
    this.#exchanges = views.map((one) => new ExchangeElement(one, this.#needs));
    const nodes = this.#exchanges.map((one) => one.element);
    this.element.replaceChildren(...(nodes.length === 0 ? [welcome(this.#propose)] : nodes));
    this.#drawBorder(firstTold);
    this.goToEnd();
  }

  /** An answer begins: of a new exchange, or of the last one once more. */
  begin(view: ExchangeView): void {
    const exchange = new ExchangeElement(view, this.#needs);
    const index = this.#exchanges.findIndex((one) => one.id === view.id);
    const old = this.#exchanges[index];
    if (this.#exchanges.length === 0) this.element.replaceChildren();
    if (old === undefined) {
      this.#exchanges.push(exchange);
      this.element.append(exchange.element);
    } else {
      this.#exchanges[index] = exchange;
      old.element.replaceWith(exchange.element);
    }
    this.goToEnd();
  }

  /** Adds to an answer; false where a piece before it is missing. */
  append(exchangeId: string, at: number, text: string): boolean {
    const exchange = this.#exchanges.find((one) => one.id === exchangeId);
    if (exchange === undefined || at > exchange.length) return false;
    exchange.append(text.slice(exchange.length - at));
    return true;
  }

  end(exchangeId: string, end: EndView, firstTold: number): void {
    this.#exchanges.find((one) => one.id === exchangeId)?.end(end);
    this.#drawBorder(firstTold);
    this.#follow();
  }

  editLast(): void {
    this.#exchanges.at(-1)?.edit();
  }

  goToEnd(): void {
    this.#isFollowing = true;
    this.#follow();
  }

  /** Shows above which exchange the model is no longer told anything. */
  #drawBorder(firstTold: number): void {
    const first = this.#exchanges[firstTold];
    if (firstTold > 0 && first !== undefined) first.element.before(this.#border);
    else this.#border.remove();
  }

  #noteScroll(): void {
    const { scrollHeight, scrollTop, clientHeight } = this.element;
    this.#isFollowing = scrollHeight - scrollTop - clientHeight < nearEnd;
    this.#toEnd.classList.toggle("shown", !this.#isFollowing);
  }

  #follow(): void {
    if (!this.#isFollowing) return;
    this.element.scrollTop = this.element.scrollHeight;
    this.#toEnd.classList.remove("shown");
  }
}
