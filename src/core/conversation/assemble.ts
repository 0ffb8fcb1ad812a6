import { neutralise } from "../controlText.ts";
import { continueRequest, cutNote, firstTurn, questionText } from "../prompts/chat.ts";
import { labelOf, tokensPerImage } from "./attachment.ts";
import type { ChatFailure, Conversation, Exchange, Question } from "./conversation.ts";
import { type Room, tokensPerTurn } from "./room.ts";

/** One turn as the daemon takes it. */
export interface ChatTurn {
  readonly role: "user" | "assistant";
  readonly content: string;
  readonly images?: readonly string[];
}

/** What a request is made for. */
export interface Purpose {
  readonly instructions: string;
  readonly room: Room;
  readonly tokensOf: (text: string) => number;
  readonly model: string;
  readonly canSee: boolean;
  /** Whether the answer that is there is to be gone on with. */
  readonly isContinuing: boolean;
}

/** A conversation as a request, or why it cannot be one. */
export type Assembly =
  | {
      readonly kind: "fits";
      readonly turns: readonly ChatTurn[];
      /** By our own measure. */
      readonly promptTokens: number;
      /** The index of the first exchange in it. */
      readonly firstTold: number;
    }
  | { readonly kind: "impossible"; readonly failure: ChatFailure };

/**
 * Makes the request for the last exchange of a conversation. Exchanges without a word of an answer are left out, since the model's
 * template wants turns that alternate. When it does not fit, exchanges are cut from the front, at once down to half of the room: a cut
 * changes how the prompt begins and costs the daemon's whole cache, so it must be rare.
 */
export function assemble(conversation: Conversation, purpose: Purpose): Assembly {
  const { exchanges } = conversation;
  const last = exchanges.at(-1);
  if (last === undefined) throw new Error("a conversation without a question has no request");
  if (!purpose.canSee && last.question.attachments.some((one) => one.kind === "image")) {
    return { kind: "impossible", failure: { kind: "blind", model: purpose.model } };
  }
  const costOf = costs(purpose);
  const fixed = costOf(purpose.instructions) + costOf(cutNote);
  const costOfLast = fixed + costOf(...turnsOf(last, purpose, true));
  if (costOfLast > purpose.room.promptTokens) {
    return { kind: "impossible", failure: overfull(last.question, costOfLast, purpose) };
  }
  const earlier = exchanges.slice(0, -1).map((exchange) => costOf(...turnsOf(exchange, purpose, false)));
  let firstTold = Math.min(conversation.firstTold, exchanges.length - 1);
  const total = (): number => earlier.slice(firstTold).reduce((sum, one) => sum + one, costOfLast);
  if (total() > purpose.room.promptTokens) {
    // What was said last is kept as long as it fits at all, since a question without it makes no sense.
    while (firstTold < earlier.length - 1 && total() > purpose.room.promptTokens / 2) firstTold++;
    while (firstTold < earlier.length && total() > purpose.room.promptTokens) firstTold++;
  }
  const told = exchanges.slice(firstTold);
  const turns = told.flatMap((exchange) => turnsOf(exchange, purpose, exchange === last));
  const [first, ...others] = turns;
  if (first === undefined) throw new Error("a question makes a turn");
  const content = firstTurn(purpose.instructions, firstTold > 0 ? `${cutNote}\n\n${first.content}` : first.content);
  return { kind: "fits", turns: [{ ...first, content }, ...others], promptTokens: total(), firstTold };
}

function turnsOf({ question, answer }: Exchange, purpose: Purpose, isLast: boolean): readonly ChatTurn[] {
  const images = question.attachments.flatMap(({ image }) => (image === undefined ? [] : [image.base64]));
  const asked: ChatTurn = {
    role: "user",
    content: questionText(question),
    ...(images.length > 0 && purpose.canSee ? { images } : {}),
  };
  const answered: ChatTurn = { role: "assistant", content: neutralise(answer.text) };
  if (!isLast) return answer.text.trim() === "" ? [] : [asked, answered];
  if (!purpose.isContinuing || answer.text.trim() === "") return [asked];
  return [asked, answered, { role: "user", content: continueRequest }];
}

function costs({ tokensOf }: Purpose): (...pieces: readonly (ChatTurn | string)[]) => number {
  return (...pieces) =>
    pieces.reduce((sum, piece) => {
      if (typeof piece === "string") return sum + tokensOf(piece);
      return sum + tokensPerTurn + tokensOf(piece.content) + (piece.images?.length ?? 0) * tokensPerImage;
    }, 0);
}

/** Names what to drop: the largest attachments, until the rest fits. */
function overfull(question: Question, neededTokens: number, purpose: Purpose): ChatFailure {
  const { room, tokensOf } = purpose;
  const sized = question.attachments
    .map((one) => ({ label: labelOf(one), tokens: one.kind === "image" ? tokensPerImage : tokensOf(one.text) }))
    .sort((one, other) => other.tokens - one.tokens);
  const drop: string[] = [];
  let left = neededTokens;
  for (const { label, tokens } of sized) {
    if (left <= room.promptTokens) break;
    drop.push(label);
    left -= tokens;
  }
  const fitsThen = left <= room.promptTokens;
  return { kind: "overfull", neededTokens, roomTokens: room.promptTokens, drop: fitsThen ? drop : [] };
}

/** How much of the room a conversation and the question being written take, from 0 to 1 and above, for the gauge. */
export function fillOf(conversation: Conversation, draft: Question, purpose: Purpose): number {
  const costOf = costs(purpose);
  const told = conversation.exchanges.slice(conversation.firstTold);
  const exchanges = told.map((one) => costOf(...turnsOf(one, purpose, false)));
  const isEmpty = draft.text.trim() === "" && draft.attachments.length === 0;
  const asked = isEmpty ? 0 : costOf({ role: "user", content: questionText(draft) });
  const all = exchanges.reduce((sum, one) => sum + one, costOf(purpose.instructions) + asked);
  return all / purpose.room.promptTokens;
}
