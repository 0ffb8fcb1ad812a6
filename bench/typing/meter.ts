import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from "node:http";

/** One piece of an answer as it went by. */
export interface MeteredPiece {
  readonly atMs: number;
  readonly text: string;
}

/** One question to the daemon and what came of it; times by `performance.now()`. */
export interface MeteredRequest {
  readonly path: string;
  readonly prompt: string;
  readonly numPredict: number | undefined;
  readonly sentMs: number;
  readonly pieces: MeteredPiece[];
  /** The client closed it before the end. */
  wasAborted: boolean;
  endedMs: number | undefined;
  /** By the daemon's own account; undefined where it was not asked to the end. */
  promptTokens: number | undefined;
  cachedTokens: number | undefined;
  promptEvaluationMs: number | undefined;
  generatedTokens: number | undefined;
  bytesSent: number;
  bytesReceived: number;
}

/** A way to a daemon on which all is counted; it changes nothing but the time of one more hop on the loopback. */
export class Meter {
  readonly url: string;
  readonly #server: Server;
  readonly #requests: MeteredRequest[] = [];
  #open = 0;
  #mostOpen = 0;

  private constructor(server: Server, url: string) {
    this.#server = server;
    this.url = url;
  }

  /** Opens a way to a daemon, on a free port of the loopback. */
  static async before(daemonUrl: string): Promise<Meter> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    const meter = new Meter(server, `http://127.0.0.1:${address.port}`);
    server.on("request", (incoming, outgoing) => meter.#pass(daemonUrl, incoming, outgoing));
    return meter;
  }

  /** Questions for text so far; loads and looks are left out. */
  get generations(): readonly MeteredRequest[] {
    return this.#requests.filter((one) => /^\/api\/(?:generate|chat)$/.test(one.path) && one.prompt !== "");
  }

  /** Questions that were open at the same time, at most. */
  get mostAtOnce(): number {
    return this.#mostOpen;
  }

  /** Resolves when nothing is open any more. */
  async idle(): Promise<void> {
    while (this.#open > 0) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #pass(daemonUrl: string, incoming: IncomingMessage, outgoing: ServerResponse): void {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const body = Buffer.concat(chunks);
      const seen = seenOf(incoming.url ?? "", body);
      this.#requests.push(seen);
      const isGeneration = this.generations.includes(seen);
      if (isGeneration) this.#mostOpen = Math.max(this.#mostOpen, ++this.#open);
      const close = (): void => {
        if (seen.endedMs !== undefined) return;
        seen.endedMs = performance.now();
        if (isGeneration) this.#open--;
      };
      const headers = { ...incoming.headers, host: new URL(daemonUrl).host };
      const onward = request(`${daemonUrl}${seen.path}`, { method: incoming.method, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        let rest = "";
        answer.setEncoding("utf8").on("data", (text: string) => {
          outgoing.write(text);
          seen.bytesReceived += Buffer.byteLength(text);
          const lines = (rest + text).split("\n");
          rest = lines.pop() ?? "";
          for (const line of lines) readLine(seen, line);
        });
        answer.on("end", () => {
          close();
          outgoing.end();
        });
        answer.on("error", () => outgoing.destroy());
      });
      onward.on("error", () => outgoing.destroy());
      outgoing.on("close", () => {
        if (seen.endedMs === undefined) seen.wasAborted = true;
        close();
        onward.destroy();
      });
      onward.end(body);
    });
  }
}

type Loose = Readonly<Record<string, unknown>>;

function looseOf(text: string): Loose {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Loose) : {};
  } catch {
    return {};
  }
}

function seenOf(path: string, body: Buffer): MeteredRequest {
  const asked = looseOf(body.toString("utf8"));
  const options = (asked["options"] ?? {}) as Loose;
  const prompt = asked["prompt"] ?? (asked["messages"] === undefined ? "" : JSON.stringify(asked["messages"]));
  return {
    path,
    prompt: typeof prompt === "string" ? prompt : "",
    numPredict: typeof options["num_predict"] === "number" ? options["num_predict"] : undefined,
    sentMs: performance.now(),
    pieces: [],
    wasAborted: false,
    endedMs: undefined,
    promptTokens: undefined,
    cachedTokens: undefined,
    promptEvaluationMs: undefined,
    generatedTokens: undefined,
    bytesSent: body.length,
    bytesReceived: 0,
  };
}

function readLine(seen: MeteredRequest, line: string): void {
  const chunk = looseOf(line);
  const message = (chunk["message"] ?? {}) as Loose;
  const text = chunk["response"] ?? message["content"];
  if (typeof text === "string" && text !== "") seen.pieces.push({ atMs: performance.now(), text });
  if (chunk["done"] !== true) return;
  const amount = (name: string): number | undefined => {
    const value = chunk[name];
    return typeof value === "number" ? value : undefined;
  };
  seen.promptTokens = amount("prompt_eval_count");
  seen.cachedTokens = amount("prompt_eval_cached_count");
  seen.generatedTokens = amount("eval_count");
  const duration = amount("prompt_eval_duration");
  seen.promptEvaluationMs = duration === undefined ? undefined : duration / 1e6;
}
