import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { gemmaModel } from "../src/core/settings.ts";

/** One question that reached the daemon. */
export interface SeenQuestion {
  readonly path: string;
  readonly body: string;
  /** Whether the client closed the connection before the answer had ended. */
  wasClosed: boolean;
}

/** What an answer does; given out one after another. */
export type Step =
  | { readonly kind: "say"; readonly text: string }
  /** Waits until the test calls `release`. */
  | { readonly kind: "wait" }
  /** Ends the connection in the middle of the answer. */
  | { readonly kind: "cut" }
  /** A line with an error, after a good beginning. */
  | { readonly kind: "error"; readonly message: string };

/** What the daemon says to one question; `doneReason` is `stop` unless told otherwise. */
export interface Script {
  readonly steps: readonly Step[];
  readonly status?: number;
  readonly doneReason?: string;
}

/** How the daemon's models are described. */
export interface ScriptedModel {
  readonly name?: string;
  /** Further models that can be asked for. */
  readonly others?: readonly string[];
  readonly capabilities?: readonly string[];
  readonly contextLength?: number;
  /** The machine that the model really runs on. */
  readonly remoteHost?: string;
}

/** An answer that is said word by word. */
export function saying(text: string): Script {
  return { steps: (text.match(/\s*\S+|\s+$/g) ?? []).map((piece) => ({ kind: "say", text: piece })) };
}

/** A daemon that says exactly what a test wants, and does the faults that a real one cannot be made to do on demand. */
export class ScriptedDaemon {
  readonly url: string;
  readonly questions: SeenQuestion[] = [];
  /** The paths of all requests. */
  readonly requests: string[] = [];
  version = "0.34.0";
  /** How fast it says that it reads, tokens/s. */
  promptTokensPerSecond = 10_000;
  /** What ghost text is told; without it the model is one that cannot write any. */
  ghostText: ((prompt: string) => string) | undefined;
  /** What answers a path in place of the usual; one that does nothing is silent. */
  readonly instead = new Map<string, (body: string, response: ServerResponse) => void>();
  readonly #server: Server;
  readonly #model: Required<ScriptedModel>;
  readonly #scripts: Script[] = [];
  #loaded = "";
  #release: () => void = () => undefined;

