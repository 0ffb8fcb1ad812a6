import type { Conversation, Exchange } from "../conversation/conversation.ts";
import type { PartNotes } from "../prompts/answers.ts";
import type { ReadingRoute } from "./readingRoute.ts";
import type { LeftOut, Origin, Task } from "./source.ts";
import type { TextKind } from "./textKind.ts";

/** What the model was given, for whoever wants to know. */
export interface Sent {
  readonly items: readonly { readonly label: string; readonly tokens: number }[];
  readonly leftOut: readonly LeftOut[];
  /** By our own measure; of the largest request where a text was read in parts. */
  readonly promptTokens: number;
  /** What a question may have. */
  readonly roomTokens: number;
}

/** An answer in the panel, with all that it takes to go on from it. */
export interface AnswerEntry {
  readonly id: string;
  readonly task: Task;
  readonly kind: TextKind;
  /** What it is about, as a person says it. */
  readonly label: string;
  readonly origin: Origin;
  /** The text as it was read where it stands in one place, to find it again; empty where it is too long for that. */
  readonly excerpt: string;
  readonly languageId: string;
  /** Whether the text has been edited since. */
  readonly isChanged: boolean;
  /** What the model was told and what it said; the last exchange is the answer. */
  readonly conversation: Conversation;
  /** The parts that were read, where the text was too long to be read at once. */
  readonly notes: readonly PartNotes[];
  /** How many parts there are to read; 0 = read at once. */
  readonly parts: number;
  /** Where these parts stand, as long as they are not all read. */
  readonly route: ReadingRoute;
  readonly sent: Sent;
}

/** The longest text that is kept to be found again, characters. */
export const longestExcerpt = 20_000;

/** The exchange whose answer is shown; undefined before anything was asked. */
export function shownExchange({ conversation }: AnswerEntry): Exchange | undefined {
  return conversation.exchanges.at(-1);
}

/** What was sent before anything is known. */
export const nothingSent: Sent = { items: [], leftOut: [], promptTokens: 0, roomTokens: 0 };
