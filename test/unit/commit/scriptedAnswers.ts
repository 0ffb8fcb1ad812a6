import type { AnswerEvent } from "../../../src/ollama/answerEvents.ts";
import type { Question } from "../../../src/ollama/foregroundAnswers.ts";
import type { CommitAnswers } from "../../../src/providers/commitWriter.ts";

const figures: Extract<AnswerEvent, { kind: "end" }>["figures"] = {
  cachedTokens: 0,
  promptTokens: 0,
  promptEvaluationMs: 0,
  generatedTokens: 0,
  generationMs: 0,
  loadMs: 0,
  totalMs: 0,
  doneReason: "stop",
};

/** What an answer does when it is asked for: a text, an error, or silence. */
export type Script = string | Error | typeof silence;

/** Nothing comes until the signal ends it. */
export const silence = Symbol("silence");

/** Plays the daemon: one script an answer, letter by letter, and remembers what was asked. */
export class ScriptedAnswers implements CommitAnswers {
  readonly questions: Question[] = [];
  readonly #scripts: Script[];
  /** Called before each piece. */
  onPiece: (textSoFar: string) => void | Promise<void> = () => undefined;
  numCtx = 8192;
  promptTokensPerSecond = 500;

  constructor(...scripts: Script[]) {
    this.#scripts = scripts;
  }

  get prompts(): string[] {
    return this.questions.map(({ messages }) => messages.at(-1)?.content ?? "");
  }

  ready(): ReturnType<CommitAnswers["ready"]> {
    const speeds = { promptTokensPerSecond: this.promptTokensPerSecond, generatedTokensPerSecond: 30 };
    return Promise.resolve({ runtime: { numCtx: this.numCtx, speeds } });
  }

  async *answer(question: Question, signal: AbortSignal): AsyncGenerator<AnswerEvent, void, undefined> {
    this.questions.push(question);
    const script = this.#scripts[Math.min(this.questions.length, this.#scripts.length) - 1] ?? "";
    if (script instanceof Error) throw script;
    if (script === silence) {
      await new Promise((_, reject) =>
        signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true }),
      );
      return;
    }
    const [before, after] = script.split("‖");
    let text = "";
    for (const piece of before ?? "") {
      signal.throwIfAborted();
      await this.onPiece(text);
      text += piece;
      yield { kind: "text", text: piece };
    }
    // What comes after the mark is the name of a failure in the middle of the answer.
    if (after !== undefined) throw new Error(after);
    yield { kind: "end", figures };
  }
}
