import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { gemmaModel } from "../../src/core/settings.ts";

/** When a fault strikes: at the first look, when the model is described or loaded, instead of an answer, or in the middle of one. */
export type Moment = "look" | "describe" | "load" | "begin" | "middle";

/** What is done to a request in place of what is right; in the middle of an answer, its first piece has been said already. */
export type Harm = (response: ServerResponse, asked: Asked) => void | Promise<void>;

/** One request as it came. */
export interface Asked {
  readonly path: string;
  readonly body: string;
  isOpen: boolean;
}

/** A line of an answer, or its end. */
export function answerLine(path: string, text: string): string {
  return `${JSON.stringify(path === "/api/chat" ? { message: { role: "assistant", content: text }, done: false } : { response: text, done: false })}\n`;
}

const figures = {
  total_duration: 2e6,
  load_duration: 1e6,
  prompt_eval_count: 2,
  prompt_eval_duration: 1e6,
  eval_count: 8,
  eval_duration: 1e7,
};

/** The last line of a good answer; with a speed, its figures are those of a prompt that was evaluated so fast. */
export function lastLine(path: string, promptTokensPerSecond?: number): string {
  const empty = path === "/api/chat" ? { message: { role: "assistant", content: "" } } : { response: "" };
  const measured =
    promptTokensPerSecond === undefined
      ? {}
      : { prompt_eval_duration: (figures.prompt_eval_count / promptTokensPerSecond) * 1e9 };
  return `${JSON.stringify({ ...empty, done: true, done_reason: "stop", ...figures, ...measured })}\n`;
}

/** A good daemon that does harm at one moment, for as long as it is told to. */
export class FaultyDaemon {
  readonly url: string;
  readonly asked: Asked[] = [];
  readonly #server: Server;
  #harm: { readonly moment: Moment; readonly harm: Harm } | undefined;
  #answer = "1 + 2;\n";
  /** What the daemon calls itself. */
  version = "0.34.0";
  contextLength = 8_192;
  /** What it says of its speed, which is not how fast it answers. */
  promptTokensPerSecond: number | undefined;
  #isLoaded = true;
  #hasModel = true;
  #mostOpen = 0;
  #waiters: (() => void)[] = [];

  private constructor(server: Server, url: string) {
    this.#server = server;
    this.url = url;
  }

  static async start(port = 0): Promise<FaultyDaemon> {
    const server = createServer();
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    const daemon = new FaultyDaemon(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on("request", (request, response) => void daemon.#serve(request, response));
    return daemon;
  }

  /** What is answered from now on. */
  willSay(answer: string): void {
    this.#answer = answer;
  }

  /** Does harm from now on; the model counts as not loaded, so that a load comes where that is the moment. */
  strike(moment: Moment, harm: Harm): void {
    this.#harm = { moment, harm };
    if (moment === "load") this.#isLoaded = false;
  }

  /** Has no model any more, until it is good again. */
  lose(): void {
    this.#hasModel = false;
  }

  /** Is good again; what hangs already goes on hanging. */
  heal(): void {
    this.#hasModel = true;
    this.#harm = undefined;
    this.#isLoaded = true;
    this.version = "0.34.0";
    this.contextLength = 8_192;
  }

  /** Requests that have not been answered and not been closed. */
  get open(): number {
    return this.asked.filter((one) => one.isOpen).length;
  }

  /** Requests of one moment that are open. */
  openAt(moment: Moment): number {
    const wanted = moment === "middle" ? "begin" : moment;
    return this.asked.filter((one) => one.isOpen && momentOf(one) === wanted).length;
  }

  /** The most requests for an answer that were ever open at once, since the last time this was asked. */
  takeMostOpen(): number {
    const most = this.#mostOpen;
    this.#mostOpen = 0;
    return most;
  }

  /** Resolves once something is true that is looked at after each request's beginning and end. */
  async until(isTrue: () => boolean): Promise<void> {
    while (!isTrue()) await new Promise<void>((resolve) => this.#waiters.push(resolve));
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #wake(): void {
    for (const wake of this.#waiters.splice(0)) wake();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const asked: Asked = { path: request.url ?? "", body: Buffer.concat(chunks).toString("utf8"), isOpen: true };
    this.asked.push(asked);
    const isAnswer = momentOf(asked) === "begin";
    if (isAnswer) this.#mostOpen = Math.max(this.#mostOpen, this.openAt("begin"));
    const closed = new Promise<void>((resolve) => {
      response.on("close", () => {
        asked.isOpen = false;
        this.#wake();
        resolve();
      });
    });
    this.#wake();
    await this.#respond(asked, response);
    await closed;
  }

  async #respond(asked: Asked, response: ServerResponse): Promise<void> {
    const moment = momentOf(asked);
    const harm = this.#harm;
    if (harm !== undefined && (harm.moment === moment || (harm.moment === "middle" && moment === "begin"))) {
      if (harm.moment === "middle") {
        response.writeHead(200, { "content-type": "application/x-ndjson" });
        response.write(answerLine(asked.path, "1 + 2"));
      }
      await harm.harm(response, asked);
      return;
    }
    const send = (value: object): void => {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(value));
    };
    const listed = { name: gemmaModel, model: gemmaModel, digest: "scripted", size: 1, details: { family: "gemma3" } };
    switch (asked.path) {
      case "/api/version":
        return send({ version: this.version });
      case "/api/tags":
        return send({ models: this.#hasModel ? [listed] : [] });
      case "/api/ps":
        return send({
          models: this.#isLoaded ? [{ ...listed, context_length: this.contextLength, size_vram: 0 }] : [],
        });
      case "/api/show":
        return send({
          capabilities: ["completion"],
          template: "<start_of_turn>user\n{{ .Prompt }}<end_of_turn>\n<start_of_turn>model\n",
          details: { family: "gemma3", parameter_size: "4B", quantization_level: "Q4_0" },
          model_info: { "general.architecture": "gemma3", "gemma3.context_length": 32_768 },
        });
      case "/api/generate":
      case "/api/chat":
        this.#isLoaded = true;
        if (moment === "load") return send({ response: "", done: true, done_reason: "load" });
        response.writeHead(200, { "content-type": "application/x-ndjson" });
        for (const piece of isProbe(asked) ? ["ok"] : (this.#answer.match(/\s*\S+|\s+$/g) ?? [])) {
          response.write(answerLine(asked.path, piece));
        }
        response.end(lastLine(asked.path, this.promptTokensPerSecond));
        return;
      default:
        response.statusCode = 404;
        return send({ error: "not found" });
    }
  }
}

/** The few tokens that are asked for after a load, to see that the model answers and how fast. */
function isProbe({ path, body }: Asked): boolean {
  return path === "/api/generate" && /"num_predict":[18]\b/.test(body);
}

function momentOf(asked: Asked): Moment | undefined {
  switch (asked.path) {
    case "/api/version":
      return "look";
    case "/api/show":
      return "describe";
    case "/api/generate":
      if (asked.body.includes('"prompt":""')) return "load";
      return isProbe(asked) ? undefined : "begin";
    case "/api/chat":
      return "begin";
  }
  return undefined;
}
