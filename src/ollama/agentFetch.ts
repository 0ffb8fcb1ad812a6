import { Agent, fetch, type RequestInfo, type RequestInit, Response } from "undici";

/**
 * No deadline of undici's own: a cold load or a long prompt may be silent for minutes, and its default of 300 s would end it
 * (facts: ollama 6). No proxy either, since this agent only talks to a daemon; our own idle deadlines guard each call.
 */
const agent = new Agent({ headersTimeout: 0, bodyTimeout: 0, connectTimeout: 10_000, keepAliveTimeout: 30_000 });

/** Undici's `fetch` with an agent that waits as long as a daemon needs. */
export function agentFetch(input: RequestInfo, init: RequestInit): Promise<Response> {
  return fetch(input, { ...init, dispatcher: agent });
}

/** The same answer with another body. */
export function withBody({ status, statusText, headers }: Response, body: ReadableStream): Response {
  return new Response(body, { status, statusText, headers });
}

/** Closes idle connections. */
export function closeAgent(): Promise<void> {
  return agent.close();
}
