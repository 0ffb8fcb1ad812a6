import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import type { Failure } from "../../src/core/failures.ts";
import { answerLine, type Harm, lastLine, type Moment } from "./faultyDaemon.ts";

/** What a fault ends with: a failure of that kind, an answer all the same, or nothing at all until somebody gives up. */
export type Outcome = Failure["kind"] | "answered" | "hangs";

/** One way in which a daemon, or what stands in its place, can go wrong. */
export interface Fault {
  readonly name: string;
  readonly harm: Harm;
  /** What it ends with at each moment where it can happen. */
  readonly at: Partial<Record<Moment, Outcome>>;
}

const json = "application/json";
const lines = "application/x-ndjson";

/** Answers with a status and an error as Ollama words it; in the middle of an answer, with a line. */
function error(status: number, message: unknown): Harm {
  return (response) => {
    if (!response.headersSent) response.writeHead(status, { "content-type": json });
    response.end(`${JSON.stringify({ error: message })}\n`);
  };
}

/** Answers with a status 200 and these bytes, all at once. */
function bytes(content: string | Buffer, type = lines, more: Record<string, string> = {}): Harm {
  return (response) => {
    if (!response.headersSent) response.writeHead(200, { "content-type": type, ...more });
    response.end(content);
  };
}

/** Writes until the other side has closed the connection. */
async function flood(response: ServerResponse, piece: string, type = lines): Promise<void> {
  if (!response.headersSent) response.writeHead(200, { "content-type": type });
  const closed = once(response, "close");
  for (let written = 0; written < 1_000_000 && !response.destroyed; written++) {
    if (response.write(piece)) continue;
    await Promise.race([closed, new Promise<void>((resolve) => void response.once("drain", resolve))]);
  }
  if (!response.destroyed) response.end();
}

const everywhere = (outcome: Outcome): Fault["at"] => ({
  look: outcome,
  describe: outcome,
  load: outcome,
  begin: outcome,
  middle: outcome,
});
const whileAnswering = (outcome: Outcome): Fault["at"] => ({ begin: outcome, middle: outcome });
const fromLoadOn = (outcome: Outcome): Fault["at"] => ({ load: outcome, begin: outcome });
const emoji = Buffer.from(answerLine("/api/chat", "🙂"));

