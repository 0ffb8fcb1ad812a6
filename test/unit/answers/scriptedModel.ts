import type { Sampling } from "../../../src/ollama/sampling.ts";
import type { AnswerEvent } from "../../../src/ollama/answerEvents.ts";
import { DaemonClient, type ChatMessage } from "../../../src/ollama/daemonClient.ts";
import type { Question, ReadyModel } from "../../../src/ollama/foregroundAnswers.ts";
import { ChatModel, type Answers } from "../../../src/providers/chat/chatModel.ts";

const figures = {
  cachedTokens: 0,
  promptTokens: 0,
  promptEvaluationMs: 0,
  generatedTokens: 0,
  generationMs: 0,
  loadMs: 0,
  totalMs: 0,
  doneReason: "stop",
};

/** Plays the model: says what `answerTo` gives, word by word, and remembers what it was asked. */
export class ScriptedModel implements Answers {
  readonly asked: { readonly messages: readonly ChatMessage[]; readonly sampling: Sampling }[] = [];
  numCtx = 4_096;
  promptTokensPerSecond = 1_000;
  /** What is said to a question; an error is thrown after the words before it. */
  answerTo: (question: string, index: number) => readonly (string | Error)[] = () => ["Yes."];
  /** Called before each word. */
  onWord: (text: string) => void | Promise<void> = () => undefined;

  get prompts(): readonly string[] {
    return this.asked.map(({ messages }) => messages.at(-1)?.content ?? "");
  }

  get chatModel(): ChatModel {
    return new ChatModel(this, () => "");
  }

  ready(): Promise<ReadyModel> {
    const speeds = { promptTokensPerSecond: this.promptTokensPerSecond, generatedTokensPerSecond: 50 };
    const runtime = {
      endpoint: "",
      model: "m",
      numCtx: this.numCtx,
      keepAlive: "1m",
      generation: "gemma3",
      speeds,
    } as const;
    const description = {
      capabilities: ["completion"],
      template: "",
      family: "gemma3",
      license: "",
      parameters: "",
      parameterSize: "",
      quantization: "",
      remoteHost: undefined,
      trainedContext: undefined,
    };
    return Promise.resolve({ client: new DaemonClient("http://127.0.0.1:1"), runtime, description });
  }

  async *answer(question: Question, signal: AbortSignal): AsyncGenerator<AnswerEvent, void, undefined> {
    const index = this.asked.length;
    this.asked.push(question);
    for (const word of this.answerTo(question.messages.at(-1)?.content ?? "", index)) {
      signal.throwIfAborted();
      if (word instanceof Error) throw word;
      await this.onWord(word);
      signal.throwIfAborted();
      yield { kind: "text", text: word };
    }
    yield { kind: "end", figures };
  }
}
