import { estimateTokens, TokenMeter } from "../../core/tokens.ts";
import { assemble, type Assembly, type ChatTurn, type Purpose } from "../../core/conversation/assemble.ts";
import type { Conversation } from "../../core/conversation/conversation.ts";
import { roomOf } from "../../core/conversation/room.ts";
import type { Runtime } from "../../core/provisioning/state.ts";
import { chatInstructions } from "../../core/prompts/chat.ts";
import type { ForegroundAnswers, ReadyModel } from "../../ollama/foregroundAnswers.ts";
import type { AnswerEvent } from "../../ollama/answerEvents.ts";

/** What limits depend on. */
export interface Limits {
  readonly runtime: Runtime;
  readonly description: Pick<ReadyModel["description"], "capabilities">;
}

/** What is needed of the daemon to chat. */
export type Answers = Pick<ForegroundAnswers, "ready" | "answer">;

/** The model as conversations see it: how much fits, whether it sees, and its own way of counting tokens, learnt from each answer. */
export class ChatModel {
  readonly #answers: Answers;
  readonly #language: () => string;
  readonly #meters = new Map<string, TokenMeter>();

  /** `language` is what answers should be in; empty = whatever the question is in. */
  constructor(answers: Answers, language: () => string) {
    this.#answers = answers;
    this.#language = language;
  }

  ready(signal: AbortSignal): Promise<ReadyModel> {
    return this.#answers.ready(signal);
  }

  /** The limits under which a request is put together. */
  purposeFor(
    { runtime, description }: Limits,
    isContinuing = false,
    instructions = chatInstructions(this.#language()),
  ): Purpose {
    const meter = this.meterOf(runtime.model);
    return {
      instructions,
      room: roomOf(runtime.numCtx),
      tokensOf: (text) => meter.tokensOf(text),
      model: runtime.model,
      canSee: description.capabilities.includes("vision"),
      isContinuing,
    };
  }

  assemble(conversation: Conversation, ready: ReadyModel, isContinuing: boolean): Assembly {
    return assemble(conversation, this.purposeFor(ready, isContinuing));
  }

  /** Streams an answer and learns from what it cost. Throws `DaemonError`, or the signal's reason. */
  async *answer(
    turns: readonly ChatTurn[],
    { runtime }: Pick<ReadyModel, "runtime">,
    signal: AbortSignal,
    answerTokens = roomOf(runtime.numCtx).answerTokens,
  ): AsyncGenerator<AnswerEvent, void, undefined> {
    const sampling = { temperature: 0.3, topP: 0.95, topK: 64, numPredict: answerTokens };
    for await (const event of this.#answers.answer({ messages: turns, sampling }, signal)) {
      if (event.kind === "end" && turns.every((one) => one.images === undefined)) {
        const estimated = turns.reduce((sum, one) => sum + estimateTokens(one.content), 0);
        this.meterOf(runtime.model).learn(estimated, event.figures.promptTokens);
      }
      yield event;
    }
  }

  meterOf(model: string): TokenMeter {
    const known = this.#meters.get(model);
    if (known !== undefined) return known;
    const meter = new TokenMeter();
    this.#meters.set(model, meter);
    return meter;
  }
}
