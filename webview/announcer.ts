import { element } from "./element.ts";

/** So many sentences stay readable for who goes looking for them; all are read when they come. */
const mostKept = 3;

/** What a screen reader reads out as it happens, one sentence after the other, and nobody sees. */
export class Announcer {
  readonly element = element("div", "for-readers");

  constructor() {
    this.element.setAttribute("role", "log");
  }

  say(words: string): void {
    if (words.trim() === "") return;
    this.element.append(element("p", "", words));
    while (this.element.childElementCount > mostKept) this.element.firstElementChild?.remove();
  }
}
