import type { ModelGeneration, Runtime, Speeds } from "../core/provisioning/state.ts";
import type { AnswerFigures } from "./answerEvents.ts";
import type { DaemonClient } from "./daemonClient.ts";

/** What the first tokens after a load tell. */
export interface FirstTokens {
  readonly speeds: Speeds;
  /** Whether the model's file knows `<start_of_turn>` as one token (facts: ollama 3.5); true where that does not matter. */
  readonly hasTurnTokens: boolean;
}

/** Tokens per second beyond which a known figure is not measured again. */
const quickEnough = 600;

/**
 * Asks for one token, which proves that the model answers and shows how its file types the turn mark,
 * and for a few more after some sixty new ones, which shows how fast it is.
 */
export async function askFirstTokens(
  client: DaemonClient,
  runtime: Pick<Runtime, "model" | "numCtx" | "keepAlive">,
  generation: ModelGeneration,
  known: Speeds | undefined,
  nonce: string,
  signal: AbortSignal,
): Promise<FirstTokens> {
  const mark = generation === "gemma4" ? "<|turn>" : "<start_of_turn>";
  const probe = await figuresOf(client, runtime, mark, 1, signal);
  const hasTurnTokens = (generation !== "gemma3" && generation !== "gemma4") || probe.promptTokens <= 2;
  // A slow figure may only say that the machine was busy when it was taken: it is not believed for ever.
  if (known !== undefined && known.promptTokensPerSecond > quickEnough) return { speeds: known, hasTurnTokens };
  const figures = await figuresOf(client, runtime, measuringText(nonce), 8, signal);
  return {
    speeds: {
      promptTokensPerSecond: rate(figures.promptTokens, figures.promptEvaluationMs),
      generatedTokensPerSecond: rate(figures.generatedTokens, figures.generationMs),
    },
    hasTurnTokens,
  };
}

/** A text whose beginning is new each time, so that no cache answers for the daemon. */
function measuringText(nonce: string): string {
  return `${nonce}\nfunction greet(name: string): string {\n  const greeting = "Hello";\n  return greeting + ", " + name + "!";\n}\n\nfor (const name of ["Ada", "Grace", "Edsger"]) {\n  `;
}

function rate(tokens: number, ms: number): number {
  return tokens > 0 && ms > 0 ? (1000 * tokens) / ms : 0;
}

async function figuresOf(
  client: DaemonClient,
  runtime: Pick<Runtime, "model" | "numCtx" | "keepAlive">,
  prompt: string,
  numPredict: number,
  signal: AbortSignal,
): Promise<AnswerFigures> {
  let figures: AnswerFigures | undefined;
  for await (const event of client.generateRaw(runtime, prompt, { temperature: 0, numPredict }, signal)) {
    if (event.kind === "end") figures = event.figures;
  }
  if (figures === undefined) throw new Error("an answer without an end");
  return figures;
}
