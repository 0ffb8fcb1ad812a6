import "../speakAsPage.ts";
import { say } from "../../src/core/words/words.ts";
import { type ChatFact, type ChatWish, isChatFact } from "../../src/shared/frames/chatFrames.ts";
import { deliver, type Handlers } from "../../src/shared/frames/deliver.ts";
import { Announcer } from "../announcer.ts";
import { element } from "../element.ts";
import { connect, keep, kept } from "../host.ts";
import { Notice } from "../notice.ts";
import "./chat.css";
import { Composer } from "./composer.ts";
import { FindBar } from "./findBar.ts";
import { HistoryPanel } from "./historyPanel.ts";
import { ModelBar } from "./modelBar.ts";
import { Transcript } from "./transcript.ts";
import { firstThings } from "./welcome.ts";

/** Longer drafts are left to the host, since they are kept with every key, characters. */
const longestKept = 100_000;

const wish: (wish: ChatWish) => void = connect(isChatFact, (fact) => keepingFocus(() => deliver(handlers, fact)));

const announcer = new Announcer();

/** The workspace, once the host has told of it. */
let place: string | undefined;
const modelBar = new ModelBar(wish);
const transcript = new Transcript(
  {
    wish,
    read: (words) => announcer.say(words),
    actions: {
      copy: (text) => {
        wish({ type: "copy", text });
        announcer.say(say("chat.copied"));
      },
      insert: (code) => wish({ type: "insert", code }),
      replace: (code) => wish({ type: "replace", code }),
      newFile: (code, language) => wish({ type: "newFile", code, language }),
      openLink: (url) => wish({ type: "openLink", url }),
    },
  },
  (words) => {
    const attach = firstThings().find((one) => one.words === words)?.attach;
    if (attach !== undefined) wish({ type: "attach", kind: attach });
    composer.propose(words);
  },
);
const composer = new Composer(
  wish,
  () => transcript.editLast(),
  (text) => {
    if (place !== undefined) keep(`draft of ${place}`, text.length > longestKept ? undefined : text);
  },
);
const notice = new Notice(() => composer.focus());
const history = new HistoryPanel(wish, () => composer.focus());
const find = new FindBar(transcript.element, () => composer.focus());

const handlers: Handlers<ChatFact> = {
  screen: (screen) => {
    const { exchanges, firstTold, draft, chips, fill, model } = screen;
    transcript.show(exchanges, firstTold);
    // The host learns of a draft when typing rests; what stands in the composer, or stood there, is newer.
    if (place === undefined) {
      place = screen.place;
      const newest = kept(`draft of ${place}`) ?? draft;
      composer.setText(newest);
      if (newest !== draft) wish({ type: "draft", text: newest });
    }
    composer.showDraft(chips, fill);
    composer.setAnswering(exchanges.at(-1)?.end === null);
    modelBar.show(model);
    takeKeys();
  },
  began: ({ exchange }) => {
    notice.hide();
    transcript.begin(exchange);
    composer.setAnswering(true);
    announcer.say(say("chat.answering"));
  },
  chunk: ({ exchangeId, at, text }) => {
    // A piece was lost, as when the frame was loading: the host tells everything again.
    if (!transcript.append(exchangeId, at, text)) wish({ type: "ready" });
  },
  ended: ({ exchangeId, end, firstTold }) => {
    transcript.end(exchangeId, end, firstTold);
    composer.setAnswering(false);
    announcer.say(end.words.length === 0 ? say("chat.answered") : end.words.join(" "));
  },
  draft: ({ chips, fill }) => composer.showDraft(chips, fill),
  model: ({ model }) => modelBar.show(model),
  history: ({ items }) => history.show(items),
  offers: ({ query, items }) => composer.offer(query, items),
  notice: ({ words }) => notice.show(words),
  propose: ({ text }) => {
    composer.setText(text);
    composer.focus();
  },
  showFind: () => find.open(),
  showHistory: () => history.open(),
  focusComposer: () => composer.focus(),
};

/** Puts the keys where questions are written, unless something else in the view has them. */
function takeKeys(): void {
  if (document.hasFocus() && document.activeElement === document.body) composer.focus();
}

/** Makes a change; the composer gets the focus where what had it is gone, so that no key is lost. */
function keepingFocus(change: () => unknown): void {
  const before = document.hasFocus() ? document.activeElement : null;
  change();
  const now = document.activeElement;
  const isLost = now === document.body || now?.closest("[hidden]") != null;
  if (before !== null && isLost) composer.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() === "f" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey) {
    event.preventDefault();
    // The editor would take the key for its own find.
    event.stopPropagation();
    find.open();
  }
});
window.addEventListener("focus", takeKeys);
document.addEventListener("dragover", (event) => event.preventDefault());
document.addEventListener("drop", (event) => void composer.drop(event));

document.body.append(
  modelBar.element,
  find.element,
  element("main", "stage", transcript.element, transcript.toEndButton, history.element),
  notice.element,
  composer.element,
  announcer.element,
);
wish({ type: "ready" });
