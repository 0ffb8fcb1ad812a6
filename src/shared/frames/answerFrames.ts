import { amount, flag, list, messages, object, oneOf, orNull, type Shaped, text } from "./shape.ts";

/** An id that one side made and the other hands back. */
const id = text(100);

/** A line or two for a person. */
const words = text(4_000);

/** The longest piece of an answer, characters. */
const longestText = 4_000_000;

/** A button that does something. */
const button = object({ id, label: words });
export type AnswerButton = Shaped<typeof button>;

/** How an answer ended. */
const end = object({
  kind: oneOf("complete", "stopped", "roomUsed", "failed"),
  words: list(words, 10),
  action: orNull(button),
  canResume: flag,
  /** Whether there is a text that can be varied, copied and inserted. */
  hasText: flag,
});
export type AnswerEndView = Shaped<typeof end>;

/** What goes on while there is nothing to read yet; `percent` is below zero where it is unknown. */
const progress = object({ words, percent: amount });
export type ProgressView = Shaped<typeof progress>;

/** What the model was given. */
const sent = object({
  items: list(object({ label: text(2_000), words }), 10_000),
  leftOut: list(words, 10_000),
  words: list(words, 10),
});
export type SentView = Shaped<typeof sent>;

/** A question to the person before a long reading. */
const question = object({ words, choices: list(button, 5) });
export type QuestionView = Shaped<typeof question>;

/** Everything about an answer but its texts. */
const head = object({
  id,
  title: words,
  /** What it is about; a click shows it where `canReveal`. */
  place: text(4_000),
  canReveal: flag,
  /** What is to be known about the place: that it was edited since. */
  placeNote: words,
  canGoBack: flag,
  canGoForward: flag,
  isPinned: flag,
  canComment: flag,
  canDocument: flag,
  progress: orNull(progress),
  question: orNull(question),
  end: orNull(end),
  sent: orNull(sent),
  /** That it was read in parts; empty where it was not. */
  partsNote: words,
});
export type AnswerHead = Shaped<typeof head>;

/** Notes on one part. */
const note = object({ label: text(4_000), text: text(longestText) });
export type NoteView = Shaped<typeof note>;

/** What the answer panel is told: facts. */
export const isAnswerFact = messages({
  /** Everything that is to be drawn; `head` is null where there is no answer yet. */
  screen: { head: orNull(head), text: text(longestText), notes: list(note, 10_000) },
  /** What has changed besides the texts. */
  head: { head },
  /** The next piece of the answer, which has `at` characters so far. */
  chunk: { id, at: amount, text: text(longestText) },
  /** The next piece of the notes on a part, counted from 0. */
  note: { id, part: amount, label: text(4_000), at: amount, text: text(longestText) },
  notice: { words },
});
export type AnswerFact = Shaped<typeof isAnswerFact>;

/** What the answer panel asks for: wishes. */
export const isAnswerWish = messages({
  ready: {},
  stop: {},
  retry: {},
  resume: {},
  vary: { variation: oneOf("shorter", "longer", "simpler") },
  choose: { choice: oneOf("all", "shorter", "none") },
  comment: { isDocumentation: flag },
  openInChat: {},
  back: {},
  forward: {},
  pin: { isPinned: flag },
  reveal: {},
  /** Without a text, the whole answer. */
  copy: { text: text(longestText) },
  insert: { code: text(longestText) },
  replace: { code: text(longestText) },
  newFile: { code: text(longestText), language: text(100) },
  act: { action: text(100) },
  openLink: { url: text(4_000) },
});
export type AnswerWish = Shaped<typeof isAnswerWish>;
