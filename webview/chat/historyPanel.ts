import { say } from "../../src/core/words/words.ts";
import type { ChatWish, HistoryItem } from "../../src/shared/frames/chatFrames.ts";
import { element } from "../element.ts";
import { iconButton } from "../toolkit.ts";

/** The list of earlier conversations, over the transcript. */
export class HistoryPanel {
  readonly element = element("section", "history");
  readonly #wish: (wish: ChatWish) => void;
  readonly #list = element("ul", "history-list");
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
    this.#wish({ type: "listHistory" });
  }

  close(): void {
    this.element.hidden = true;
    this.#closed();
  }

  show(items: readonly HistoryItem[]): void {
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
    if (!this.element.hidden) (this.#list.querySelector("button") ?? this.#close).focus();
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
    const at = buttons.findIndex((one) => one === document.activeElement);
    buttons[(at + step + buttons.length) % buttons.length]?.focus();
  }
}