  private constructor(server: Server, url: string, model: ScriptedModel) {
    this.#server = server;
    this.url = url;
    this.#model = {
      name: model.name ?? gemmaModel,
      others: model.others ?? [],
      capabilities: model.capabilities ?? ["completion"],
      contextLength: model.contextLength ?? 32_768,
      remoteHost: model.remoteHost ?? "",
    };
  }

  static async start(model: ScriptedModel = {}): Promise<ScriptedDaemon> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    const daemon = new ScriptedDaemon(server, `http://127.0.0.1:${address.port}`, model);
    server.on("request", (request, response) => void daemon.#serve(request, response));
    return daemon;
  }

  /** Answers to come, in their order; without one, the daemon says `Yes.` */
  will(...scripts: readonly Script[]): void {
    this.#scripts.push(...scripts);
  }

  /** Throws the model out of memory. */
  unload(): void {
    this.#loaded = "";
  }

  /** Lets an answer that waits go on. */
  release(): void {
    this.#release();
  }

  /** The conversations that were sent, as their turns. */
  get chats(): readonly { readonly role: string; readonly content: string; readonly images?: readonly string[] }[][] {
    return this.questions
      .filter((one) => one.path === "/api/chat")
      .map((one) => (JSON.parse(one.body) as { messages: { role: string; content: string }[] }).messages);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString("utf8");
    const path = request.url ?? "";
    const send = (value: object): void => {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(value));
    };
    const { name, others, capabilities, contextLength, remoteHost } = this.#model;
    this.requests.push(path);
    const other = this.instead.get(path);
    if (other !== undefined) {
      response.setHeader("content-type", "application/json");
      return other(body, response);
    }
    const listed = (one: string): object => ({
      name: one,
      model: one,
      digest: "scripted",
      size: 1,
      details: { family: "gemma3" },
    });
    switch (path) {
      case "/api/version":
        return send({ version: this.version });
      case "/api/tags":
        return send({ models: [name, ...others].map(listed) });
      case "/api/ps":
        return send({
          models:
            this.#loaded !== ""
              ? [{ ...listed(this.#loaded), context_length: numCtxOf(body) ?? 8_192, size_vram: 0 }]
              : [],
        });
      case "/api/show":
        if (!this.#has(modelOf(body))) {
          response.statusCode = 404;
          return send({ error: `model '${modelOf(body) ?? ""}' not found` });
        }
        return send({
          capabilities,
          ...(remoteHost === "" ? {} : { remote_host: remoteHost, remote_model: name }),
          template: "<start_of_turn>user\n{{ .Prompt }}<end_of_turn>\n<start_of_turn>model\n",
          details: { family: "gemma3", parameter_size: "4B", quantization_level: "Q4_0" },
          model_info: { "general.architecture": "gemma3", "gemma3.context_length": contextLength },
        });
      case "/api/generate":
        this.#loaded = modelOf(body) ?? name;
        return send({ model: this.#loaded, ...this.#said(body) });
      case "/api/chat":
        return this.#answer(body, response);
      default:
        response.statusCode = 404;
        return send({ error: "not found" });
    }
  }

  #has(name = ""): boolean {
    return [this.#model.name, ...this.#model.others].some((one) => one === name || `${one}:latest` === name);
  }

  #said(body: string): object {
    const { prompt } = JSON.parse(body) as { readonly prompt: string };
    const ended = end("stop", this.promptTokensPerSecond);
    if (prompt === "" || this.ghostText === undefined) return { response: prompt === "" ? "" : "ok", ...ended };
    const isTurnMark = prompt === "<start_of_turn>";
    return { response: this.ghostText(prompt), ...ended, ...(isTurnMark ? { prompt_eval_count: 1 } : {}) };
  }

  async #answer(body: string, response: ServerResponse): Promise<void> {
    const seen: SeenQuestion = { path: "/api/chat", body, wasClosed: false };
    this.questions.push(seen);
    let hasEnded = false;
    response.on("close", () => {
      seen.wasClosed = !hasEnded;
      this.#release();
    });
    const script = this.#scripts.shift() ?? saying("Yes.");
    response.writeHead(script.status ?? 200, { "content-type": "application/x-ndjson" });
    const line = (value: object): void =>
      void response.write(`${JSON.stringify({ model: modelOf(body), ...value })}\n`);
    for (const step of script.steps) {
      if (response.destroyed) return;
      switch (step.kind) {
        case "say":
          line({ message: { role: "assistant", content: step.text }, done: false });
          break;
        case "wait":
          await new Promise<void>((resolve) => (this.#release = resolve));
          break;
        case "cut":
          response.destroy();
          return;
        case "error":
          line({ error: step.message });
          hasEnded = true;
          response.end();
          return;
      }
    }
    hasEnded = true;
    line({
      message: { role: "assistant", content: "" },
      ...end(script.doneReason ?? "stop", this.promptTokensPerSecond),
    });
    response.end();
  }
}

function modelOf(body: string): string | undefined {
  return /"model":"([^"]*)"/.exec(body)?.[1];
}

function numCtxOf(body: string): number | undefined {
  const match = /"num_ctx":(\d+)/.exec(body);
  return match === null ? undefined : Number(match[1]);
}

function end(reason: string, promptTokensPerSecond: number): object {
  return {
    done: true,
    done_reason: reason,
    total_duration: 2e6,
    load_duration: 1e6,
    prompt_eval_count: 10,
    prompt_eval_duration: (10 * 1e9) / promptTokensPerSecond,
    eval_count: 5,
    eval_duration: 1e6,
  };
}
