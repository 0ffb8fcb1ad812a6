import { say } from "../../src/core/words/words.ts";
import { iconButton } from "../toolkit.ts";
import { highlighted } from "./highlight.ts";

/** What a reader may do with a block of code. */
export interface CodeActions {
  readonly copy: (code: string) => void;
  readonly insert: (code: string) => void;
  readonly replace: (code: string) => void;
  readonly newFile: (code: string, language: string) => void;
}

/** While code is being written it is coloured in stretches of at most so many lines, so that a line costs the same at any length. */
const linesPerStretch = 30;

/** A block of code with its language and what can be done with it; it grows until `finish`. */
export class CodeBlock {
  readonly element = document.createElement("div");
  readonly #code = document.createElement("code");
  readonly #language: string;
  #pieces: string[] = [];
  /** The stretch that is being written. */
  #stretch = "";
  #stretchNodes: ChildNode[] = [];

  constructor(language: string, actions: CodeActions) {
    this.#language = language;
    this.element.className = "code";
    const bar = document.createElement("div");
    bar.className = "code-bar";
    const label = document.createElement("span");
    label.className = "code-language";
    label.textContent = language;
    const buttons = document.createElement("div");
    buttons.className = "code-actions";
    buttons.setAttribute("role", "toolbar");
    buttons.setAttribute("aria-label", say("chat.codeActions"));
    const whole = (): string => this.text.replace(/\n$/, "");
    buttons.append(
      iconButton("copy", say("chat.copy"), () => actions.copy(whole())),
      iconButton("insert", say("chat.insert"), () => actions.insert(whole())),
      iconButton("replace", say("chat.replace"), () => actions.replace(whole())),
      iconButton("newFile", say("chat.newFile"), () => actions.newFile(whole(), language)),
    );
    bar.append(label, buttons);
    const pre = document.createElement("pre");
    // So that long lines can be scrolled by keys.
    pre.tabIndex = 0;
    pre.append(this.#code);
    this.element.append(bar, pre);
  }

  get text(): string {
    if (this.#pieces.length > 1) this.#pieces = [this.#pieces.join("")];
    return this.#pieces[0] ?? "";
  }

  /** Takes more code, and draws no more than the stretch that it goes on with. */
  append(text: string): void {
    this.#pieces.push(text);
    this.#stretch += text;
    for (;;) {
      const end = this.#endOfStretch();
      if (end === undefined) break;
      const rest = this.#stretch.slice(end);
      this.#stretch = this.#stretch.slice(0, end);
      this.#draw();
      this.#stretchNodes = [];
      this.#stretch = rest;
    }
    this.#draw();
  }

  /** Colours the whole, since what spans several stretches is known only now. */
  finish(): void {
    this.#code.replaceChildren(highlighted(this.text, this.#language));
    this.#stretch = "";
    this.#stretchNodes = [];
  }

  #endOfStretch(): number | undefined {
    let at = -1;
    for (let line = 0; line < linesPerStretch; line++) {
      at = this.#stretch.indexOf("\n", at + 1);
      if (at < 0) return undefined;
    }
    return at + 1;
  }

  #draw(): void {
    for (const node of this.#stretchNodes) node.remove();
    const drawn = highlighted(this.#stretch, this.#language);
    this.#stretchNodes = [...drawn.childNodes];
    this.#code.append(drawn);
  }
}
