import { neutralise } from "../controlText.ts";
import { continueRequest, cutNote, firstTurn, questionText } from "../prompts/chat.ts";
import { type Attachment, labelOf, tokensPerImage } from "./attachment.ts";
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
  const costOfLast = fixed + costOf(...turnsOf(last, purpose, true, new Set()));
  if (costOfLast > purpose.room.promptTokens) {
    return { kind: "impossible", failure: overfull(last.question, costOfLast, purpose) };
  }
  let firstTold = Math.min(conversation.firstTold, exchanges.length - 1);
  const turns = (): readonly ChatTurn[] => turnsOfAll(exchanges.slice(firstTold), purpose, last);
  const total = (): number => fixed + costOf(...turns());
  if (total() > purpose.room.promptTokens) {
    // What was said last is kept as long as it fits at all, since a question without it makes no sense.
    while (firstTold < exchanges.length - 2 && total() > purpose.room.promptTokens / 2) firstTold++;
    while (firstTold < exchanges.length - 1 && total() > purpose.room.promptTokens) firstTold++;
  }
  const [first, ...others] = turns();
  if (first === undefined) throw new Error("a question makes a turn");
  const content = firstTurn(purpose.instructions, firstTold > 0 ? `${cutNote}\n\n${first.content}` : first.content);
  return { kind: "fits", turns: [{ ...first, content }, ...others], promptTokens: total(), firstTold };
}

/** What was attached before, unchanged, is only named: VS Code's chat attaches the open file to each question anew. */
function turnsOfAll(told: readonly Exchange[], purpose: Purpose, last: Exchange | undefined): readonly ChatTurn[] {
  const known = new Set<string>();
  return told.flatMap((exchange) => turnsOf(exchange, purpose, exchange === last, known));
}

/** `known` is what has been attached so far, to which this adds. */
function turnsOf(
  { question, answer }: Exchange,
  purpose: Purpose,
  isLast: boolean,
  known: Set<string>,
): readonly ChatTurn[] {
  if (!isLast && answer.text.trim() === "") return [];
  const asked = askedTurn(question, purpose, known);
  for (const one of question.attachments) known.add(contentOf(one));
  const answered: ChatTurn = { role: "assistant", content: neutralise(answer.text) };
  if (!isLast) return [asked, answered];
  if (!purpose.isContinuing || answer.text.trim() === "") return [asked];
  return [asked, answered, { role: "user", content: continueRequest }];
}

function askedTurn(question: Question, { canSee }: Purpose, known: ReadonlySet<string>): ChatTurn {
  const isKnown = (one: Attachment): boolean => known.has(contentOf(one));
  const images = question.attachments.flatMap((one) =>
    one.image === undefined || isKnown(one) ? [] : [one.image.base64],
  );
  const content = questionText(question, isKnown);
  return { role: "user", content, ...(images.length > 0 && canSee ? { images } : {}) };
}

/** Equal for attachments that tell the model the same. */
function contentOf(attachment: Attachment): string {
  const { kind, text, image } = attachment;
  return [kind, labelOf(attachment), text, image?.base64 ?? ""].join("\n");
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
  const isEmpty = draft.text.trim() === "" && draft.attachments.length === 0;
  const asked: Exchange = { id: "", question: draft, answer: { text: "", end: undefined, model: "" } };
  const turns = turnsOfAll(isEmpty ? told : [...told, asked], purpose, asked);
  return (costOf(purpose.instructions) + costOf(...turns)) / purpose.room.promptTokens;
}
