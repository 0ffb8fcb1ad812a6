import type { Failure } from "../failures.ts";
import type { Attachment } from "./attachment.ts";

/** What a person asked. */
export interface Question {
  readonly text: string;
  readonly attachments: readonly Attachment[];
}

/** How an answer ended: by itself, by the user, at the room for answers, or by a failure. What had come stays in every case. */
export type AnswerEnd =
  | { readonly kind: "complete" }
  | { readonly kind: "stopped" }
  | { readonly kind: "roomUsed" }
  | { readonly kind: "failed"; readonly failure: ChatFailure };

/** What can keep a question from being answered: the daemon's failures, and questions that do not fit. */
export type ChatFailure = Failure | OverfullFailure | BlindFailure;

/** The question with its attachments is longer than the model's context. */
export interface OverfullFailure {
  readonly kind: "overfull";
  readonly neededTokens: number;
  readonly roomTokens: number;
  /** The attachments to drop, largest first, until it fits; empty where the text alone is too long. */
  readonly drop: readonly string[];
}

/** An image was attached for a model that sees none. */
export interface BlindFailure {
  readonly kind: "blind";
  readonly model: string;
}

/** What the model answered. */
export interface Answer {
  /** Verbatim as it came, because it is sent back verbatim: any other character voids the daemon's cache from there on. */
  readonly text: string;
  /** Undefined while it is being written. */
  readonly end: AnswerEnd | undefined;
  readonly model: string;
}

/** A question and its answer: the unit in which a conversation is kept and cut. */
export interface Exchange {
  readonly id: string;
  readonly question: Question;
  readonly answer: Answer;
}

/** One conversation. */
export interface Conversation {
  readonly id: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly exchanges: readonly Exchange[];
  /**
   * The first exchange that the model is still told of; everything before it was cut. Kept, so that the prompt begins the
   * same way in the next turns and the daemon's cache serves them.
   */
  readonly firstTold: number;
}

/** A conversation in which nothing has been said. */
export function emptyConversation(id: string, nowMs: number): Conversation {
  return { id, createdAtMs: nowMs, updatedAtMs: nowMs, exchanges: [], firstTold: 0 };
}

/** Adds a question, whose answer is to be written. */
export function ask(
  conversation: Conversation,
  exchange: { readonly id: string; readonly question: Question; readonly model: string },
  nowMs: number,
): Conversation {
  const { id, question, model } = exchange;
  const added: Exchange = { id, question, answer: { text: "", end: undefined, model } };
  return { ...conversation, updatedAtMs: nowMs, exchanges: [...conversation.exchanges, added] };
}

/** Sets what is known of the answer to an exchange; an unknown exchange changes nothing. */
export function answerWith(
  conversation: Conversation,
  exchangeId: string,
  answer: Answer,
  nowMs: number,
): Conversation {
  return {
    ...conversation,
    updatedAtMs: nowMs,
    exchanges: conversation.exchanges.map((one) => (one.id === exchangeId ? { ...one, answer } : one)),
  };
}

/** Takes an exchange and all that follow it away, to ask again from there. */
export function before(conversation: Conversation, exchangeId: string): Conversation {
  const index = conversation.exchanges.findIndex((one) => one.id === exchangeId);
  if (index < 0) return conversation;
  // What was cut for questions that are gone may fit again.
  const firstTold = conversation.firstTold < index ? conversation.firstTold : 0;
  return { ...conversation, exchanges: conversation.exchanges.slice(0, index), firstTold };
}

/** The model that gave the last answer before an exchange; undefined where there is none. */
export function modelBefore({ exchanges }: Conversation, exchangeId: string): string | undefined {
  const index = exchanges.findIndex((one) => one.id === exchangeId);
  const earlier = exchanges.slice(0, Math.max(0, index));
  return earlier.findLast(({ answer }) => answer.text !== "" && answer.model !== "")?.answer.model;
}

/** The exchange with an id. */
export function exchangeOf(conversation: Conversation, exchangeId: string): Exchange | undefined {
  return conversation.exchanges.find((one) => one.id === exchangeId);
}
