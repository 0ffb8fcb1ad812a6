import { say } from "../../src/core/words/words.ts";
import type { ChatWish, Chip, Offer } from "../../src/shared/frames/chatFrames.ts";
import { element } from "../element.ts";
import { iconButton } from "../toolkit.ts";
import { AttachMenu } from "./attachMenu.ts";
import { chipRow } from "./chips.ts";
import { Gauge } from "./gauge.ts";

/** The draft is told to the host when typing rests, ms. */
const restMs = 300;

/** Where questions are written: text, attachments, send and stop. */
export class Composer {
  readonly element = element("form", "composer");
  readonly #wish: (wish: ChatWish) => void;
  readonly #editLast: () => void;
  readonly #keep: (text: string) => void;
  readonly #area = element("textarea", "composer-text");
  readonly #chips = element("div", "composer-chips");
  readonly #gauge = new Gauge();
  readonly #menu: AttachMenu;
  readonly #attach = iconButton("attach", say("chat.attach"), () => this.#toggleMenu());
  readonly #send: HTMLElement;
  readonly #stop: HTMLElement;
  #isAnswering = false;
  #hasChips = false;
  #drawnChips = "";
  #resting = 0;

  /** `editLast` opens the last question for changing; `keep` keeps the text at once, should the window go the next moment. */
  constructor(wish: (wish: ChatWish) => void, editLast: () => void, keep: (text: string) => void) {
    this.#wish = wish;
    this.#editLast = editLast;
    this.#keep = keep;
    this.#menu = new AttachMenu((chosen) => {
      this.#noteMenu();
      this.#dropMark();
      this.#wish(chosen);
      this.focus();
    });
    this.element.setAttribute("aria-label", say("chat.question"));
    this.#area.rows = 1;
    this.#area.placeholder = say("chat.placeholder");
    this.#area.setAttribute("aria-label", say("chat.question"));
    this.#area.setAttribute("aria-autocomplete", "list");
    this.#area.setAttribute("aria-controls", this.#menu.element.id);
    this.#area.addEventListener("input", () => this.#noteText());
    this.#area.addEventListener("keydown", (event) => this.#onKey(event));
    this.#area.addEventListener("blur", () => this.#closeMenu());
    this.#area.addEventListener("paste", (event) => void this.#takeFiles(event, event.clipboardData));
    this.element.addEventListener("submit", (event) => event.preventDefault());
    this.#send = iconButton("send", say("chat.send"), () => this.#submit());
    this.#stop = iconButton("stop", say("chat.stop"), () => this.#wish({ type: "stop" }));
    this.#attach.setAttribute("aria-haspopup", "listbox");
    this.#attach.addEventListener("mousedown", (event) => event.preventDefault());
    const bar = element("div", "composer-bar", this.#attach, this.#gauge.element, element("span", "spring"));
    bar.append(this.#send, this.#stop);
    this.element.append(this.#menu.element, this.#chips, this.#area, bar);
    this.setAnswering(false);
  }

  focus(): void {
    this.#area.focus();
  }

  setText(text: string): void {
    this.#area.value = text;
    this.#keep(text);
    this.#fit();
    this.#area.setSelectionRange(text.length, text.length);
  }

  /** Puts words there as if they had been typed. */
  propose(text: string): void {
    this.setText(text);
    this.focus();
    this.#wish({ type: "draft", text });
  }

  showDraft(chips: readonly Chip[], fill: number): void {
    this.#gauge.show(fill);
    // What has not changed is left alone, so that no button loses the keys.
    const drawn = JSON.stringify(chips);
    if (drawn === this.#drawnChips) return;
    this.#drawnChips = drawn;
    this.#hasChips = chips.length > 0;
    const at = [...this.#chips.querySelectorAll("li")].findIndex((one) => one.contains(document.activeElement));
    const row = chipRow(chips, (id) => this.#wish({ type: "detach", id }));
    this.#chips.replaceChildren(...(chips.length === 0 ? [] : [row]));
    if (at >= 0) row.querySelectorAll<HTMLElement>("vscode-button")[Math.min(at, chips.length - 1)]?.focus();
  }

  setAnswering(isAnswering: boolean): void {
    this.#isAnswering = isAnswering;
    this.#send.hidden = isAnswering;
    this.#stop.hidden = !isAnswering;
  }

  offer(query: string, items: readonly Offer[]): void {
    this.#menu.offer(query, items);
    this.#noteMenu();
  }

  /** Takes what was dropped anywhere on the view. */
  async drop(event: DragEvent): Promise<void> {
    const data = event.dataTransfer;
    if (data === null) return;
    event.preventDefault();
    const list = data.getData("application/vnd.code.uri-list") || data.getData("text/uri-list");
    const uris = list.split(/\r?\n/).filter((one) => one !== "" && !one.startsWith("#"));
    if (uris.length > 0) this.#wish({ type: "attachUris", uris: uris.slice(0, 50) });
    else await this.#takeFiles(event, data);
    this.focus();
  }

  #submit(): void {
    const text = this.#area.value;
    if (this.#isAnswering || (text.trim() === "" && !this.#hasChips)) return;
    clearTimeout(this.#resting);
    this.#wish({ type: "send", text });
    this.setText("");
  }

  #onKey(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (this.#menu.isOpen && this.#menuKey(event)) {
      event.preventDefault();
      event.stopPropagation();
      this.#noteMenu();
      return;
    }
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#submit();
    } else if (event.key === "Escape" && this.#isAnswering) {
      event.preventDefault();
      this.#wish({ type: "stop" });
    } else if (event.key === "ArrowUp" && this.#area.value === "") {
      event.preventDefault();
      this.#editLast();
    }
  }

  #menuKey(event: KeyboardEvent): boolean {
    switch (event.key) {
      case "ArrowDown":
        this.#menu.move(1);
        return true;
      case "ArrowUp":
        this.#menu.move(-1);
        return true;
      case "Enter":
      case "Tab":
        return this.#menu.choose();
      case "Escape":
        this.#menu.close();
        return true;
      default:
        return false;
    }
  }

  #noteText(): void {
    this.#keep(this.#area.value);
    this.#fit();
    const mark = this.#mark();
    if (mark === undefined) this.#closeMenu();
    else this.#openMenu(mark.query);
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => this.#wish({ type: "draft", text: this.#area.value }), restMs);
  }

  #toggleMenu(): void {
    this.focus();
    if (this.#menu.isOpen) this.#closeMenu();
    else this.#openMenu("");
  }

  #openMenu(query: string): void {
    this.#menu.open(query);
    this.#noteMenu();
    this.#wish({ type: "offer", query });
  }

  #closeMenu(): void {
    this.#menu.close();
    this.#noteMenu();
  }

  #noteMenu(): void {
    if (this.#menu.isOpen) this.#area.setAttribute("aria-activedescendant", this.#menu.activeId);
    else this.#area.removeAttribute("aria-activedescendant");
    this.#attach.setAttribute("aria-expanded", String(this.#menu.isOpen));
  }

  /** A `#` before the cursor that begins a word, with what is typed after it. */
  #mark(): { readonly start: number; readonly query: string } | undefined {
    const before = this.#area.value.slice(0, this.#area.selectionStart);
    const match = /(?:^|\s)#([^\s#]*)$/.exec(before.slice(-500));
    return match === null ? undefined : { start: before.length - (match[1] ?? "").length - 1, query: match[1] ?? "" };
  }

  #dropMark(): void {
    const mark = this.#mark();
    if (mark === undefined) return;
    this.#area.setRangeText("", mark.start, this.#area.selectionStart, "end");
    this.#noteText();
  }

  /** Grows with its text up to what the style sheet allows. */
  #fit(): void {
    this.#area.rows = Math.min(10, this.#area.value.slice(0, 5_000).split("\n").length);
  }

  async #takeFiles(event: Event, data: DataTransfer | null): Promise<void> {
    const images = [...(data?.files ?? [])].filter((one) => one.type.startsWith("image/"));
    if (images.length === 0) return;
    event.preventDefault();
    for (const image of images.slice(0, 10)) {
      const base64 = base64Of(new Uint8Array(await image.arrayBuffer()));
      this.#wish({ type: "attachImage", name: image.name, mime: image.type, base64 });
    }
  }
}

function base64Of(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return btoa(text);
}
