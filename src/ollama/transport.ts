import type { Fetch } from "ollama/browser";
import { soundLines } from "./soundLines.ts";

/**
 * A `fetch` that ends with the signal at any moment, even before headers, where the npm client cannot abort (facts: ollama 6).
 */
export function boundFetch(signal: AbortSignal): Fetch {
  const bound = async (input: unknown, init: { signal?: AbortSignal | null } = {}): Promise<unknown> => {
    const both = init.signal ? AbortSignal.any([signal, init.signal]) : signal;
    // Undici takes long to read; the first call brings it.
    const { agentFetch, withBody } = await import("./agentFetch.ts");
    const response = await agentFetch(input as Parameters<typeof agentFetch>[0], {
      ...(init as Parameters<typeof agentFetch>[1]),
      signal: both,
    });
    // The npm client skips lines that are no JSON, so that a login page would look like an answer that was cut off.
    const type = response.headers.get("content-type") ?? "";
    if (response.ok && /^text\/html\b/i.test(type)) {
      await response.body?.cancel();
      throw new TypeError(`${type} is not valid JSON`);
    }
    if (response.body === null) return response;
    return withBody(response, response.body.pipeThrough(soundLines(response.ok), { signal: both }));
  };
  return bound as Fetch;
}

/** Closes idle connections; for a program that is about to end. */
export async function closeTransport(): Promise<void> {
  const { closeAgent } = await import("./agentFetch.ts");
  await closeAgent();
}
