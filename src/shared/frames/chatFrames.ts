import { amount, flag, list, messages, object, oneOf, orNull, type Shaped, text } from "./shape.ts";

/** An id that one side made and the other hands back. */
const id = text(100);

/** A line or two for a person. */
const words = text(4_000);

/** The longest question and the longest piece of an answer, characters. */
export const longestText = 4_000_000;

const attachmentKind = oneOf("selection", "file", "folder", "problems", "terminal", "changes", "image");

/** Something attached, as a chip. */
const chip = object({ id, kind: attachmentKind, label: text(2_000), tokens: amount, isCut: flag });
export type Chip = Shaped<typeof chip>;

/** A button that does the one thing that helps. */
const action = object({ id: text(100), label: words });
export type ActionButton = Shaped<typeof action>;

/** How an answer ended. */
const end = object({
  kind: oneOf("complete", "stopped", "roomUsed", "failed"),
  words: list(words, 10),
  action: orNull(action),
  canContinue: flag,
});
export type EndView = Shaped<typeof end>;

/** A question and its answer; `end` is null while the answer is being written. */
const exchange = object({
  id,
  question: text(longestText),
  chips: list(chip, 1_000),
  answer: text(longestText),
  end: orNull(end),
});
export type ExchangeView = Shaped<typeof exchange>;

/** The model and its state, in words; `percent` is below zero where there is no progress to show. */
const model = object({
  name: text(300),
  words,
  isReady: flag,
  isBusy: flag,
  percent: amount,
  action: orNull(action),
});
export type ModelView = Shaped<typeof model>;

/** An earlier conversation in the list. */
const item = object({ id, title: text(300), updatedAtMs: amount });
export type HistoryItem = Shaped<typeof item>;

/** A file or folder that `#` offers. */
const offer = object({ kind: oneOf("file", "folder"), path: text(2_000) });
export type Offer = Shaped<typeof offer>;

/** What the chat view is told: facts. */
export const isChatFact = messages({
  /** Everything that is to be drawn, in place of what was there. */
  screen: {
    /** Names the workspace, for what the frame keeps by itself. */
    place: text(100),
    conversationId: id,
    title: text(300),
    exchanges: list(exchange, 10_000),
    /** The index of the first exchange that the model is still told of. */
    firstTold: amount,
    draft: text(longestText),
    chips: list(chip, 1_000),
    /** Of the context, 1 = full. */
    fill: amount,
    model,
  },
  began: { exchange },
  /** The next piece of an answer, which has `at` characters so far. */
  chunk: { exchangeId: id, at: amount, text: text(longestText) },
  ended: { exchangeId: id, end, firstTold: amount },
  draft: { chips: list(chip, 1_000), fill: amount },
  model: { model },
  history: { items: list(item, 1_000) },
  offers: { query: text(500), items: list(offer, 100) },
  notice: { words },
  /** Words for the composer, ready to be sent or changed. */
  propose: { text: text(longestText) },
  showFind: {},
  showHistory: {},
  focusComposer: {},
});
export type ChatFact = Shaped<typeof isChatFact>;

/** The largest image that is taken, as base64 characters. */
export const longestImage = 12_000_000;

/** What the chat view asks for: wishes. */
export const isChatWish = messages({
  ready: {},
  send: { text: text(longestText) },
  stop: {},
  retry: { exchangeId: id },
  edit: { exchangeId: id, text: text(longestText) },
  continue: { exchangeId: id },
  newChat: {},
  open: { id },
  delete: { id },
  export: {},
  listHistory: {},
  attach: { kind: oneOf("selection", "file", "pick", "folder", "problems", "terminal", "changes", "image") },
  attachPath: { kind: oneOf("file", "folder"), path: text(2_000) },
  attachUris: { uris: list(text(4_000), 50) },
  attachImage: { name: text(300), mime: text(100), base64: text(longestImage) },
  detach: { id },
  offer: { query: text(500) },
  /** What stands in the composer, kept for the next time the view is shown. */
  draft: { text: text(longestText) },
  copy: { text: text(longestText) },
  insert: { code: text(longestText) },
  replace: { code: text(longestText) },
  newFile: { code: text(longestText), language: text(100) },
  act: { action: text(100) },
  openLink: { url: text(4_000) },
});
export type ChatWish = Shaped<typeof isChatWish>;