/** The faults, each with what it must end with. Both shapes of answer carry the text where it matters. */
export const faults: readonly Fault[] = [
  { name: "connection reset", harm: (response) => void response.socket?.resetAndDestroy(), at: everywhere("cutOff") },
  { name: "connection closed", harm: (response) => void response.destroy(), at: everywhere("cutOff") },
  { name: "silence", harm: () => undefined, at: everywhere("hangs") },
  {
    name: "silence after headers",
    harm: (response) => {
      if (!response.headersSent) response.writeHead(200, { "content-type": lines });
      response.flushHeaders();
    },
    at: everywhere("hangs"),
  },
  { name: "404 model not found", harm: error(404, "model 'x' not found"), at: { ...fromLoadOn("modelMissing") } },
  { name: "404 page", harm: error(404, "404 page not found"), at: { look: "notOllama", ...fromLoadOn("notOllama") } },
  { name: "400 does not support", harm: error(400, '"x" does not support generate'), at: fromLoadOn("unsupported") },
  {
    name: "400 too long",
    harm: error(400, "the prompt is longer than the context length currently available to the model; shorten it"),
    at: { begin: "contextExceeded" },
  },
  {
    name: "400 runner's JSON inside",
    harm: error(
      400,
      '{"error":{"code":400,"message":"request (9000 tokens) exceeds the available context size (8192 tokens)","type":"exceed_context_size_error"}}',
    ),
    at: { begin: "contextExceeded" },
  },
  { name: "400 another", harm: error(400, "invalid options: temperatur"), at: fromLoadOn("other") },
  {
    name: "500 memory",
    harm: error(500, "model requires more system memory (5.6 GiB) than is available (2.1 GiB)"),
    at: fromLoadOn("outOfMemory"),
  },
  {
    name: "500 runner ended",
    harm: error(500, "llama-server process has terminated: signal: killed"),
    at: fromLoadOn("runnerFailed"),
  },
  {
    name: "500 without words",
    harm: bytes500(""),
    at: { look: "notOllama", describe: "notOllama", ...fromLoadOn("notOllama") },
  },
  {
    name: "503 busy",
    harm: error(503, "server busy, please try again.  maximum pending requests exceeded"),
    at: fromLoadOn("busy"),
  },
  {
    name: "200 and a line with an error",
    harm: (response) => {
      if (!response.headersSent) response.writeHead(200, { "content-type": lines });
      response.end(
        `${JSON.stringify({ error: "an error was encountered while running the model: unexpected EOF" })}\n`,
      );
    },
    at: whileAnswering("cutOff"),
  },
  { name: "error of a wrong type", harm: error(500, { code: 7 }), at: fromLoadOn("other") },
  { name: "no last line", harm: bytes(""), at: { begin: "cutOff", middle: "answered" } },
  { name: "cut line", harm: bytes('{"response":" hello","mess'), at: { begin: "cutOff", middle: "answered" } },
  {
    name: "half a letter",
    harm: bytes(emoji.subarray(0, emoji.indexOf(0xf0) + 2)),
    at: { begin: "cutOff", middle: "answered" },
  },
  {
    name: "garbage",
    harm: bytes(Buffer.from([0, 1, 2, 254, 255, 10, 66, 10, 0]), "application/octet-stream"),
    at: { ...everywhere("notOllama"), middle: "answered" },
  },
  {
    name: "no HTTP",
    harm: (response) => void response.socket?.end("SSH-2.0-OpenSSH_9.6\r\n"),
    at: { look: "notOllama", describe: "notOllama", ...fromLoadOn("notOllama") },
  },
  {
    name: "HTML with 200",
    harm: bytes("<!doctype html><title>Sign in</title>", "text/html; charset=utf-8"),
    at: { look: "notOllama", describe: "notOllama", ...fromLoadOn("notOllama") },
  },
  {
    name: "HTML with 502",
    harm: (response) => {
      response.writeHead(502, { "content-type": "text/html" });
      response.end("<html><body>Bad Gateway</body></html>");
    },
    at: { look: "notOllama", describe: "notOllama", ...fromLoadOn("notOllama") },
  },
  {
    name: "gzip that is sound",
    harm: bytes(
      gzipSync(answerLine("/api/chat", "1 + 2;\n").replace("{", '{"response":"1 + 2;\\n",') + lastLine("/api/chat")),
      lines,
      {
        "content-encoding": "gzip",
      },
    ),
    at: { begin: "answered" },
  },
  {
    name: "gzip that is not",
    harm: bytes(Buffer.from("this was never packed"), lines, { "content-encoding": "gzip" }),
    at: { look: "notOllama", describe: "notOllama", ...fromLoadOn("notOllama") },
  },
  {
    name: "a million pieces",
    harm: (response) =>
      flood(
        response,
        `${JSON.stringify({ response: " x", message: { role: "assistant", content: " x" }, done: false })}\n`,
      ),
    at: whileAnswering("answered"),
  },
  {
    name: "endless white space",
    harm: (response) => flood(response, " ".repeat(1_000)),
    at: { begin: "notOllama", middle: "notOllama" },
  },
  {
    name: "endless empty lines",
    harm: (response) => flood(response, "\n".repeat(1_000)),
    at: { begin: "notOllama", middle: "notOllama" },
  },
  {
    name: "endless white space as an answer",
    harm: (response) =>
      flood(
        response,
        `${JSON.stringify({ response: "    ", message: { role: "assistant", content: "    " }, done: false })}\n`,
      ),
    at: whileAnswering("answered"),
  },
  {
    name: "wrong types in good lines",
    harm: bytes('{"response":[7],"message":"no","done":"yes"}\n[]\n\n'),
    at: { begin: "cutOff", middle: "answered" },
  },
  {
    name: "JSON that is no object",
    harm: bytes('null\n7\n"text"\n'),
    at: { ...everywhere("notOllama"), middle: "cutOff" },
  },
  {
    name: "wrong types everywhere",
    harm: bytes('{"version":7,"models":{},"details":[],"capabilities":"all"}', json),
    at: { look: "notOllama" },
  },
];

function bytes500(content: string): Harm {
  return (response) => {
    response.writeHead(500, { "content-type": json });
    response.end(content);
  };
}
