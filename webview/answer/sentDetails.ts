import { say } from "../../src/core/words/words.ts";
import type { SentView } from "../../src/shared/frames/answerFrames.ts";
import { element } from "../element.ts";
import { visible } from "../markdown/visible.ts";

/** "What was sent", to be unfolded; stays as it was unfolded while it is drawn anew. */
export class SentDetails {
  readonly element = element("details", "sent");
  readonly #body = element("div", "sent-body");

  constructor() {
    this.element.append(element("summary", "", say("answer.sent")), this.#body);
  }

  show(sent: SentView | null): void {
    this.element.hidden = sent === null;
    if (sent === null) return;
    const items = sent.items.map(({ label, words }) =>
      element("li", "", element("span", "sent-label", visible(label)), element("span", "sent-size", words)),
    );
    const left = sent.leftOut.map((words) => element("li", "", visible(words)));
    this.#body.replaceChildren(
      element("ul", "sent-items", ...items),
      ...(left.length > 0 ? [element("h3", "", say("answer.leftOut")), element("ul", "", ...left)] : []),
      ...sent.words.map((words) => element("p", "", words)),
    );
  }
}
