import { say } from "../../src/core/words/words.ts";
import type { ChatWish, EndView, ExchangeView } from "../../src/shared/frames/chatFrames.ts";
import { element } from "../element.ts";
import type { MarkdownActions } from "../markdown/markdownView.ts";
import { visible } from "../markdown/visible.ts";
import { iconButton, progressRing, wordButton } from "../toolkit.ts";
import { chipRow } from "./chips.ts";
import { StreamedAnswer } from "./streamedAnswer.ts";

/** A question that was pasted by the megabyte is shown by its beginning. */
const longestShown = 6_000;

/** What an exchange needs of the view around it. */
export interface ExchangeNeeds {
  readonly wish: (wish: ChatWish) => void;
  readonly actions: MarkdownActions;
  /** Called whenever something has been drawn. */
  readonly drawn: () => void;
  /** Reads a piece of an answer that is being written out to who cannot see it. */
  readonly read: (words: string) => void;
}

/** A question and its answer on the page. */
export class ExchangeElement {
  readonly id: string;
  readonly element: HTMLElement;
  readonly #needs: ExchangeNeeds;
  readonly #question: string;
  readonly #answer: StreamedAnswer;
  readonly #foot = element("div", "answer-foot");
  readonly #asked: HTMLElement;
  #text: string;

  constructor(view: ExchangeView, needs: ExchangeNeeds) {
    this.id = view.id;
    this.#needs = needs;
    this.#question = view.question;
    this.#text = view.answer;
    const read = view.end === null ? needs.read : (): void => undefined;
    this.#answer = new StreamedAnswer(needs.actions, needs.drawn, view.answer, read);
    this.#asked = element("div", "question");
    this.#showQuestion(view);
    const answered = element("div", "answer", heading(say("chat.facet")), this.#answer.element, this.#foot);
    this.element = element("article", "exchange", this.#asked, answered);
    this.element.setAttribute("aria-label", visible(view.question).slice(0, 200));
    if (view.end === null) this.#showWaiting();
    else this.end(view.end);
  }

  /** Characters of the answer so far. */
  get length(): number {
    return this.#answer.length;
  }

  append(text: string): void {
    if (this.#text === "") this.#foot.replaceChildren();
    this.#text += text;
    this.#answer.append(text);
  }

  /** Shows how the answer ended, and what can be done now. */
  end({ words, action, canContinue, kind }: EndView): void {
    const { wish } = this.#needs;
    this.#answer.finish();
    const notes = words.map((one) => element("p", kind === "failed" ? "end-words failed" : "end-words", one));
    const buttons = element("div", "end-buttons");
    if (action !== null)
      buttons.append(wordButton(action.label, "primary", () => wish({ type: "act", action: action.id })));
    if (canContinue) {
      const carryOn = (): void => wish({ type: "continue", exchangeId: this.id });
      buttons.append(wordButton(say("chat.continue"), "secondary", carryOn));
    }
    const tools = element("div", "answer-tools");
    tools.setAttribute("role", "toolbar");
    if (this.#text !== "") {
      tools.append(iconButton("copy", say("chat.copyAnswer"), () => wish({ type: "copy", text: this.#text })));
    }
    tools.append(iconButton("retry", say("chat.retry"), () => wish({ type: "retry", exchangeId: this.id })));
    this.#foot.replaceChildren(...notes, ...(buttons.childElementCount > 0 ? [buttons] : []), tools);
  }

  /** Opens the question for changing. */
  edit(): void {
    const area = element("textarea", "edit-area");
    area.value = this.#question;
    area.rows = Math.min(12, this.#question.split("\n").length + 1);
    area.setAttribute("aria-label", say("chat.edit"));
    const from = document.activeElement;
    const close = (): void => {
      form.replaceWith(this.#asked);
      if (from instanceof HTMLElement) from.focus();
    };
    const send = (): void => {
      if (area.value.trim() === "") return;
      this.#needs.wish({ type: "edit", exchangeId: this.id, text: area.value });
    };
    area.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close();
      else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        send();
      } else return;
      event.stopPropagation();
    });
    const buttons = element(
      "div",
      "end-buttons",
      wordButton(say("chat.editSend"), "primary", send),
      wordButton(say("chat.editCancel"), "secondary", close),
    );
    const form = element("div", "question editing", heading(say("chat.you")), area, buttons);
    this.#asked.replaceWith(form);
    area.focus();
    area.setSelectionRange(area.value.length, area.value.length);
  }

  #showQuestion({ question, chips }: ExchangeView): void {
    const shown = question.length > longestShown ? `${question.slice(0, longestShown)}…` : question;
    const head = element("div", "question-head", heading(say("chat.you")));
    head.append(iconButton("edit", say("chat.edit"), () => this.edit()));
    this.#asked.append(head, element("p", "question-text", visible(shown)));
    if (chips.length > 0) this.#asked.append(chipRow(chips));
  }

  #showWaiting(): void {
    if (this.#text !== "") return;
    this.#foot.replaceChildren(element("div", "waiting", progressRing(), element("span", "", say("chat.waiting"))));
  }
}

function heading(words: string): HTMLElement {
  return element("h2", "who", words);
}
