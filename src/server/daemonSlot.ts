import { type PromptBudget, budgetFor, triggerModeFor } from "../core/completion/budget.ts";
import type { GhostStream } from "../core/completion/ghostStream.ts";
import { PromptReuse } from "../core/completion/promptReuse.ts";
import { SpeedMeter } from "../core/completion/speedMeter.ts";
import type { Failure } from "../core/failures.ts";
import { sameModel } from "../core/modelName.ts";
import type { Runtime } from "../core/provisioning/state.ts";
import type { DaemonWork } from "../core/statistics/outcome.ts";
import type { TriggerMode } from "../core/status.ts";
import type { AnswerEvent } from "../ollama/answerEvents.ts";
import type { Sampling } from "../ollama/sampling.ts";
import { DaemonError } from "../ollama/readFailure.ts";
import type { Clock } from "./clock.ts";
import { keepAliveMs } from "./keepAlive.ts";
import type { ModelClient } from "./modelClient.ts";
import { ModelStream, type StreamEnd } from "./modelStream.ts";
import { noCost, type OfferCost } from "./offerLog.ts";

/** What the slot needs from outside. */
export interface SlotNeeds {
  readonly clock: Clock;
  readonly clientFor: (endpoint: string) => ModelClient;
  readonly onFailure: (failure: Failure) => void;
  /** Called after each request, with what the daemon did for it. */
  readonly onWork?: (work: DaemonWork) => void;
  readonly log: (line: string) => void;
}

/** What is sent for a text: a prompt for models that answer turns, or the code around the cursor for those that insert. */
export interface TextRequest {
  readonly prompt: string;
  readonly before: string;
  readonly after: string;
  readonly sampling: Sampling;
  /** Whether the daemon has never evaluated the beginning of this prompt. */
  readonly isNewSpot: boolean;
}

/** A step of warming takes about a second, a new spot on a slow machine a few; beyond that the daemon is not believed to evaluate, ms. */
const longestEvaluationMs = 30_000;
/** The slot as somebody holds it. */
export interface Claim {
  readonly runtime: Runtime;
  /** Whether it is not to be used any more: nobody waits, somebody else has claimed it, or a foreground answer has it. */
  readonly isStale: () => boolean;
}

/** Work that takes longer is given out in steps, so that nobody waits longer than about that for the slot, s. */
const longestStepSeconds = 1.5;
/** Fewer tokens are hardly worth the price of a request. */
const fewestTokensOfStep = 32;

/**
 * Owns our one place at the daemon: never more than one request of ours is open, each begins after the one before is closed, none
 * cancels a load, and foreground answers come first. It also learns from each how fast the daemon is.
 */
export class DaemonSlot {
  readonly #needs: SlotNeeds;
  readonly #costs = new WeakMap<GhostStream, OfferCost>();
  readonly #foreground = new Set<string>();
  #running: ModelStream | undefined;
  #warming: { readonly controller: AbortController; readonly closed: Promise<void> } | undefined;
  #runtime: Runtime | undefined;
  #client: ModelClient | undefined;
  #speed = new SpeedMeter({ promptTokensPerSecond: 0, generatedTokensPerSecond: 0 });
  readonly #reuse = new PromptReuse();
  #charactersPerToken = 3.2;
  #requestMs = 60;
  #lastUseMs: number | undefined;
  #mustLook = true;
  /** The look for the loaded model that is under way; all who come meanwhile wait for the same. */
  #look: { readonly runtime: Runtime; readonly isLoaded: Promise<boolean> } | undefined;
  /** Counts claims, so that of two at the same time only the later one asks. */
  #turn = 0;
  /** Claims that wait for an evaluation to end; no further one is begun meanwhile. */
  #waitingClaims = 0;

  constructor(needs: SlotNeeds) {
    this.#needs = needs;
  }

  get runtime(): Runtime | undefined {
    return this.#runtime;
  }

  get running(): ModelStream | undefined {
    return this.#running;
  }

  get speeds(): Runtime["speeds"] {
    return this.#speed.speeds;
  }

