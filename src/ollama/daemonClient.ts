import { setTimeout as pause } from "node:timers/promises";
import type { ChatRequest, CreateRequest, GenerateRequest, ProgressResponse } from "ollama/browser";
import { Ollama } from "ollama/browser";
import { amount, isObject, type Loose, text } from "../core/looseJson.ts";
import type { Runtime } from "../core/provisioning/state.ts";
import { type AnswerEvent, figuresOf } from "./answerEvents.ts";
import { askedLines } from "./askedLines.ts";
import {
  type ListedModel,
  type LoadedModel,
  type ModelDescription,
  readDescription,
  readListed,
  readLoaded,
} from "./daemonModels.ts";
import type { Timer } from "./idleDeadline.ts";
import { IdleDeadline, realTimer } from "./idleDeadline.ts";
import { DaemonError, readFailure } from "./readFailure.ts";
import { mostPiecesOf, optionsOf, type Sampling } from "./sampling.ts";
import { boundFetch } from "./transport.ts";

/** What every request of every feature carries, so that none reloads the model. */
export type LoadOptions = Pick<Runtime, "model" | "numCtx" | "keepAlive">;

/** A message of a conversation, roles as Gemma knows them. */
export interface ChatMessage {
  readonly role: "user" | "assistant";
  readonly content: string;
  /** Base64. */
  readonly images?: readonly string[];
}

/** Idle deadlines, ms: how long a call may be silent. */
export interface Deadlines {
  readonly answerMs: number;
  readonly questionMs: number;
  readonly pullMs: number;
}

const defaultDeadlines: Deadlines = {
  // A load of five minutes without progress is the daemon's own limit (OLLAMA_LOAD_TIMEOUT).
  answerMs: 330_000,
  questionMs: 15_000,
  // Up to 65 s without progress are normal in a pull (facts: ollama 8).
  pullMs: 120_000,
};

/** A model's description that a pull is just writing is read again so often, and after so long, ms. */
const mostReads = 20;
const readAgainMs = 25;

/**
 * The one way to a daemon. Each call belongs to a signal that ends it at any moment;
 * everything that goes wrong is thrown as a `DaemonError`, except our own abort, which throws the signal's reason.
 */
export class DaemonClient {
  readonly endpoint: string;
  readonly #deadlines: Deadlines;
  readonly #timer: Timer;

  constructor(endpoint: string, deadlines: Partial<Deadlines> = {}, timer: Timer = realTimer) {
    this.endpoint = endpoint;
    this.#deadlines = { ...defaultDeadlines, ...deadlines };
    this.#timer = timer;
  }

  /** The daemon's version, such as `0.34.0`. */
  async version(signal: AbortSignal): Promise<string> {
    const answer: unknown = await this.#ask(signal, "", (ollama) => ollama.version());
    const version = isObject(answer) ? text(answer["version"]) : "";
    if (!/^\d+\.\d+/.test(version)) {
      throw new DaemonError({ kind: "notOllama", endpoint: this.endpoint, detail: "no version" });
    }
    return version;
  }

  /** Describes a model; throws `modelMissing` where the daemon does not have it. */
  async show(model: string, signal: AbortSignal): Promise<ModelDescription> {
    const answer: unknown = await this.#ask(signal, model, (ollama) => ollama.show({ model }));
    if (!isObject(answer))
      throw new DaemonError({ kind: "notOllama", endpoint: this.endpoint, detail: "no description" });
    return readDescription(answer);
  }

  /** The models in memory. */
  async loaded(signal: AbortSignal): Promise<readonly LoadedModel[]> {
    return this.#models(await this.#ask(signal, "", (ollama) => ollama.ps())).map(readLoaded);
  }

  /** The models on disk. */
  async list(signal: AbortSignal): Promise<readonly ListedModel[]> {
    return this.#models(await this.#ask(signal, "", (ollama) => ollama.list())).map(readListed);
  }

  /** Gives a model a second name; its data is shared. */
  async copy(source: string, destination: string, signal: AbortSignal): Promise<void> {
    await this.#ask(signal, source, (ollama) => ollama.copy({ source, destination }));
  }

