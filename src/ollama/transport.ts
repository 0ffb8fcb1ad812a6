import type { Fetch } from "ollama/browser";
import { Agent, fetch as undiciFetch, Response } from "undici";
import { soundLines } from "./soundLines.ts";

/**
 * No deadline of undici's own: a cold load or a long prompt may be silent for minutes, and its default of 300 s would end it
 * (facts: ollama 6). No proxy either, since this agent only talks to a daemon; our own idle deadlines guard each call.
 */
const agent = new Agent({ headersTimeout: 0, bodyTimeout: 0, connectTimeout: 10_000, keepAliveTimeout: 30_000 });

/**
 * A `fetch` that ends with the signal at any moment, even before headers, where the npm client cannot abort (facts: ollama 6).
 */
export function boundFetch(signal: AbortSignal): Fetch {
  const bound = async (input: unknown, init: { signal?: AbortSignal | null } = {}): Promise<unknown> => {
    const both = init.signal ? AbortSignal.any([signal, init.signal]) : signal;
    const response = await undiciFetch(input as Parameters<typeof undiciFetch>[0], {
      ...(init as Parameters<typeof undiciFetch>[1]),
      signal: both,
      dispatcher: agent,
    });
    // The npm client skips lines that are no JSON, so that a login page would look like an answer that was cut off.
    const type = response.headers.get("content-type") ?? "";
    if (response.ok && /^text\/html\b/i.test(type)) {
      await response.body?.cancel();
      throw new TypeError(`${type} is not valid JSON`);
    }
    if (response.body === null) return response;
    const { status, statusText, headers } = response;
    return new Response(response.body.pipeThrough(soundLines(response.ok), { signal: both }), {
      status,
      statusText,
      headers,
    });
  };
  return bound as Fetch;
}

/** Closes idle connections; for a program that is about to end. */
export async function closeTransport(): Promise<void> {
  await agent.close();
}
