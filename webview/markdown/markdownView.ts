import { BlockStream, type Growth, type Piece } from "./blockStream.ts";
import { type CodeActions, CodeBlock } from "./codeBlock.ts";
import { blocksOf, htmlOf } from "./parse.ts";
import { sanitized } from "./sanitize.ts";
import { visible } from "./visible.ts";

/** What a view does for the texts that it shows. */
export interface MarkdownActions extends CodeActions {
  readonly openLink: (url: string) => void;
}

/**
 * A text in Markdown that may grow. What is certain is drawn once; only what comes after it is drawn anew,
 * so that a piece costs the same after a hundred words and after ten thousand.
 */
export class MarkdownView {
  readonly element = document.createElement("div");
  readonly #actions: MarkdownActions;
  readonly #settled: (words: string) => void;
  readonly #stream = new BlockStream(blocksOf);
  #live: ChildNode[] = [];
  #code: CodeBlock | undefined;
  /** The list, or the body of the table, that has been drawn in part. */
  #open: Element | null = null;
  /** What belongs to `#open` but is not certain. */
  #liveParts: ChildNode[] = [];
  #waiting = "";

  /** `settled` is told, in plain words, what has become certain: each thing once. */
  constructor(actions: MarkdownActions, settled: (words: string) => void = () => undefined) {
    this.#actions = actions;
    this.#settled = settled;
    this.element.className = "markdown";
    this.element.addEventListener("click", (event) => this.#followLink(event));
  }

  /** Takes more text. */
  append(text: string): void {
    // A line end or a hidden character may come in two pieces.
    const whole = this.#waiting + text;
    const isHalf = /[\r\ud800-\udbff]$/.test(whole);
    this.#waiting = isHalf ? whole.slice(-1) : "";
    this.#draw(this.#stream.append(visible(isHalf ? whole.slice(0, -1) : whole)));
  }

  /** Takes that nothing more comes. */
  finish(): void {
    if (this.#waiting !== "") this.#draw(this.#stream.append(visible(this.#waiting)));
    this.#waiting = "";
    this.#draw(this.#stream.finish());
  }

  #draw(growth: Growth): void {
    for (const node of [...this.#live, ...this.#liveParts]) node.remove();
    this.#live = [];
    this.#liveParts = [];
    for (const piece of growth.pieces) this.#settle(piece);
    if (growth.live === "") return;
    const { nodes, parts } = this.#add(growth.live, growth.liveJoins);
    this.#live = nodes;
    this.#liveParts = parts;
  }

  #settle(piece: Piece): void {
    switch (piece.kind) {
      case "blocks": {
        const { nodes, parts } = this.#add(piece.source, piece.joins);
        this.#settled([...parts, ...nodes].map(({ textContent }) => textContent ?? "").join("\n"));
        this.#open = this.#lastOpenable();
        return;
      }
      case "codeBegin":
        this.#code = new CodeBlock(piece.language, this.#actions);
        this.element.append(this.#code.element);
        this.#open = null;
        return;
      case "code":
        this.#code?.append(piece.text);
        return;
      case "codeEnd":
        this.#code?.finish();
        this.#settled(this.#code?.text ?? "");
        this.#code = undefined;
    }
  }

  /** Draws blocks at the end; the first goes on with the open list or table if it belongs there. */
  #add(source: string, joins: boolean): { readonly nodes: ChildNode[]; readonly parts: ChildNode[] } {
    const fragment = this.#nodesOf(source);
    let parts: ChildNode[] = [];
    if (joins && this.#open !== null) {
      const first = fragment.firstElementChild;
      const holder = first?.classList.contains("table") === true ? first.querySelector("tbody") : first;
      parts = holder === null ? [] : [...holder.childNodes];
      this.#open.append(...parts);
      first?.remove();
    }
    const nodes = [...fragment.childNodes];
    this.element.append(fragment);
    return { nodes, parts };
  }

  #lastOpenable(): Element | null {
    const last = this.element.lastElementChild;
    if (last === null) return null;
    if (last.classList.contains("table")) return last.querySelector("tbody");
    return last.matches("ul, ol") ? last : null;
  }

  #nodesOf(source: string): DocumentFragment {
    const fragment = sanitized(htmlOf(source));
    for (const pre of fragment.querySelectorAll("pre")) {
      const language = /(?:^|\s)language-(\S+)/.exec(pre.querySelector("code")?.className ?? "")?.[1] ?? "";
      const block = new CodeBlock(language, this.#actions);
      block.append(pre.textContent);
      block.finish();
      pre.replaceWith(block.element);
    }
    // Wide tables scroll by themselves instead of widening the view.
    for (const table of fragment.querySelectorAll("table")) {
      const frame = document.createElement("div");
      frame.className = "table";
      frame.tabIndex = 0;
      table.replaceWith(frame);
      frame.append(table);
    }
    for (const link of fragment.querySelectorAll("a")) link.title = link.href;
    return fragment;
  }

  #followLink(event: Event): void {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (link === null) return;
    event.preventDefault();
    event.stopPropagation();
    this.#actions.openLink(link.href);
  }
}
