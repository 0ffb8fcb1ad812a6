import type { Failure } from "../core/failures.ts";

/** The daemon's own list of what an exhausted memory looks like (llm/status.go). */
const outOfMemory =
  /out of memory|out of device memory|out-of-memory|cudaMalloc failed|hipMalloc failed|failed to allocate|allocation failed|not enough memory|insufficient memory|requires more system memory|vk_error_out_of_device_memory|erroroutof(?:device|host)?memory/i;

/** An answer that the daemon, or something in its place, ended with an error of its own. */
export class DaemonError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure, cause?: unknown) {
    super(failure.kind, { cause });
    this.name = "DaemonError";
    this.failure = failure;
  }
}

/** What the caller knew when the error came. */
export interface FailureContext {
  readonly endpoint: string;
  readonly model: string;
}

/** Statuses of servers that are no daemon, and of what stands before one. */
const foreignStatus: ReadonlySet<number> = new Set([301, 302, 303, 307, 308, 403, 404, 405, 407]);

/** Turns whatever a call threw into a failure; the only place that reads error texts. */
export function readFailure(error: unknown, context: FailureContext): Failure {
  if (error instanceof DaemonError) return error.failure;
  const code = networkCode(error);
  if (code !== undefined) return readNetworkFailure(code, error, context);
  const refused = refusedAnswer(error);
  if (refused !== undefined) return { kind: "notOllama", endpoint: context.endpoint, detail: refused };
  const text = unnested(textOf(error));
  return readDaemonText(text, statusOf(error), context);
}

/** Why undici hands on no answer though one came: too many ways elsewhere, a port that is refused, or, without a word, a proxy that wants a password. */
function refusedAnswer(error: unknown): string | undefined {
  if (!(error instanceof TypeError) || error.message !== "fetch failed" || !(error.cause instanceof Error))
    return undefined;
  return error.cause.message === "" ? "HTTP 407" : error.cause.message;
}

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error === "string" ? error : `unknown (${typeof error})`;
  // An `error` that is an object has become useless as a message, but the npm client keeps it.
  const kept: unknown = "error" in error ? error.error : undefined;
  return typeof kept === "object" && kept !== null ? JSON.stringify({ error: kept }) : error.message;
}

function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("status_code" in error)) return undefined;
  return typeof error.status_code === "number" ? error.status_code : undefined;
}

function networkCode(error: unknown): string | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < 4; at = at.cause, depth++) {
    if ("code" in at && typeof at.code === "string") return at.code;
    // Undici's own error for an answer that is no HTTP may come without a code.
    if (at.name === "HTTPParserError") return "HPE_INVALID";
    if (at instanceof AggregateError && at.errors.length > 0) {
      const first: unknown = at.errors[0];
      if (first instanceof Error && "code" in first && typeof first.code === "string") return first.code;
    }
  }
  return undefined;
}

function readNetworkFailure(code: string, error: unknown, { endpoint }: FailureContext): Failure {
  switch (code) {
    case "ECONNREFUSED":
      return { kind: "refused", endpoint };
    case "ECONNRESET":
    case "EPIPE":
    case "UND_ERR_SOCKET":
      return { kind: "cutOff", detail: code };
    case "ENOTFOUND":
    case "EAI_AGAIN":
    case "EHOSTUNREACH":
    case "ENETUNREACH":
    case "ETIMEDOUT":
    case "UND_ERR_CONNECT_TIMEOUT":
      return { kind: "unreachable", endpoint, detail: code };
    case "UND_ERR_INVALID_ARG":
    case "ERR_INVALID_URL":
      return { kind: "badEndpoint", endpoint };
  }
  // A certificate that is not trusted keeps us from the endpoint as surely as a missing route.
  if (/CERT|UNABLE_TO_VERIFY/.test(code)) return { kind: "unreachable", endpoint, detail: code };
  if (code.startsWith("HPE_") || code.startsWith("Z_") || code.startsWith("ERR_SSL") || code.startsWith("ERR_TLS")) {
    return { kind: "notOllama", endpoint, detail: code };
  }
  return { kind: "other", detail: `${error instanceof Error ? error.message : "network error"} (${code})` };
}

/** The daemon may hand on its runner's JSON as a string inside `error` (facts: ollama 1.6). */
function unnested(text: string): string {
  let inner = text.trim();
  for (let depth = 0; depth < 3; depth++) {
    const start = inner.indexOf("{");
    if (start < 0) break;
    let value: unknown;
    try {
      value = JSON.parse(inner.slice(start));
    } catch {
      break;
    }
    const next = messageIn(value);
    if (next === undefined) break;
    inner = next;
  }
  return inner;
}

function messageIn(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  if ("error" in value) return typeof value.error === "string" ? value.error : messageIn(value.error);
  return "message" in value && typeof value.message === "string" ? value.message : undefined;
}

function readDaemonText(text: string, status: number | undefined, { endpoint, model }: FailureContext): Failure {
  // The second is the npm client's own stumble over a line that is JSON and no object.
  if (/Did not receive done or success response|Cannot use 'in' operator/.test(text))
    return { kind: "cutOff", detail: text };
  if (
    /^\s*<(!doctype|html|\?xml)/i.test(text) ||
    /is not valid JSON|Unexpected token|Body is unusable|Missing body/i.test(text)
  ) {
    return { kind: "notOllama", endpoint, detail: firstLine(wordsOfPage(text)) };
  }
  if (/remote model is unavailable/.test(text)) return { kind: "notLocal", model };
  if (/model .* not found|try pulling it first/.test(text)) return { kind: "modelMissing", model };
  const unsupported = /does not support (\w+)/.exec(text);
  if (unsupported !== null) return { kind: "unsupported", model, capability: unsupported[1] ?? "" };
  if (/missing data required for image input/.test(text)) return { kind: "unsupported", model, capability: "vision" };
  if (/exceeds? the (available )?context|longer than the context length/.test(text))
    return { kind: "contextExceeded", detail: text };
  if (outOfMemory.test(text)) return { kind: "outOfMemory", detail: firstLine(text) };
  if (/unexpected EOF|connection reset|broken pipe/.test(text)) return { kind: "cutOff", detail: firstLine(text) };
  if (/server busy|maximum pending requests/.test(text) || status === 503) return { kind: "busy" };
  if (/llama-server|llama runner|model runner|running the model|starting runner/.test(text)) {
    return { kind: "runnerFailed", detail: firstLine(text) };
  }
  // No daemon of its own answers so: the client's own word for an answer without one, or a gate before the address.
  if (status !== undefined && (foreignStatus.has(status) || /^Error \d{3}\b/.test(text))) {
    return { kind: "notOllama", endpoint, detail: `HTTP ${status}` };
  }
  // Nobody reads JSON that nobody knows.
  if (status !== undefined && text.startsWith("{")) return { kind: "other", detail: `HTTP ${status}` };
  return { kind: "other", detail: firstLine(text) };
}

/** What a page says, without its markup, which nobody reads. */
function wordsOfPage(text: string): string {
  if (!/^\s*</.test(text)) return text;
  const words = text.replace(/<(script|style)\b[^]*?<\/\1>|<[^>]*>/gi, " ").replace(/\s+/g, " ");
  return words.trim() === "" ? "HTML" : words;
}

function firstLine(text: string): string {
  const line = text.trim().split(/\r?\n/, 1)[0] ?? "";
  return line.length > 300 ? `${line.slice(0, 299)}…` : line;
}
