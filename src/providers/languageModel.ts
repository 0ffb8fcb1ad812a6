import {
  type CancellationToken,
  type Event,
  EventEmitter,
  type LanguageModelChatInformation,
  type LanguageModelChatProvider,
  type LanguageModelChatRequestMessage,
  type LanguageModelResponsePart,
  LanguageModelTextPart,
  type Progress,
  type ProvideLanguageModelChatResponseOptions,
} from "vscode";
import { wordsOfChatFailure } from "../core/conversation/chatFailure.ts";
import { foreignTurns } from "../core/conversation/foreignTurns.ts";
import { roomOf, tokensPerTurn } from "../core/conversation/room.ts";
import { tokensPerImage } from "../core/conversation/attachment.ts";
import { AnswerText } from "../core/conversation/answerText.ts";
import type { OfferedModel } from "./chat/offeredModels.ts";
import { withSignal } from "../core/withSignal.ts";
import { DaemonError } from "../ollama/readFailure.ts";
import type { ChatModel } from "./chat/chatModel.ts";
import { messageOf, textOf } from "./chat/foreignMessage.ts";

/** What the provider is made of. */
export interface LanguageModelNeeds {
  /** Answers by the named model. */
  readonly modelFor: (id: string) => ChatModel;
  /** The models that can be offered now, ours first; never starts or loads anything. */
  readonly offered: (signal: AbortSignal) => Promise<readonly OfferedModel[]>;
  /** Tells that other models can be offered than before. */
  readonly onChange: (listener: () => void) => () => void;
}

/** Gemma, and what else the daemon has, in VS Code's own model menu. */
export class LanguageModel implements LanguageModelChatProvider {
  readonly #needs: LanguageModelNeeds;
  readonly #changed = new EventEmitter<void>();
  readonly #endListening: () => void;
  /** VS Code asks once without a group of the user's and once for each; models given to both would be listed twice. */
  #hasGroup = false;

  readonly onDidChangeLanguageModelChatInformation: Event<void> = this.#changed.event;

  constructor(needs: LanguageModelNeeds) {
    this.#needs = needs;
    this.#endListening = needs.onChange(() => this.#changed.fire());
  }

  async provideLanguageModelChatInformation(
    options: { readonly silent: boolean },
    token: CancellationToken,
  ): Promise<LanguageModelChatInformation[]> {
    // The group's configuration is handed on to everybody, though the stable typings do not know it (facts: vscode 1.2).
    const isForGroup = "configuration" in options && options.configuration !== undefined;
    if (!isForGroup && this.#hasGroup) return [];
    this.#hasGroup ||= isForGroup;
    const models = await withSignal(token, (signal) => this.#needs.offered(signal));
    return models.map(informationOf);
  }

  async provideLanguageModelChatResponse(
    model: LanguageModelChatInformation,
    messages: readonly LanguageModelChatRequestMessage[],
    _options: ProvideLanguageModelChatResponseOptions,
    progress: Progress<LanguageModelResponsePart>,
    token: CancellationToken,
  ): Promise<void> {
    const answers = this.#needs.modelFor(model.id);
    const turns = foreignTurns(messages.map((one) => messageOf(one, model.capabilities.imageInput === true)));
    if (turns.length === 0) return;
    await withSignal(token, async (signal) => {
      try {
        const ready = await answers.ready(signal);
        const meter = answers.meterOf(ready.runtime.model);
        const { promptTokens: roomTokens } = roomOf(ready.runtime.numCtx);
        const neededTokens = turns.reduce(
          (sum, one) => sum + tokensPerTurn + meter.tokensOf(one.content) + (one.images?.length ?? 0) * tokensPerImage,
          0,
        );
        if (neededTokens > roomTokens) {
          throw new Error(wordsOfChatFailure({ kind: "overfull", neededTokens, roomTokens, drop: [] }).join(" "));
        }
        const shown = new AnswerText();
        const report = (text: string): void => {
          if (text !== "") progress.report(new LanguageModelTextPart(text));
        };
        for await (const event of answers.answer(turns, ready, signal)) {
          if (event.kind === "text") report(shown.append(event.text));
        }
        report(shown.finish());
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof DaemonError)
          throw new Error(wordsOfChatFailure(error.failure).join(" "), { cause: error });
        throw error;
      }
    });
  }

  provideTokenCount(
    model: LanguageModelChatInformation,
    text: string | LanguageModelChatRequestMessage,
  ): Promise<number> {
    // Asked for each piece of a prompt: no question to the daemon may hide here.
    const meter = this.#needs.modelFor(model.id).meterOf(model.id);
    return Promise.resolve(meter.tokensOf(typeof text === "string" ? text : textOf(text)));
  }

  dispose(): void {
    this.#endListening();
    this.#changed.dispose();
  }
}

function informationOf({
  id,
  name,
  family,
  version,
  detail,
  contextLength,
  canSee,
}: OfferedModel): LanguageModelChatInformation {
  const room = roomOf(contextLength);
  return {
    id,
    name,
    family,
    version,
    detail,
    tooltip: id,
    maxInputTokens: room.promptTokens,
    maxOutputTokens: room.answerTokens,
    // Our answers carry no calls of tools, whatever the model could do.
    capabilities: { imageInput: canSee, toolCalling: false },
  };
}
