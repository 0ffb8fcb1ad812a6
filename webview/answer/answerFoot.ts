import { say } from "../../src/core/words/words.ts";
import type {
  AnswerEndView,
  AnswerHead,
  AnswerWish,
  ProgressView,
  QuestionView,
} from "../../src/shared/frames/answerFrames.ts";
import { element } from "../element.ts";
import { iconButton, progressRing, wordButton } from "../toolkit.ts";

/** Below the answer: what goes on, what is asked, how it ended, and what can be done with it. */
export class AnswerFoot {
  readonly element = element("div", "foot");
  readonly #wish: (wish: AnswerWish) => void;
  readonly #words = element("span", "");
  readonly #bar = element("progress", "bar");
  readonly #running: HTMLElement;
  #drawn = "";

  constructor(wish: (wish: AnswerWish) => void) {
    this.#wish = wish;
    this.#bar.max = 100;
    this.#bar.setAttribute("aria-label", say("answer.reading"));
    const stop = wordButton(say("chat.stop"), "secondary", () => wish({ type: "stop" }));
    const line = element("div", "waiting", progressRing(), this.#words, stop);
    this.#running = element("div", "running", line, this.#bar);
  }

  show(head: AnswerHead): void {
    if (head.progress !== null) return this.#showProgress(head.progress);
    // What has not changed is left alone, so that no button loses the focus.
    const { end, question, canComment, canDocument, partsNote } = head;
    const state = JSON.stringify([head.id, end, question, canComment, canDocument, partsNote]);
    if (state === this.#drawn) return;
    this.#drawn = state;
    if (question !== null) this.#showQuestion(question);
    else if (end !== null) this.#showEnd(end, head);
    else this.element.replaceChildren();
  }

  #showProgress({ words, percent }: ProgressView): void {
    this.#words.textContent = words;
    this.#bar.hidden = percent < 0;
    this.#bar.value = Math.max(0, percent);
    if (this.#drawn === "running") return;
    this.#drawn = "running";
    this.element.replaceChildren(this.#running);
  }

  #showQuestion({ words, choices }: QuestionView): void {
    const buttons = choices.map(({ id, label }, index) =>
      wordButton(label, index === 0 ? "primary" : "secondary", () => {
        if (id === "all" || id === "shorter" || id === "none") this.#wish({ type: "choose", choice: id });
      }),
    );
    const asked = element("p", "", words);
    asked.id = "asked";
    const group = element("div", "question", asked, element("div", "buttons", ...buttons));
    group.setAttribute("role", "group");
    group.setAttribute("aria-labelledby", "asked");
    this.element.replaceChildren(group);
  }

  #showEnd(end: AnswerEndView, { canComment, canDocument, partsNote }: AnswerHead): void {
    const wish = this.#wish;
    const notes = end.words.map((one) => element("p", end.kind === "failed" ? "end-words failed" : "end-words", one));
    if (partsNote !== "") notes.push(element("p", "end-words", partsNote));
    const helpful: HTMLElement[] = [];
    const { action } = end;
    if (action !== null)
      helpful.push(wordButton(action.label, "primary", () => wish({ type: "act", action: action.id })));
    if (end.canResume) helpful.push(wordButton(say("chat.continue"), "secondary", () => wish({ type: "resume" })));
    const variations = (["shorter", "longer", "simpler"] as const).map((variation) =>
      wordButton(say(`answer.${variation}`), "secondary", () => wish({ type: "vary", variation })),
    );
    const uses = [
      ...(canComment
        ? [wordButton(say("answer.comment"), "secondary", () => wish({ type: "comment", isDocumentation: false }))]
        : []),
      ...(canDocument
        ? [wordButton(say("answer.documentation"), "secondary", () => wish({ type: "comment", isDocumentation: true }))]
        : []),
      wordButton(say("answer.openInChat"), "secondary", () => wish({ type: "openInChat" })),
    ];
    const tools = element("div", "buttons");
    tools.setAttribute("role", "toolbar");
    tools.setAttribute("aria-label", say("answer.tools"));
    if (end.hasText) tools.append(iconButton("copy", say("chat.copyAnswer"), () => wish({ type: "copy", text: "" })));
    tools.append(iconButton("retry", say("chat.retry"), () => wish({ type: "retry" })));
    if (end.hasText) tools.append(...variations, ...uses);
    this.element.replaceChildren(
      ...notes,
      ...(helpful.length > 0 ? [element("div", "buttons", ...helpful)] : []),
      tools,
    );
  }
}
