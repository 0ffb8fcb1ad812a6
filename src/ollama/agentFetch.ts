import { type Readable, pipeline } from "node:stream";
import { createBrotliDecompress, createUnzip } from "node:zlib";
import { Agent, fetch, interceptors, request, type RequestInfo, type RequestInit, Response } from "undici";

/**
 * No deadline of undici's own: a cold load or a long prompt may be silent for minutes, and its default of 300 s would end it
 * (facts: ollama 6). No proxy either, since this agent only talks to a daemon; our own idle deadlines guard each call.
 */
const agent = new Agent({ headersTimeout: 0, bodyTimeout: 0, connectTimeout: 10_000, keepAliveTimeout: 30_000 });

/** Undici's `fetch` with an agent that waits as long as a daemon needs. */
export function agentFetch(input: RequestInfo, init: RequestInit): Promise<Response> {
  return fetch(input, { ...init, dispatcher: agent });
}

/** Other addresses that an answer may lead to, one after another, before it counts as none. */
const mostRedirections = 5;
const posting = agent.compose(interceptors.redirect({ maxRedirections: mostRedirections }));

/** An answer whose body is still to come. */
export interface PostedAnswer {
  readonly status: number;
  /** The `content-type`; empty where none is given. */
  readonly type: string;
  readonly body: Readable;
  /** Lets what is left of a body that has told all pass, so that the connection can be used again; ends it where that takes long. */
  readonly drain: () => void;
}

/** How long the end of an answer may take behind its last line, ms. */
const longestEndMs = 1_000;

/** Reads on to the end of a body, so that its connection can be used again; one that goes on for long is ended. */
function drain(body: Readable): void {
  const timer = setTimeout(() => body.destroy(), longestEndMs).unref();
  body.once("close", () => clearTimeout(timer)).resume();
}

/**
 * Posts JSON without `fetch`, whose streams take several times the processor time of all the rest of a request (docs/performance.md).
 * The signal ends it at any moment.
 */
export async function agentPost(url: string, json: string, signal: AbortSignal): Promise<PostedAnswer> {
  const { statusCode, headers, body } = await request(url, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: json,
    dispatcher: posting,
    signal,
  });
  // Whoever reads is told all the same; whoever leaves early has no more use for it.
  body.on("error", () => undefined);
  const of = (name: string): string => String(headers[name] ?? "").toLowerCase();
  const packing = of("content-encoding");
  // Nobody asks for it, but what stands before a daemon may pack all the same.
  const isPacked = /^(?:x-)?(?:gzip|deflate|br)$/.test(packing);
  const answer = { status: statusCode, type: of("content-type"), drain: () => drain(body) };
  if (!isPacked) return { ...answer, body };
  // Its errors come out of the unpacked stream.
  const unpacked = pipeline(body, packing === "br" ? createBrotliDecompress() : createUnzip(), () => undefined);
  return { ...answer, body: unpacked, drain: () => drain(unpacked) };
}

/** The same answer with another body. */
export function withBody({ status, statusText, headers }: Response, body: ReadableStream): Response {
  return new Response(body, { status, statusText, headers });
}

/** Closes idle connections. */
export function closeAgent(): Promise<void> {
  return agent.close();
}