  get budget(): PromptBudget {
    return budgetFor(this.#speed.speeds, this.#runtime?.numCtx ?? 8192);
  }

  /** The mode that `auto` stands for at the measured speed. */
  get mode(): TriggerMode {
    return triggerModeFor(this.#speed.speeds, this.budget);
  }

  /** What an appending request costs before its first text, ms. */
  get requestMs(): number {
    return this.#requestMs;
  }

  /** Whether there is a daemon to ask, and nobody who comes first. */
  mayAsk(): boolean {
    return this.#runtime !== undefined && this.#foreground.size === 0;
  }

  /** Whether the model may not be loaded any more, so that the next request looks first. */
  get mustLook(): boolean {
    return this.#mustLook;
  }

  /** About how many characters so many tokens are. */
  charactersOf(tokens: number): number {
    return Math.round(tokens * this.#charactersPerToken);
  }

  /** How many characters of a prompt the daemon evaluates in about a second. */
  get stepCharacters(): number {
    return this.charactersOf(Math.max(fewestTokensOfStep, this.speeds.promptTokensPerSecond));
  }

  /** Whether the evaluation of so many characters would keep others waiting for long. */
  isLongWork(characters: number): boolean {
    const perSecond = this.speeds.promptTokensPerSecond;
    return perSecond > 0 && characters / this.#charactersPerToken / perSecond > longestStepSeconds;
  }

  /** What a stream cost the daemon, as far as that is known by now. */
  costOf(ghost: GhostStream | undefined): OfferCost {
    return (ghost && this.#costs.get(ghost)) ?? noCost;
  }

  /** Takes the daemon and the model to ask; tells whether it is another one, of which nothing is known that the old one said. */
  useRuntime(runtime: Runtime | undefined): boolean {
    const old = this.#runtime;
    this.#runtime = runtime;
    if (runtime === undefined) {
      this.#running?.abort();
      this.#mustLook = true;
      return false;
    }
    if (old?.endpoint !== runtime.endpoint) this.#client = this.#needs.clientFor(runtime.endpoint);
    const isSame =
      old?.endpoint === runtime.endpoint && old.model === runtime.model && old.generation === runtime.generation;
    if (isSame) return false;
    this.#running?.abort();
    this.#speed = new SpeedMeter(runtime.speeds);
    this.#mustLook = true;
    return true;
  }

  /** A foreground answer takes the daemon; resolves once our own stream is closed. */
  async beginForeground(id: string): Promise<void> {
    this.#foreground.add(id);
    await this.#giveWay();
  }

  endForeground(id: string): void {
    this.#foreground.delete(id);
  }

  /** Ends what runs; resolves when the connection is closed. */
  async stop(): Promise<void> {
    this.useRuntime(undefined);
    await this.#giveWay();
  }

  /** Closes what runs and waits for the model to be loaded; undefined where the slot is not to be had, or was claimed again since. */
  async claim(signal: AbortSignal): Promise<Claim | undefined> {
    const turn = ++this.#turn;
    const isStale = (): boolean => signal.aborted || turn !== this.#turn || !this.mayAsk();
    await this.#evaluated(signal);
    if (isStale()) return undefined;
    await this.#giveWay();
    const runtime = this.#runtime;
    const client = this.#client;
    if (isStale() || runtime === undefined || client === undefined) return undefined;
    return (await this.#isLoaded(client, runtime)) && !isStale() ? { runtime, isStale } : undefined;
  }

  /** Sends a request for the text of a stream; call it right after a claim. `onFailed` runs if it ends with a failure. */
  open(ghost: GhostStream, request: TextRequest, onFailed: () => void): ModelStream | undefined {
    const runtime = this.#runtime;
    const client = this.#client;
    if (runtime === undefined || client === undefined) return undefined;
    const { prompt, before, after, sampling } = request;
    const send = (ending: AbortSignal): AsyncGenerator<AnswerEvent, void, undefined> =>
      runtime.generation === "insert"
        ? client.generateInsert(runtime, before, after, { temperature: 0, numPredict: sampling.numPredict }, ending)
        : client.generateRaw(runtime, prompt, sampling, ending);
    const stream = new ModelStream(ghost, send, () => this.#needs.clock.now(), request.isNewSpot);
    this.#running = stream;
    void stream.closed.then((end) => {
      if (this.#running === stream) this.#running = undefined;
      this.#lastUseMs = this.#needs.clock.now();
      if (end.error !== undefined) {
        onFailed();
        this.#fail(end.error);
      }
      this.#learn(ghost, end, request);
    });
    return stream;
  }

  /** Has the daemon evaluate a prompt ahead of the first wish for what follows it; tells whether it did so to the end. */
  async evaluate(prompt: string): Promise<boolean> {
    const runtime = this.#runtime;
    const client = this.#client;
    if (runtime === undefined || client === undefined || this.#waitingClaims > 0) return false;
    const controller = new AbortController();
    let isDone = false;
    const work = async (): Promise<void> => {
      try {
        const sampling = { temperature: 0, numPredict: 1 };
        for await (const event of client.generateRaw(runtime, prompt, sampling, controller.signal)) {
          if (event.kind !== "end") continue;
          isDone = true;
          const { promptTokens, cachedTokens, promptEvaluationMs } = event.figures;
          this.#needs.log(`warmed: ${promptTokens} prompt tokens, ${Math.round(promptEvaluationMs)} ms`);
          const reused = Math.round(promptTokens * this.#reuse.note(prompt));
          this.#needs.onWork?.({ requests: 1, promptTokens, cachedTokens: cachedTokens ?? reused, generatedTokens: 0 });
          const evaluatedTokens = cachedTokens === undefined ? 0 : promptTokens - cachedTokens;
          this.#speed.note({ evaluatedTokens, promptEvaluationMs, generatedTokens: 0, generationMs: 0 });
        }
      } catch (error) {
        if (!controller.signal.aborted) this.#fail(error);
      }
      this.#lastUseMs = this.#needs.clock.now();
    };
    const closed = work();
    this.#warming = { controller, closed };
    await closed;
    this.#warming = undefined;
    return isDone;
  }

  /**
   * Waits for an evaluation of ours that has begun, but not for a daemon that hangs: ended early, it would go on to its end all the
   * same, and the daemon would have forgotten all of it (docs/measurements.md). Appends are over before that matters.
   */
  async #evaluated(signal: AbortSignal): Promise<void> {
    const running = this.#running?.isNewSpot === true && !this.#running.hasBegun ? this.#running : undefined;
    if (running === undefined && this.#warming === undefined) return;
    const patience = new AbortController();
    const waiting = AbortSignal.any([signal, patience.signal]);
    const pause = this.#needs.clock.pause(longestEvaluationMs - (running?.silentMs ?? 0), waiting);
    this.#waitingClaims++;
    await Promise.race([pause, Promise.all([running?.next(waiting), this.#warming?.closed])]);
    this.#waitingClaims--;
    patience.abort();
  }

  /** Closes whatever of ours the daemon works on, and waits until that is done. */
  async #giveWay(): Promise<void> {
    this.#running?.abort();
    this.#warming?.controller.abort();
    await Promise.all([this.#running?.closed, this.#warming?.closed]);
  }

  #fail(error: unknown): void {
    this.#mustLook = true;
    this.#needs.onFailure(failureOf(error));
  }

  #learn(ghost: GhostStream, end: StreamEnd, { prompt, isNewSpot }: TextRequest): void {
    if (end.firstTextMs === undefined) return;
    const { figures, firstTextMs, textMs, pieces } = end;
    const tokens = figures?.promptTokens ?? Math.round(prompt.length / this.#charactersPerToken);
    const promptEvaluationMs = figures?.promptEvaluationMs ?? firstTextMs;
    const sofar = this.costOf(ghost);
    this.#costs.set(ghost, {
      promptTokens: sofar.promptTokens + tokens,
      promptEvaluationMs: sofar.promptEvaluationMs + promptEvaluationMs,
      generatedTokens: sofar.generatedTokens + pieces,
    });
    const cachedTokens = Math.round(this.#reuse.note(prompt) * tokens);
    this.#needs.onWork?.({
      requests: 1,
      promptTokens: tokens,
      cachedTokens: figures?.cachedTokens ?? cachedTokens,
      generatedTokens: pieces,
    });
    const spot = isNewSpot ? "new spot" : "append";
    const rounded = [tokens, firstTextMs, pieces, textMs].map(Math.round);
    this.#needs.log(
      `${spot}: ${rounded[0]} prompt tokens, first text after ${rounded[1]} ms, ${rounded[2]} pieces in ${rounded[3]} ms`,
    );
    if (figures !== undefined && tokens > 50) {
      this.#charactersPerToken += (prompt.length / tokens - this.#charactersPerToken) * 0.2;
    }
    if (!isNewSpot) this.#requestMs += (firstTextMs - this.#requestMs) * 0.2;
    const evaluated = figures?.cachedTokens === undefined ? (isNewSpot ? tokens : 0) : tokens - figures.cachedTokens;
    this.#speed.note({
      evaluatedTokens: evaluated,
      promptEvaluationMs,
      generatedTokens: Math.max(0, pieces - 1),
      generationMs: textMs,
    });
  }

  /**
   * A request that loads the model must not be cancelled, or the load begins anew (facts: ollama 2.1): after a failure, or after more
   * idle time than the model is kept, look first, and load with a request that no keystroke ends.
   */
  #isLoaded(client: ModelClient, runtime: Runtime): Promise<boolean> {
    const idleMs = this.#lastUseMs === undefined ? Infinity : this.#needs.clock.now() - this.#lastUseMs;
    if (!this.#mustLook && idleMs < keepAliveMs(runtime.keepAlive)) return Promise.resolve(true);
    if (this.#look?.runtime !== runtime) this.#look = { runtime, isLoaded: this.#loadUnlessLoaded(client, runtime) };
    return this.#look.isLoaded;
  }

  async #loadUnlessLoaded(client: ModelClient, runtime: Runtime): Promise<boolean> {
    const never = new AbortController().signal;
    try {
      const loaded = await client.loaded(never);
      if (!loaded.some((one) => sameModel(one.name, runtime.model))) await client.load(runtime, never);
      this.#mustLook = false;
      this.#lastUseMs = this.#needs.clock.now();
      return true;
    } catch (error) {
      this.#needs.onFailure(failureOf(error));
      return false;
    } finally {
      if (this.#look?.runtime === runtime) this.#look = undefined;
    }
  }
}

function failureOf(error: unknown): Failure {
  if (error instanceof DaemonError) return error.failure;
  return { kind: "other", detail: error instanceof Error ? error.message : "unknown" };
}
