import { say } from "../../src/core/words/words.ts";
import type { ChatWish, Offer } from "../../src/shared/frames/chatFrames.ts";
import { element } from "../element.ts";
import { icon, type IconName } from "../icons.ts";

type AttachKind = Extract<ChatWish, { type: "attach" }>["kind"];

interface Kind {
  readonly kind: AttachKind;
  readonly icon: IconName;
  readonly words: string;
}

const kinds = (): readonly Kind[] => [
  { kind: "selection", icon: "selection", words: say("chat.attach.selection") },
  { kind: "file", icon: "file", words: say("chat.attach.file") },
  { kind: "problems", icon: "problems", words: say("chat.attach.problems") },
  { kind: "changes", icon: "changes", words: say("chat.attach.changes") },
  { kind: "terminal", icon: "terminal", words: say("chat.attach.terminal") },
  { kind: "folder", icon: "folder", words: say("chat.attach.folder") },
  { kind: "pick", icon: "file", words: say("chat.attach.pick") },
  { kind: "image", icon: "image", words: say("chat.attach.image") },
];

interface Entry {
  readonly icon: IconName;
  readonly words: string;
  readonly wish: ChatWish;
}

/** What can be attached, as a list that the keys of the composer move in: kinds of context, and files whose name fits what was typed. */
export class AttachMenu {
  readonly element = element("ul", "attach-menu");
  readonly #chosen: (wish: ChatWish) => void;
  #entries: readonly Entry[] = [];
  #at = 0;
  #query = "";

  constructor(chosen: (wish: ChatWish) => void) {
    this.#chosen = chosen;
    this.element.hidden = true;
    this.element.id = "attach-menu";
    this.element.setAttribute("role", "listbox");
    this.element.setAttribute("aria-label", say("chat.attach"));
  }

  get isOpen(): boolean {
    return !this.element.hidden;
  }

  /** The id of the marked entry, for `aria-activedescendant`. */
  get activeId(): string {
    return this.isOpen ? `attach-${this.#at}` : "";
  }

  open(query: string): void {
    if (!this.isOpen) this.#at = 0;
    this.#query = query;
    this.element.hidden = false;
    this.#show([]);
  }

  close(): void {
    this.element.hidden = true;
  }

  /** Files that fit; an answer to an older question is passed over. */
  offer(query: string, items: readonly Offer[]): void {
    if (this.isOpen && query === this.#query) this.#show(items);
  }

  move(step: number): void {
    this.#at = (this.#at + step + this.#entries.length) % Math.max(1, this.#entries.length);
    this.#draw();
  }

  /** Takes the marked entry; false where there is none. */
  choose(): boolean {
    const entry = this.#entries[this.#at];
    if (entry === undefined) return false;
    this.close();
    this.#chosen(entry.wish);
    return true;
  }

  #show(items: readonly Offer[]): void {
    const letters = this.#query.toLowerCase();
    this.#entries = [
      ...kinds()
        .filter(({ words, kind }) => `${words} ${kind}`.toLowerCase().includes(letters))
        .map(({ kind, words, icon: name }): Entry => ({ icon: name, words, wish: { type: "attach", kind } })),
      ...items.map(({ kind, path }): Entry => ({ icon: kind, words: path, wish: { type: "attachPath", kind, path } })),
    ];
    this.#at = Math.min(this.#at, Math.max(0, this.#entries.length - 1));
    this.#draw();
  }

  #draw(): void {
    const rows = this.#entries.map(({ icon: name, words }, index) => {
      const row = element("li", "attach-entry", icon(name), element("span", "", words));
      row.id = `attach-${index}`;
      row.setAttribute("role", "option");
      row.setAttribute("aria-selected", String(index === this.#at));
      row.title = words;
      // The composer keeps the focus.
      row.addEventListener("mousedown", (event) => event.preventDefault());
      row.addEventListener("click", () => {
        this.#at = index;
        this.choose();
      });
      return row;
    });
    this.element.replaceChildren(...rows);
    rows[this.#at]?.scrollIntoView({ block: "nearest" });
  }
}
