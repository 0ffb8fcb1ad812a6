import { say } from "../../src/core/words/words.ts";
import type { ChatWish, HistoryItem } from "../../src/shared/frames/chatFrames.ts";
import { element } from "../element.ts";
import { iconButton } from "../toolkit.ts";

/** The list of earlier conversations, over the transcript. */
export class HistoryPanel {
  readonly element = element("section", "history");
  readonly #wish: (wish: ChatWish) => void;
  readonly #list = element("ul", "history-list");
  /** Whether the list has been asked for and takes the keys when it comes. */
  #isAwaited = false;
  readonly #closed: () => void;
  readonly #close = iconButton("close", say("chat.close"), () => this.close());

  /** `closed` is called when the panel gives the focus back. */
  constructor(wish: (wish: ChatWish) => void, closed: () => void) {
    this.#wish = wish;
    this.#closed = closed;
    this.element.hidden = true;
    this.element.setAttribute("aria-label", say("chat.history"));
    const head = element("div", "history-head", element("h2", "", say("chat.history")));
    head.append(this.#close);
    this.element.append(head, this.#list);
    this.element.addEventListener("keydown", (event) => this.#onKey(event));
  }

  open(): void {
    this.element.hidden = false;
    this.#isAwaited = true;
    this.#wish({ type: "listHistory" });
  }

  close(): void {
    this.element.hidden = true;
    this.#closed();
  }

  /** Draws the list; the keys go to its first entry when it opens, and stay at their place when it changes. */
  show(items: readonly HistoryItem[]): void {
    const at = this.#isAwaited ? 0 : this.#focusedAt;
    const format = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
    const rows = items.map((item) => {
      const title = item.title === "" ? say("chat.untitled") : item.title;
      const open = element("button", "history-item", element("span", "history-title", title));
      open.append(element("time", "history-time", format.format(new Date(item.updatedAtMs))));
      open.addEventListener("click", () => {
        this.#wish({ type: "open", id: item.id });
        this.close();
      });
      const remove = iconButton("trash", say("chat.delete", { title }), () =>
        this.#wish({ type: "delete", id: item.id }),
      );
      return element("li", "", open, remove);
    });
    this.#list.replaceChildren(...(rows.length === 0 ? [element("li", "history-none", say("chat.noHistory"))] : rows));
    this.#isAwaited = false;
    if (this.element.hidden || at < 0) return;
    const opens = this.#list.querySelectorAll("button");
    (opens[Math.min(at, opens.length - 1)] ?? this.#close).focus();
  }

  /** The entry that has the focus, or whose button has it; -1 where none has. */
  get #focusedAt(): number {
    return [...this.#list.children].findIndex((one) => one.contains(document.activeElement));
  }

  #onKey(event: KeyboardEvent): void {
    if (event.key === "Escape") {
      event.stopPropagation();
      this.close();
      return;
    }
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const buttons = [...this.#list.querySelectorAll("button")];
    const at = this.#focusedAt;
    const next = at < 0 && step < 0 ? -1 : at + step;
    buttons.at(next % buttons.length)?.focus();
  }
}
