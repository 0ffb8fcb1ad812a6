import { setImmediate as turn } from "node:timers/promises";
import { DocumentText } from "../../../src/core/documentText.ts";
import type { Failure } from "../../../src/core/failures.ts";
import type { Runtime } from "../../../src/core/provisioning/state.ts";
import { type CompletionSettings, defaultSettings } from "../../../src/core/settings.ts";
import type { Silence } from "../../../src/core/completion/silence.ts";
import type { TriggerMode } from "../../../src/core/status.ts";
import type { AnswerEvent, AnswerFigures } from "../../../src/ollama/answerEvents.ts";
import type { LoadedModel } from "../../../src/ollama/daemonModels.ts";
import type { Sampling } from "../../../src/ollama/sampling.ts";
import type { Clock } from "../../../src/server/clock.ts";
import { type Answer, CompletionEngine } from "../../../src/server/completionEngine.ts";
import type { ModelClient } from "../../../src/server/modelClient.ts";
import type { Place } from "../../../src/server/scene.ts";

/** Lets everything run that waits for nothing but its turn. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 6; round++) await turn();
}

/** Time that only a test moves. */
export class SimulatedClock implements Clock {
  #nowMs = 1_000;
  #pauses: { readonly dueMs: number; readonly end: () => void }[] = [];

  now(): number {
    return this.#nowMs;
  }

  pause(ms: number, signal: AbortSignal): Promise<void> {
    if (ms <= 0 || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const end = (): void => {
        signal.removeEventListener("abort", end);
        this.#pauses = this.#pauses.filter((one) => one !== pause);
        resolve();
      };
      const pause = { dueMs: this.#nowMs + ms, end };
      this.#pauses.push(pause);
      signal.addEventListener("abort", end);
    });
  }

  /** Those who wait for time to pass. */
  get waiting(): number {
    return this.#pauses.length;
  }

  /** Lets time pass, with all that happens in it. */
  async pass(ms: number): Promise<void> {
    const untilMs = this.#nowMs + ms;
    await settle();
    for (;;) {
      const [next] = this.#pauses.filter((one) => one.dueMs <= untilMs).sort((a, b) => a.dueMs - b.dueMs);
      if (next === undefined) break;
      this.#nowMs = Math.max(this.#nowMs, next.dueMs);
      this.#pauses = this.#pauses.filter((one) => one !== next);
      next.end();
      await settle();
    }
    this.#nowMs = untilMs;
  }
}

/** Figures of an answer as a daemon would give them. */
export function figures(some: Partial<AnswerFigures> = {}): AnswerFigures {
  return {
    promptTokens: 0,
    cachedTokens: undefined,
    promptEvaluationMs: 0,
    generatedTokens: 0,
    generationMs: 0,
    loadMs: 0,
    totalMs: 0,
    doneReason: "stop",
    ...some,
  };
}

/** One request that the engine has sent; the test says the answer. */
export class ScriptedAnswer {
  readonly prompt: string;
  readonly sampling: Sampling;
  isOpen = true;
  /** Whether an abort closes it at once, or only when the test lets it. */
  holdsOn: Promise<void> | undefined;
  #events: (AnswerEvent | Error)[] = [];
  #wake: () => void = () => undefined;

  constructor(prompt: string, sampling: Sampling) {
    this.prompt = prompt;
    this.sampling = sampling;
  }

  async say(text: string): Promise<void> {
    await this.#add({ kind: "text", text });
  }

  async end(some: Partial<AnswerFigures> = {}): Promise<void> {
    await this.#add({ kind: "end", figures: figures(some) });
  }

  async fail(error: Error): Promise<void> {
    await this.#add(error);
  }