  /** Loads the model into memory with the options of all later requests. Never give it a signal that a keystroke can abort (facts: ollama 2.1). */
  async load(runtime: LoadOptions, signal: AbortSignal): Promise<void> {
    await this.#call(signal, runtime.model, this.#deadlines.answerMs, (ollama) =>
      ollama.generate({
        model: runtime.model,
        prompt: "",
        keep_alive: runtime.keepAlive,
        options: { num_ctx: runtime.numCtx },
      }),
    );
  }

  /** Continues a prompt that is already in the model's own turn format. */
  generateRaw(
    runtime: LoadOptions,
    prompt: string,
    sampling: Sampling,
    signal: AbortSignal,
  ): AsyncGenerator<AnswerEvent, void, undefined> {
    return this.#generate(runtime, { prompt, raw: true }, sampling, signal);
  }

  /** Fills between a prefix and a suffix with a model that has the `insert` capability. */
  generateInsert(
    runtime: LoadOptions,
    prefix: string,
    suffix: string,
    sampling: Sampling,
    signal: AbortSignal,
  ): AsyncGenerator<AnswerEvent, void, undefined> {
    return this.#generate(runtime, { prompt: prefix, suffix }, sampling, signal);
  }

  /** Answers a conversation. */
  chat(
    runtime: LoadOptions,
    messages: readonly ChatMessage[],
    sampling: Sampling,
    signal: AbortSignal,
  ): AsyncGenerator<AnswerEvent, void, undefined> {
    const request: ChatRequest & { stream: true } = {
      model: runtime.model,
      messages: messages.map(({ role, content, images }) => ({
        role,
        content,
        ...(images === undefined ? {} : { images: [...images] }),
      })),
      stream: true,
      keep_alive: runtime.keepAlive,
      options: optionsOf(runtime, sampling),
    };
    return this.#stream(
      signal,
      runtime.model,
      this.#deadlines.answerMs,
      mostPiecesOf(sampling),
      (ending) => askedLines(this.#addressOf("chat"), request, ending),
      (chunk) => (isObject(chunk["message"]) ? text(chunk["message"]["content"]) : ""),
    );
  }

  /** Downloads a model; ends after the daemon's `success`, throws otherwise. Closing it (the signal) stops the download, which a later pull resumes. */
  pull(model: string, signal: AbortSignal): AsyncGenerator<ProgressResponse, void, undefined> {
    return this.#progress(signal, model, this.#deadlines.pullMs, (ollama) => ollama.pull({ model, stream: true }));
  }

  /** Makes a model out of blobs that the daemon already has. */
  create(
    request: {
      readonly model: string;
      readonly files: Readonly<Record<string, string>>;
      readonly template?: string;
      readonly parameters?: Readonly<Record<string, unknown>>;
      readonly license?: string;
    },
    signal: AbortSignal,
  ): AsyncGenerator<ProgressResponse, void, undefined> {
    // The npm client's type lacks `files`; it spreads the request as it is (facts: ollama 6).
    const whole = { ...request, stream: true } as unknown as CreateRequest & { stream: true };
    return this.#progress(signal, request.model, this.#deadlines.answerMs, (ollama) => ollama.create(whole));
  }

  #generate(
    runtime: LoadOptions,
    question: Pick<GenerateRequest, "prompt" | "raw" | "suffix">,
    sampling: Sampling,
    signal: AbortSignal,
  ): AsyncGenerator<AnswerEvent, void, undefined> {
    const { model, keepAlive } = runtime;
    const options = optionsOf(runtime, sampling);
    const request = { ...question, model, stream: true as const, keep_alive: keepAlive, options };
    return this.#stream(
      signal,
      model,
      this.#deadlines.answerMs,
      mostPiecesOf(sampling),
      (ending) => askedLines(this.#addressOf("generate"), request, ending),
      (chunk) => text(chunk["response"]),
    );
  }

  #models(answer: unknown): readonly Loose[] {
    const models = isObject(answer) ? answer["models"] : undefined;
    if (!Array.isArray(models))
      throw new DaemonError({ kind: "notOllama", endpoint: this.endpoint, detail: "no list of models" });
    return models.filter(isObject);
  }

  async #ask<T>(signal: AbortSignal, model: string, question: (ollama: Ollama) => Promise<T>): Promise<T> {
    return this.#call(signal, model, this.#deadlines.questionMs, question);
  }

  async #call<T>(
    signal: AbortSignal,
    model: string,
    idleMs: number,
    question: (ollama: Ollama) => Promise<T>,
  ): Promise<T> {
    for (let reads = 1; ; reads++) {
      try {
        return await this.#callOnce(signal, model, idleMs, question);
      } catch (error) {
        if (reads === mostReads || !isReadHalf(error)) throw error;
      }
      await pause(readAgainMs, undefined, { signal }).catch(() => undefined);
    }
  }

  async #callOnce<T>(
    signal: AbortSignal,
    model: string,
    idleMs: number,
    question: (ollama: Ollama) => Promise<T>,
  ): Promise<T> {
    signal.throwIfAborted();
    const deadline = new IdleDeadline(idleMs, this.#timer);
    try {
      return await question(this.#ollama(AbortSignal.any([signal, deadline.signal])));
    } catch (error) {
      throw this.#named(error, signal, deadline, model);
    } finally {
      deadline.end();
    }
  }

  async *#chunks(
    signal: AbortSignal,
    model: string,
    idleMs: number,
    begin: (ending: AbortSignal) => AsyncIterable<object> | Promise<AsyncIterable<object>>,
  ): AsyncGenerator<Loose, void, undefined> {
    signal.throwIfAborted();
    const deadline = new IdleDeadline(idleMs, this.#timer);
    try {
      const chunks = await begin(AbortSignal.any([signal, deadline.signal]));
      for await (const chunk of chunks) {
        deadline.touch();
        if (isObject(chunk)) yield chunk;
      }
    } catch (error) {
      throw this.#named(error, signal, deadline, model);
    } finally {
      deadline.end();
    }
  }

  async *#stream(
    signal: AbortSignal,
    model: string,
    idleMs: number,
    mostPieces: number,
    begin: (ending: AbortSignal) => AsyncIterable<object>,
    textOf: (chunk: Loose) => string,
  ): AsyncGenerator<AnswerEvent, void, undefined> {
    let pieces = 0;
    for await (const chunk of this.#chunks(signal, model, idleMs, begin)) {
      const piece = textOf(chunk);
      if (piece !== "") {
        yield { kind: "text", text: piece };
        // A piece is a token or more: what goes on beyond the limit is no daemon, and would go on for ever.
        if (++pieces > mostPieces) {
          yield { kind: "end", figures: figuresOf({ done_reason: "length" }) };
          return;
        }
      }
      if (chunk["done"] === true) {
        yield { kind: "end", figures: figuresOf(chunk) };
        return;
      }
    }
    // The daemon ends a stream without a word after some thirty equal chunks (facts: ollama 1.6): what has come is the answer.
    if (pieces === 0) throw new DaemonError({ kind: "cutOff", detail: "neither text nor an end" });
    yield { kind: "end", figures: figuresOf({}) };
  }

  async *#progress(
    signal: AbortSignal,
    model: string,
    idleMs: number,
    begin: (ollama: Ollama) => Promise<AsyncIterable<ProgressResponse>>,
  ): AsyncGenerator<ProgressResponse, void, undefined> {
    let hasSucceeded = false;
    // Leaving the loop must close the connection, which the npm client's iterator does not do (facts: ollama 6).
    const closing = new AbortController();
    const asked = (ending: AbortSignal): Promise<AsyncIterable<ProgressResponse>> =>
      begin(this.#ollama(AbortSignal.any([ending, closing.signal])));
    try {
      for await (const chunk of this.#chunks(signal, model, idleMs, asked)) {
        const status = text(chunk["status"]);
        hasSucceeded ||= status === "success";
        yield {
          status,
          digest: text(chunk["digest"]),
          total: amount(chunk["total"]),
          completed: amount(chunk["completed"]),
        };
      }
    } finally {
      closing.abort();
    }
    if (!hasSucceeded) throw new DaemonError({ kind: "cutOff", detail: "no success at the end" });
  }

  #addressOf(question: "chat" | "generate"): string {
    return `${this.endpoint.replace(/\/$/, "")}/api/${question}`;
  }

  #ollama(signal: AbortSignal): Ollama {
    return new Ollama({ host: this.endpoint, fetch: boundFetch(signal) });
  }

  #named(error: unknown, signal: AbortSignal, deadline: IdleDeadline, model: string): unknown {
    if (signal.aborted) return signal.reason;
    if (deadline.signal.aborted) return deadline.signal.reason;
    return error instanceof DaemonError
      ? error
      : new DaemonError(readFailure(error, { endpoint: this.endpoint, model }), error);
  }
}

/** Whether the daemon has met the end of a file in its middle: it reads a model's description while a pull, maybe another window's, writes it anew. */
function isReadHalf(error: unknown): boolean {
  if (!(error instanceof DaemonError) || error.failure.kind !== "other") return false;
  return /^(?:unexpected )?EOF$|unexpected end of JSON input/.test(error.failure.detail);
}
