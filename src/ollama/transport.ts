import type { Fetch } from "ollama/browser";
import { pageError, soundLines } from "./soundLines.ts";

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
    const page = response.ok ? pageError(response.headers.get("content-type") ?? "") : undefined;
    if (page !== undefined) {
      await response.body?.cancel();
      throw page;
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