  async *events(signal: AbortSignal): AsyncGenerator<AnswerEvent, void, undefined> {
    const aborted = new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
    try {
      for (;;) {
        if (signal.aborted) throw signal.reason;
        const next = this.#events.shift();
        if (next instanceof Error) throw next;
        if (next !== undefined) yield next;
        if (next?.kind === "end") return;
        if (next !== undefined) continue;
        await Promise.race([aborted, new Promise<void>((resolve) => (this.#wake = resolve))]);
      }
    } finally {
      await this.holdsOn;
      this.isOpen = false;
    }
  }

  async #add(event: AnswerEvent | Error): Promise<void> {
    this.#events.push(event);
    this.#wake();
    await settle();
  }
}

/** A daemon without a model: it remembers what it is asked, and answers by script or as the test says. */
export class ScriptedDaemon implements ModelClient {
  readonly requests: ScriptedAnswer[] = [];
  readonly calls: string[] = [];
  readonly loadSignals: AbortSignal[] = [];
  mostOpen = 0;
  inMemory: readonly LoadedModel[] = [
    { name: "the-model:latest", digest: "", contextLength: 8192, sizeBytes: 0, sizeVramBytes: 0 },
  ];
  loading: Promise<void> = Promise.resolve();
  /** Answers by itself where it is set. */
  script: ((answer: ScriptedAnswer) => Promise<void>) | undefined;

  /** The last request. */
  get last(): ScriptedAnswer {
    const last = this.requests.at(-1);
    if (last === undefined) throw new Error("nothing was asked");
    return last;
  }

  loaded(): Promise<readonly LoadedModel[]> {
    this.calls.push("loaded");
    return Promise.resolve(this.inMemory);
  }

  load(_runtime: unknown, signal: AbortSignal): Promise<void> {
    this.calls.push("load");
    this.loadSignals.push(signal);
    return this.loading;
  }

  generateRaw(
    _runtime: unknown,
    prompt: string,
    sampling: Sampling,
    signal: AbortSignal,
  ): AsyncGenerator<AnswerEvent, void, undefined> {
    this.calls.push("generate");
    const answer = new ScriptedAnswer(prompt, sampling);
    this.requests.push(answer);
    this.mostOpen = Math.max(this.mostOpen, this.requests.filter((one) => one.isOpen).length);
    void this.script?.(answer);
    return answer.events(signal);
  }

  generateInsert(
    runtime: unknown,
    prefix: string,
    suffix: string,
    sampling: Sampling,
    signal: AbortSignal,
  ): AsyncGenerator<AnswerEvent, void, undefined> {
    return this.generateRaw(runtime, `${prefix}‸${suffix}`, sampling, signal);
  }
}

export const runtime: Runtime = {
  endpoint: "http://127.0.0.1:11434",
  model: "the-model",
  numCtx: 8192,
  keepAlive: "30m",
  generation: "gemma3",
  speeds: { promptTokensPerSecond: 900, generatedTokensPerSecond: 60 },
};

/** An engine with a person before it and a daemon behind it. */
export class Desk {
  readonly clock = new SimulatedClock();
  readonly daemon = new ScriptedDaemon();
  readonly failures: Failure[] = [];
  readonly modes: TriggerMode[] = [];
  readonly silences: Silence[] = [];
  readonly engine: CompletionEngine;
  settings: CompletionSettings = defaultSettings.completion;
  uri = "file:///workspace/code.ts";
  languageId = "typescript";
  cursor = 0;
  #text = "";
  /** The document as the server mirrors it: made once, then edited. */
  #mirror = DocumentText.of("");

  constructor(drawn: string, some: Partial<Runtime> = {}) {
    this.engine = new CompletionEngine({
      clock: this.clock,
      clientFor: () => this.daemon,
      onFailure: (failure) => this.failures.push(failure),
      onPace: (mode) => this.modes.push(mode),
      onSilence: (silence) => this.silences.push(silence),
      log: () => undefined,
    });
    this.engine.useRuntime({ ...runtime, ...some });
    this.draw(drawn);
  }

  get text(): string {
    return this.#text;
  }

  set text(text: string) {
    this.#text = text;
    this.#mirror = DocumentText.of(text);
  }

  /** Opens a document drawn with the cursor as `|`. */
  draw(drawn: string): void {
    this.cursor = drawn.indexOf("|");
    this.text = drawn.slice(0, this.cursor) + drawn.slice(this.cursor + 1);
  }

  /** Replaces a part of the document, as an editor tells it; the cursor stays with its text. */
  edit(from: number, to: number, inserted: string): void {
    this.engine.noteEdit(this.uri, { from, to, inserted: inserted.length });
    this.#text = this.#text.slice(0, from) + inserted + this.#text.slice(to);
    this.#mirror = this.#mirror.replaced(from, to, inserted);
    if (this.cursor >= to) this.cursor += inserted.length - (to - from);
  }

  /** Types at the cursor; what the editor closes by itself comes behind it. */
  type(typed: string, closed = ""): void {
    this.edit(this.cursor, this.cursor, typed + closed);
    this.cursor -= closed.length;
  }

  /** Deletes before the cursor. */
  backspace(characters = 1): void {
    this.edit(this.cursor - characters, this.cursor, "");
  }

  /** The place of the cursor. */
  place(selected?: { from: number; text: string }): Place {
    const { uri, languageId, cursor } = this;
    return { uri, path: "code.ts", languageId, text: this.#mirror, cursor, indentUnit: "  ", selected };
  }

  /** Asks for ghost text as an editor does; the promise is kept when it is answered. */
  ask(
    how: {
      readonly isExplicit?: boolean;
      readonly signal?: AbortSignal;
      readonly selected?: { from: number; text: string };
    } = {},
  ): Promise<Answer | undefined> {
    return this.engine.completeAt(
      {
        place: this.place(how.selected),
        isExplicit: how.isExplicit ?? false,
        settings: this.settings,
        snippets: [],
      },
      how.signal ?? new AbortController().signal,
    );
  }

  /** Asks, and takes only what is there without any time passing. */
  async atOnce(): Promise<Answer | undefined> {
    const wish = new AbortController();
    const answer = this.ask({ signal: wish.signal });
    await settle();
    wish.abort();
    return answer;
  }

  /** Asks, and lets the pause pass; the answer itself may be long in coming. */
  async asked(how: Parameters<Desk["ask"]>[0] = {}): Promise<{ readonly answer: Promise<Answer | undefined> }> {
    const answer = this.ask(how);
    await this.clock.pass(1_600);
    return { answer };
  }

  /** Asks, and has the model say this; returns the text that is offered. */
  async offered(said: string, how: Parameters<Desk["ask"]>[0] = {}): Promise<string | undefined> {
    const before = this.daemon.requests.length;
    const { answer } = await this.asked(how);
    if (this.daemon.requests.length > before) {
      await this.daemon.last.say(said);
      await this.daemon.last.end();
    }
    await this.clock.pass(300);
    return (await answer)?.offer.text;
  }
}
