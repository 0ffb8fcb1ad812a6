import { say } from "../../src/core/words/words.ts";
import type { ChatWish } from "../../src/shared/frames/chatFrames.ts";
import { element } from "../element.ts";
import { icon } from "../icons.ts";
import { wordButton } from "../toolkit.ts";

type AttachKind = Extract<ChatWish, { type: "attach" }>["kind"];

/** Things to try, with what has to be attached for them. */
export const firstThings = (): readonly { readonly words: string; readonly attach: AttachKind }[] => [
  { words: say("chat.tryExplain"), attach: "selection" },
  { words: say("chat.tryTests"), attach: "file" },
  { words: say("chat.tryProblems"), attach: "problems" },
  { words: say("chat.tryChanges"), attach: "changes" },
];

/** The first screen: what this is, and things to try. */
export function welcome(propose: (words: string) => void): HTMLElement {
  const tries = element(
    "div",
    "tries",
    ...firstThings().map(({ words }) => wordButton(words, "secondary", () => propose(words))),
  );
  const mark = icon("gem");
  mark.classList.add("large");
  return element(
    "section",
    "welcome",
    mark,
    element("h1", "", say("chat.welcome")),
    element("p", "", say("chat.welcomeText")),
    tries,
  );
}
