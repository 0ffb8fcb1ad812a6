import { DaemonWay, type WayWatcher } from "../../test/daemonWay.ts";

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

/** Counts all that goes between a client and a daemon. */
export class Meter {
  readonly #requests: MeteredRequest[] = [];
  #way: DaemonWay | undefined;
  #open = 0;
  #mostOpen = 0;

  /** Opens a way to a daemon, on a free port of the loopback. */
  static async before(daemonUrl: string): Promise<Meter> {
    const meter = new Meter();
    meter.#way = await DaemonWay.to(daemonUrl, (path, body) => meter.#watch(path, body));
    return meter;
  }

  get url(): string {
    return this.#way?.url ?? "";
  }

  /** Questions for text so far; loads and looks are left out. */
  get generations(): readonly MeteredRequest[] {
    return this.#requests.filter(isGeneration);
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
    await this.#way?.stop();
  }

  #watch(path: string, body: Buffer): WayWatcher {
    const seen = seenOf(path, body);
    this.#requests.push(seen);
    const isCounted = isGeneration(seen);
    if (isCounted) this.#mostOpen = Math.max(this.#mostOpen, ++this.#open);
    let rest = "";
    return {
      onText: (text) => {
        seen.bytesReceived += Buffer.byteLength(text);
        const lines = (rest + text).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) readLine(seen, line);
      },
      onEnd: (wasClosed) => {
        seen.wasAborted = wasClosed;
        seen.endedMs = performance.now();
        if (isCounted) this.#open--;
      },
    };
  }
}

function isGeneration({ path, prompt }: MeteredRequest): boolean {
  return /^\/api\/(?:generate|chat)$/.test(path) && prompt !== "";
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
