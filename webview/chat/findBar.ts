import { say } from "../../src/core/words/words.ts";
import { element } from "../element.ts";
import { iconButton, type TextField, textField } from "../toolkit.ts";

/** The most places that are marked. */
const mostMatches = 2_000;

/** Find in the conversation: VS Code's own widget does not exist in views. Marks are drawn by the browser, the text is not touched. */
export class FindBar {
  readonly element = element("search", "find");
  readonly #place: HTMLElement;
  readonly #closed: () => void;
  readonly #field: TextField;
  readonly #count = element("span", "find-count");
  #matches: Range[] = [];
  #at = 0;

  /** Finds in `place`; `closed` is called when the bar gives the focus back. */
  constructor(place: HTMLElement, closed: () => void) {
    this.#place = place;
    this.#closed = closed;
    this.element.hidden = true;
    this.#field = textField(say("chat.find"), () => this.#find());
    this.#count.setAttribute("role", "status");
    this.element.append(
      this.#field,
      this.#count,
      iconButton("up", say("chat.findPrevious"), () => this.#go(-1)),
      iconButton("down", say("chat.findNext"), () => this.#go(1)),
      iconButton("close", say("chat.close"), () => this.close()),
    );
    this.element.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
      else if (event.key === "Enter" && event.target === this.#field) this.#go(event.shiftKey ? -1 : 1);
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
  }

  open(): void {
    this.element.hidden = false;
    this.#field.focus();
    this.#find();
  }

  close(): void {
    this.element.hidden = true;
    this.#matches = [];
    this.#mark();
    this.#closed();
  }

  #find(): void {
    const wanted = this.#field.value.toLowerCase();
    this.#matches = wanted === "" ? [] : rangesOf(this.#place, wanted);
    this.#at = 0;
    this.#show();
  }

  #go(step: number): void {
    if (this.#matches.length === 0) return;
    this.#at = (this.#at + step + this.#matches.length) % this.#matches.length;
    this.#show();
  }

  #show(): void {
    const current = this.#matches[this.#at];
    const total = this.#matches.length;
    this.#count.textContent =
      this.#field.value === ""
        ? ""
        : current === undefined
          ? say("chat.findNone")
          : say("chat.findCount", { at: this.#at + 1, total });
    current?.startContainer.parentElement?.scrollIntoView({ block: "center" });
    this.#mark();
  }

  #mark(): void {
    const current = this.#matches[this.#at];
    CSS.highlights.set("found", new Highlight(...this.#matches));
    CSS.highlights.set("found-current", current === undefined ? new Highlight() : new Highlight(current));
  }
}

/** Where a text stands, also across the elements of a block: colours divide code into many. */
function rangesOf(place: HTMLElement, wanted: string): Range[] {
  const ranges: Range[] = [];
  const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
  const nodes: { readonly node: Node; readonly start: number }[] = [];
  let text = "";
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    nodes.push({ node, start: text.length });
    text += (node.textContent ?? "").toLowerCase();
  }
  const placeOf = (offset: number): { readonly node: Node; readonly offset: number } | undefined => {
    let low = 0;
    let high = nodes.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((nodes[middle]?.start ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const found = nodes[low];
    return found === undefined ? undefined : { node: found.node, offset: offset - found.start };
  };
  for (let at = text.indexOf(wanted); at >= 0 && ranges.length < mostMatches; at = text.indexOf(wanted, at + 1)) {
    const start = placeOf(at);
    const last = placeOf(at + wanted.length - 1);
    if (start === undefined || last === undefined) continue;
    const range = document.createRange();
    range.setStart(start.node, Math.min(start.offset, start.node.textContent?.length ?? 0));
    range.setEnd(last.node, Math.min(last.offset + 1, last.node.textContent?.length ?? 0));
    ranges.push(range);
  }
  return ranges;
}
