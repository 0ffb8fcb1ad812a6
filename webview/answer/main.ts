import "../speakAsPage.ts";
import { say } from "../../src/core/words/words.ts";
import {
  type AnswerFact,
  type AnswerHead,
  type AnswerWish,
  isAnswerFact,
} from "../../src/shared/frames/answerFrames.ts";
import { deliver, type Handlers } from "../../src/shared/frames/deliver.ts";
import { Announcer } from "../announcer.ts";
import { StreamedAnswer } from "../chat/streamedAnswer.ts";
import { element } from "../element.ts";
import { connect, rememberForReload } from "../host.ts";
import { Notice } from "../notice.ts";
import "./answer.css";
import { AnswerFoot } from "./answerFoot.ts";
import { AnswerHeadBar } from "./answerHead.ts";
import { PartNotes } from "./partNotes.ts";
import { SentDetails } from "./sentDetails.ts";

const wish: (wish: AnswerWish) => void = connect(isAnswerFact, (fact) => deliver(handlers, fact));

/** As near to the end counts as at it, pixels. */
const nearEnd = 40;

const announcer = new Announcer();
const notice = new Notice(() => page.focus());

const actions = {
  copy: (text: string) => {
    wish({ type: "copy", text });
    announcer.say(say("chat.copied"));
  },
  insert: (code: string) => wish({ type: "insert", code }),
  replace: (code: string) => wish({ type: "replace", code }),
  newFile: (code: string, language: string) => wish({ type: "newFile", code, language }),
  openLink: (url: string) => wish({ type: "openLink", url }),
};

const page = element("main", "page");
const headBar = new AnswerHeadBar(wish);
headBar.element.hidden = true;
const foot = new AnswerFoot(wish);
const sent = new SentDetails();
const notes = new PartNotes(actions, follow);
const none = element("p", "none", say("answer.none"));
let answer = answerFrom("", false);
let shown: AnswerHead | undefined;
let isFollowing = true;

page.addEventListener("scroll", () => {
  isFollowing = page.scrollHeight - page.scrollTop - page.clientHeight <= nearEnd;
});

let heightBefore = 0;
/** What stands below the answer must not be covered when something takes room from the page. */
new ResizeObserver(() => {
  const wasAtEnd = page.scrollHeight - page.scrollTop - heightBefore <= nearEnd;
  heightBefore = page.clientHeight;
  if (wasAtEnd) page.scrollTop = page.scrollHeight;
}).observe(page);

/** An answer of which some text is known; what comes of one that is being written is read out. */
function answerFrom(text: string, isBeingWritten: boolean): StreamedAnswer {
  return new StreamedAnswer(actions, follow, text, (words) => {
    if (isBeingWritten) announcer.say(words);
  });
}

/** Keeps the end in view while a text grows, unless the reader has scrolled away from it. */
function follow(): void {
  if (isFollowing && shown?.end === null) page.scrollTop = page.scrollHeight;
}

function isRunning(head: AnswerHead | undefined): boolean {
  return head !== undefined && head.end === null;
}

function showHead(head: AnswerHead): void {
  const hadEnded = shown?.id === head.id && shown.end !== null;
  shown = head;
  headBar.show(head);
  foot.show(head);
  sent.show(head.sent);
  rememberForReload({ id: head.id, isPinned: head.isPinned });
  if (head.end === null || hadEnded) return;
  answer.finish();
  announcer.say(head.end.words.length === 0 ? say("chat.answered") : head.end.words.join(" "));
  // What was noted is there to be looked up, below what was made of it.
  notes.setOpen(!head.end.hasText);
}

const handlers: Handlers<AnswerFact> = {
  screen: ({ head, text, notes: written }) => {
    const isOther = head?.id !== shown?.id;
    notice.hide();
    shown = undefined;
    answer = answerFrom(text, isRunning(head ?? undefined));
    notes.show(written);
    none.hidden = head !== null;
    headBar.element.hidden = head === null;
    sent.element.hidden = head === null;
    page.replaceChildren(none, answer.element, foot.element, notes.element, sent.element);
    if (isOther) {
      isFollowing = true;
      page.scrollTop = 0;
    }
    if (head === null) foot.element.replaceChildren();
    else showHead(head);
    if (isRunning(head ?? undefined)) announcer.say(say("chat.answering"));
  },
  head: ({ head }) => {
    if (head.id === shown?.id) showHead(head);
  },
  chunk: ({ id, at, text }) => {
    // A piece was lost, as when the frame was loading: the host tells everything again.
    if (id !== shown?.id || at !== answer.length) wish({ type: "ready" });
    else answer.append(text);
    notes.setOpen(false);
  },
  note: ({ id, part, label, at, text }) => {
    if (id !== shown?.id || !notes.append(part, label, at, text)) wish({ type: "ready" });
  },
  notice: ({ words }) => notice.show(words),
};

document.addEventListener("keydown", (event) => {
  const isBare = !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (event.key === "Escape" && isBare && isRunning(shown)) wish({ type: "stop" });
  else if (event.key === "ArrowLeft" && event.altKey && isBare) wish({ type: "back" });
  else if (event.key === "ArrowRight" && event.altKey && isBare) wish({ type: "forward" });
  else return;
  event.preventDefault();
});

none.hidden = true;
page.tabIndex = -1;
page.append(none);
document.body.append(headBar.element, page, notice.element, announcer.element);
wish({ type: "ready" });
