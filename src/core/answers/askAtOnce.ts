import { assemble, type ChatTurn, type Purpose } from "../conversation/assemble.ts";
import { labelOf } from "../conversation/attachment.ts";
import type { Conversation, Question } from "../conversation/conversation.ts";
import type { Speeds } from "../provisioning/state.ts";
import type { Sent } from "./answerEntry.ts";
import { questionAbout } from "./questionAbout.ts";
import type { Source, Task } from "./source.ts";
import type { Surroundings } from "./surroundings.ts";

/** What is asked, of a text that may fit into one question. */
export interface Asking {
  readonly task: Task;
  readonly source: Source;
  readonly surroundings: Surroundings;
  /** What the answer should be in; empty = whatever the model takes. */
  readonly language: string;
  readonly speeds: Speeds;
}

/** A question as it goes to the daemon. */
export interface AskedAtOnce {
  readonly turns: readonly ChatTurn[];
  readonly conversation: Conversation;
  readonly sent: Sent;
}

/** Definitions may have that share of the room, and no more than is evaluated in that time. */
const definitionShare = 0.2;
const definitionSeconds = 1.5;
const mostDefinitionTokens = 1_200;

/** The question about a text, as the panel sends it, when all of it fits; undefined where it does not. */
export function askAtOnce(
  { task, source, surroundings, language, speeds }: Asking,
  purpose: Purpose,
  conversationOf: (question: Question) => Conversation,
): AskedAtOnce | undefined {
  const { room, tokensOf } = purpose;
  const speed = speeds.promptTokensPerSecond;
  const affordable = speed > 0 ? speed * definitionSeconds : mostDefinitionTokens;
  const definitionTokens = Math.min(room.promptTokens * definitionShare, affordable, mostDefinitionTokens);
  // What was looked up is worth less than the text itself: without it, more may fit.
  for (const budget of [definitionTokens, 0]) {
    const asking = { task, language, tokensOf, definitionTokens: budget };
    const { question, leftOut } = questionAbout(source, surroundings, asking);
    const conversation = conversationOf(question);
    const assembly = assemble(conversation, purpose);
    if (assembly.kind === "impossible") continue;
    const sent = {
      items: question.attachments.map((one) => ({ label: labelOf(one), tokens: tokensOf(one.text) })),
      leftOut: [...source.leftOut, ...leftOut],
      promptTokens: assembly.promptTokens,
      roomTokens: room.promptTokens,
    };
    return { turns: assembly.turns, conversation, sent };
  }
  return undefined;
}
