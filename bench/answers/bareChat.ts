import type { ChatMessage } from "../../src/ollama/daemonClient.ts";

/** What an answer took without any of our code: one call to the daemon, read to its end. */
export interface BareAnswer {
  readonly firstTokenMs: number;
  readonly evaluationMs: number;
  readonly promptTokens: number;
  readonly cachedTokens: number;
  readonly text: string;
}

/** What is said at most; the time to the first word is what counts. */
export const answerTokens = 40;

/** Asks the daemon itself, as a program of ten lines would. */
export async function bareChat(
  url: string,
  model: string,
  messages: readonly ChatMessage[],
  signal: AbortSignal,
): Promise<BareAnswer> {
  const began = performance.now();
  const answer = await fetch(`${url}/api/chat`, {
    method: "POST",
    body: JSON.stringify({
      model,
      messages,
      stream: true,
      keep_alive: "30m",
      options: { num_ctx: 8192, num_predict: answerTokens, temperature: 0 },
    }),
    signal,
  });
  let firstTokenMs: number | undefined;
  let received = "";
  const decoder = new TextDecoder();
  for await (const chunk of answer.body ?? []) {
    received += decoder.decode(chunk as Uint8Array, { stream: true });
    if (firstTokenMs === undefined && /"content":"[^"]/.test(received)) firstTokenMs = performance.now() - began;
  }
  const lines = received.split("\n").filter((line) => line !== "");
  const chunks = lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
  const last = chunks.at(-1) ?? {};
  const amount = (name: string): number => {
    const value = last[name];
    return typeof value === "number" ? value : 0;
  };
  return {
    firstTokenMs: firstTokenMs ?? performance.now() - began,
    evaluationMs: amount("prompt_eval_duration") / 1e6,
    promptTokens: amount("prompt_eval_count"),
    cachedTokens: amount("prompt_eval_cached_count"),
    text: chunks.map((one) => (one["message"] as { content?: string } | undefined)?.content ?? "").join(""),
  };
}
