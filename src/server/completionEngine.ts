import type { Anchor } from "../core/completion/anchor.ts";
import { windowStartBefore } from "../core/completion/anchor.ts";
import type { PromptBudget } from "../core/completion/budget.ts";
import { budgetFor, triggerModeFor } from "../core/completion/budget.ts";
import { GhostStream, withoutHeldBack } from "../core/completion/ghostStream.ts";
import { isInsideWord, isWorthAsking, placeOf } from "../core/completion/midLine.ts";
import { polish } from "../core/completion/polish/polish.ts";
import { Rhythm } from "../core/completion/rhythm.ts";
import { SpeedMeter } from "../core/completion/speedMeter.ts";
import type { Offer, Spot } from "../core/completion/spot.ts";
import { turnTemplateOf } from "../core/completion/turnTemplate.ts";
import { warmingSteps } from "../core/completion/warmingSteps.ts";
import { neutralise } from "../core/controlText.ts";
import { sameModel } from "../core/modelName.ts";
import type { Failure } from "../core/failures.ts";
import { ghostTextHead, type Snippet } from "../core/prompts/ghostText.ts";
import type { Runtime } from "../core/provisioning/state.ts";
import type { CompletionSettings } from "../core/settings.ts";
import type { TriggerMode } from "../core/status.ts";
import type { AnswerEvent, Sampling } from "../ollama/daemonClient.ts";
import { DaemonError } from "../ollama/readFailure.ts";
import type { OfferSource } from "../shared/lsp/messages.ts";
import { AnchorBook } from "./anchorBook.ts";
import type { Clock } from "./clock.ts";
import { keepAliveMs } from "./keepAlive.ts";
import type { ModelClient } from "./modelClient.ts";
import { ModelStream, type StreamEnd } from "./modelStream.ts";
import { noCost, type OfferCost } from "./offerLog.ts";
import { type Place, type Scene, sceneOf } from "./scene.ts";
import { firstWholeLine, fitting, wholeLines } from "./excerpts.ts";

/** One wish for ghost text. */
export interface Wish {
  readonly place: Place;
  readonly isExplicit: boolean;
  readonly settings: CompletionSettings;
  readonly snippets: readonly Snippet[];
}

/** What is offered, and where it came from. */
export interface Answer {
  readonly offer: Offer;
  readonly source: OfferSource;
  readonly toOfferMs: number;
  /** What it cost the daemon, as far as that is known when it is asked; nothing where the text was there already. */
  readonly cost: () => OfferCost;
}

/** What the engine needs from outside. */
export interface EngineNeeds {
  readonly clock: Clock;
  readonly clientFor: (endpoint: string) => ModelClient;
  readonly onFailure: (failure: Failure) => void;
  readonly onPace: (mode: TriggerMode, lastOfferMs: number) => void;
  readonly log: (line: string) => void;
}

/** Streams that are remembered; each is a few hundred characters. */
const mostStreams = 40;
/** Offers at one place on explicit request, at most. */
const mostChoices = 3;
/** The longest wait for a whole block after its first line is there (DESIGN 3). */
const mostBlockWaitMs = 250;

/** A request that has been silent for longer is not waited for by further keys: one that hangs must not keep ghost text away, ms. */
const longestSilenceMs = 30_000;

/**
 * Answers wishes for ghost text: from a stream that already leads there, from the one that is running, or by a new request.
 * There is never more than one request in flight, and a person's typing never waits for anything but its own wish.
 */
export class CompletionEngine {
  readonly #needs: EngineNeeds;
  readonly #anchors = new AnchorBook();
  readonly #rhythm = new Rhythm();
  #streams: GhostStream[] = [];
  readonly #costs = new WeakMap<GhostStream, OfferCost>();
  #running: ModelStream | undefined;
  #runtime: Runtime | undefined;
  #client: ModelClient | undefined;
  #speed = new SpeedMeter({ promptTokensPerSecond: 0, generatedTokensPerSecond: 0 });
  #charactersPerToken = 3.2;
  #requestMs = 60;
  #lastUseMs: number | undefined;
  #mustLook = true;
  /** The look for the loaded model that is under way; all who come meanwhile wait for the same. */
  #look: { readonly runtime: Runtime; readonly isLoaded: Promise<boolean> } | undefined;
  #lastEditMs = 0;
  #lastOfferMs = 0;
  readonly #foreground = new Set<string>();
  /** Spots whose other choices have been asked for, by their code before the cursor. */
  readonly #varied = new Set<string>();
  #warming: { readonly controller: AbortController; readonly closed: Promise<void> } | undefined;
  /** Counts new requests, so that of two wishes at the same time only the later one asks. */
  #turn = 0;

  constructor(needs: EngineNeeds) {
    this.#needs = needs;
  }

  /** The mode that `auto` stands for at the measured speed. */
  get mode(): TriggerMode {
    return triggerModeFor(this.#speed.speeds, this.#budget());
  }

  get speeds(): Runtime["speeds"] {
    return this.#speed.speeds;
  }

  /** Takes the daemon and the model to ask; without one nothing is asked. Another model forgets all that the old one said. */
  useRuntime(runtime: Runtime | undefined): void {
    const old = this.#runtime;
    this.#runtime = runtime;
    if (runtime === undefined) {
      this.#running?.abort();
      this.#mustLook = true;
      return;
    }
    if (old?.endpoint !== runtime.endpoint) this.#client = this.#needs.clientFor(runtime.endpoint);
    if (old?.endpoint === runtime.endpoint && old.model === runtime.model && old.generation === runtime.generation)
      return;
    this.#running?.abort();
    this.#streams = [];
    this.#anchors.clear();
    this.#speed = new SpeedMeter(runtime.speeds);
    this.#mustLook = true;
    this.#needs.onPace(this.mode, this.#lastOfferMs);
  }

  /** Follows an edit of a document; offsets before the edit. */
  noteEdit(uri: string, edit: { from: number; to: number; inserted: number }): void {
    this.#lastEditMs = this.#needs.clock.now();
    this.#rhythm.note(this.#lastEditMs);
    this.#anchors.noteEdit(uri, edit);
  }

  forget(uri: string): void {
    this.#anchors.forget(uri);
    this.#streams = this.#streams.filter((one) => one.anchor.uri !== uri);
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

  /** The best offer for a wish, or undefined; the signal ends the wait, not the request, which a next wish may join. */
  async completeAt(wish: Wish, signal: AbortSignal): Promise<Answer | undefined> {
    const runtime = this.#runtime;
    if (runtime === undefined) return undefined;
    const scene = this.#sceneFor(wish);
    const { spot } = scene;
    if (!wish.isExplicit && !isWorthAsking(spot)) return undefined;
    if (!wish.isExplicit && isInsideWord(spot)) return undefined;
    if (!wish.settings.inComments && placeOf(spot) === "comment") return undefined;

    const held = this.#heldOffer(wish, scene);
    if (held !== undefined) return this.#answered(held, "hit", undefined);

    const joined = this.#running;
    if (joined !== undefined && joined.silentMs < longestSilenceMs && this.#leadsTo(joined.ghost, scene)) {
      const offer = await this.#awaited(joined, wish, scene, signal);
      if (offer !== undefined || signal.aborted)
        return offer === undefined ? undefined : this.#answered(offer, "joined", joined.ghost);
    }

    const mode = this.#modeFor(wish);
    if (mode === "manual" && !wish.isExplicit) return undefined;
    if (!this.#mayAsk()) return undefined;
    await this.#needs.clock.pause(this.#pauseFor(wish, spot, mode), signal);
    if (signal.aborted || !this.#mayAsk()) return undefined;

    const stream = await this.#begin(wish, scene, signal);
    if (stream === undefined) return undefined;
    const offer = await this.#awaited(stream, wish, scene, signal);
    return offer === undefined ? undefined : this.#answered(offer, "new", stream.ghost);
  }

  /** Every different offer that is held for a place, the one shown first in front. */
  choicesAt(wish: Wish): readonly Offer[] {
    const offers = new Map<string, Offer>();
    for (const offer of this.#heldOffers(wish, this.#sceneFor(wish))) {
      if (!offers.has(offer.text)) offers.set(offer.text, offer);
    }
    return [...offers.values()].slice(0, mostChoices);
  }

  /**
   * Asks for up to two other choices at a place where a person asked for ghost text, one after another and only once;
   * tells of each that differs. Ends with the signal, and gives way to any other wish.
   */
  async vary(wish: Wish, signal: AbortSignal, onMore: () => void): Promise<void> {
    const scene = this.#sceneFor(wish);
    const key = `${wish.place.uri}\n${scene.spot.before}`;
    if (this.#varied.has(key)) return;
    this.#varied.add(key);
    if (this.#varied.size > mostStreams) this.#varied.clear();
    for (let variation = 1; variation < mostChoices && !signal.aborted && this.#mayAsk(); variation++) {
      const before = this.choicesAt(wish).length;
      const stream = await this.#begin(wish, scene, signal, variation);
      if (stream === undefined) return;
      await stream.finished(signal);
      if (!stream.ghost.isFinished) stream.abort();
      else if (this.choicesAt(wish).length > before) onMore();
    }
  }

  /** Whether more of what was offered here is ready now than its first line. */
  hasGrown(wish: Wish, shown: Offer): boolean {
    const now = this.#heldOffer(wish, this.#sceneFor(wish));
    return now !== undefined && now.text.length > shown.text.length && now.text.startsWith(shown.text);
  }

  /** Resolves when the stream that runs has ended, or the signal aborts; at once where none runs. */
  async settled(signal: AbortSignal): Promise<void> {
    await this.#running?.finished(signal);
  }

  /**
   * Evaluates the prompt of a place where the cursor rests before anything is typed there, in steps of about one second of measured
   * work, since evaluation that has begun cannot be interrupted (facts: ollama 0.3) and nobody shall wait longer than one step.
   */
  async warm(wish: Wish, signal: AbortSignal): Promise<void> {
    const runtime = this.#runtime;
    const client = this.#client;
    if (
      runtime === undefined ||
      client === undefined ||
      this.#modeFor(wish) === "manual" ||
      runtime.generation === "insert"
    )
      return;
    const scene = this.#sceneFor(wish);
    const isUnwelcome = (): boolean => signal.aborted || !this.#mayAsk() || this.#running !== undefined;
    if (isUnwelcome() || this.#anchorOf(scene) !== undefined || !isWorthAsking(scene.spot) || this.#mustLook) return;
    const anchor = this.#anchorAt(wish, scene, runtime);
    if (anchor === undefined) return;
    const prompt = anchor.head.text + neutralise(withoutHeldBack(scene.beforeFrom(anchor.windowStart)));
    const stepCharacters = Math.max(128, this.#speed.speeds.promptTokensPerSecond) * this.#charactersPerToken;
    for (const step of warmingSteps(prompt, Math.round(stepCharacters))) {
      if (isUnwelcome()) return;
      await this.#evaluate(client, runtime, step);
    }
  }

  async #evaluate(client: ModelClient, runtime: Runtime, prompt: string): Promise<void> {
    const controller = new AbortController();
    const work = async (): Promise<void> => {
      try {
        for await (const event of client.generateRaw(
          runtime,
          prompt,
          { temperature: 0, numPredict: 1 },
          controller.signal,
        )) {
          if (event.kind !== "end") continue;
          const { promptTokens, cachedTokens, promptEvaluationMs } = event.figures;
          this.#needs.log(`warmed: ${promptTokens} prompt tokens, ${Math.round(promptEvaluationMs)} ms`);
          const evaluatedTokens = cachedTokens === undefined ? 0 : promptTokens - cachedTokens;
          this.#speed.note({ evaluatedTokens, promptEvaluationMs, generatedTokens: 0, generationMs: 0 });
        }
      } catch (error) {
        if (!controller.signal.aborted) {
          this.#mustLook = true;
          this.#needs.onFailure(failureOf(error));
        }
      }
      this.#lastUseMs = this.#needs.clock.now();
    };
    const closed = work();
    this.#warming = { controller, closed };
    await closed;
    this.#warming = undefined;
  }

  /** Closes whatever of ours the daemon works on, and waits until that is done. */
  async #giveWay(): Promise<void> {
    this.#running?.abort();
    this.#warming?.controller.abort();
    await Promise.all([this.#running?.closed, this.#warming?.closed]);
  }

  #sceneFor(wish: Wish): Scene {
    return sceneOf(wish.place, Math.round(this.#budget().beforeTokens * this.#charactersPerToken));
  }

  #modeFor({ settings }: Wish): TriggerMode {
    return settings.trigger === "auto" ? this.mode : settings.trigger;
  }

  #mayAsk(): boolean {
    return this.#runtime !== undefined && this.#foreground.size === 0;
  }

  #pauseFor(wish: Wish, spot: Spot, mode: TriggerMode): number {
    const before = spot.before;
    const reasons = {
      isExplicit: wish.isExplicit,
      isNaturalStop: /(?:\n|[{([:]|=>)[ \t]*$/.test(before),
      minDelayMs: wish.settings.minDelayMs,
      mode,
      requestMs: this.#requestMs,
    };
    const sinceEditMs = Math.max(0, this.#needs.clock.now() - this.#lastEditMs);
    return Math.max(0, this.#rhythm.pauseMs(reasons) - (this.#lastEditMs === 0 ? 0 : sinceEditMs));
  }

  /** The anchor of this place, if what its prompt said follows the cursor still does. */
  #anchorOf({ place, spot, beforeFrom }: Scene): Anchor | undefined {
    const anchor = this.#anchors.find(place.uri, place.cursor, spot.after);
    // A fence that has been typed since would end the prompt's own.
    return anchor !== undefined && beforeFrom(anchor.windowStart).includes(anchor.head.fence) ? undefined : anchor;
  }

  #leadsTo(stream: GhostStream, scene: Scene): boolean {
    if (this.#anchorOf(scene) !== stream.anchor) return false;
    const before = scene.beforeFrom(stream.anchor.windowStart);
    return stream.mayReach(before) || stream.ahead(before) !== undefined;
  }

  /** What the streams have for this place, one after another; the anchor is looked up once, since this runs at every key. */
  *#heldOffers(wish: Wish, scene: Scene): Generator<Offer, void, undefined> {
    const anchor = this.#anchorOf(scene);
    if (anchor === undefined) return;
    for (const stream of this.#streams) {
      const offer = stream.anchor === anchor ? this.#offerFrom(stream, wish, scene) : undefined;
      if (offer !== undefined) yield offer;
    }
  }

  #heldOffer(wish: Wish, scene: Scene): Offer | undefined {
    return this.#heldOffers(wish, scene).next().value ?? undefined;
  }

  /** What a stream has for this place now: the whole block if it is there, else the first line if that is whole. */
  #offerFrom(stream: GhostStream, wish: Wish, scene: Scene): Offer | undefined {
    const ahead = stream.ahead(scene.beforeFrom(stream.anchor.windowStart));
    if (ahead === undefined || ahead === "") return undefined;
    const { maxLines } = wish.settings;
    const multiline = wish.settings.multiline !== "never";
    const text = stream.isFinished && multiline ? ahead : firstWholeLine(ahead, stream.isFinished);
    if (text === undefined) return undefined;
    return polish(text, scene.spot, { finished: true, maxLines, multiline, promptLines: stream.anchor.promptLines });
  }

  async #awaited(stream: ModelStream, wish: Wish, scene: Scene, signal: AbortSignal): Promise<Offer | undefined> {
    while (!signal.aborted && this.#leadsTo(stream.ghost, scene)) {
      const first = this.#offerFrom(stream.ghost, wish, scene);
      if (first !== undefined) return this.#withBlock(first, stream, wish, scene, signal);
      if (stream.ghost.isFinished) return undefined;
      await stream.next(signal);
    }
    return undefined;
  }

  /** Waits a little for the rest of a block whose first line is there. */
  async #withBlock(first: Offer, stream: ModelStream, wish: Wish, scene: Scene, signal: AbortSignal): Promise<Offer> {
    if (stream.ghost.isFinished || wish.settings.multiline === "never") return first;
    const patience = new AbortController();
    const both = AbortSignal.any([signal, patience.signal]);
    void this.#needs.clock.pause(this.#blockWaitMs(), both).then(() => patience.abort());
    await stream.finished(both);
    patience.abort();
    return this.#offerFrom(stream.ghost, wish, scene) ?? first;
  }

  /** The time for some three lines at the measured speed, and never more than a quarter of a second. */
  #blockWaitMs(): number {
    const perSecond = this.#speed.speeds.generatedTokensPerSecond;
    return perSecond <= 0 ? mostBlockWaitMs / 2 : Math.min(mostBlockWaitMs, (30 / perSecond) * 1000);
  }

  #answered(offer: Offer, source: OfferSource, stream: GhostStream | undefined): Answer {
    const toOfferMs = Math.max(0, this.#needs.clock.now() - this.#lastEditMs);
    if (source !== "hit") this.#lastOfferMs = toOfferMs;
    this.#needs.onPace(this.mode, this.#lastOfferMs);
    return { offer, source, toOfferMs, cost: () => (stream && this.#costs.get(stream)) ?? noCost };
  }

  #budget(): PromptBudget {
    return budgetFor(this.#speed.speeds, this.#runtime?.numCtx ?? 8192);
  }

  async #begin(wish: Wish, scene: Scene, signal: AbortSignal, variation = 0): Promise<ModelStream | undefined> {
    const turn = ++this.#turn;
    const isStale = (): boolean => signal.aborted || turn !== this.#turn || !this.#mayAsk();
    await this.#giveWay();
    const runtime = this.#runtime;
    const client = this.#client;
    if (isStale() || runtime === undefined || client === undefined) return undefined;
    if (!(await this.#isLoaded(client, runtime)) || isStale()) return undefined;

    const known = this.#anchorOf(scene);
    const anchor = known ?? this.#anchorAt(wish, scene, runtime);
    if (anchor === undefined) return undefined;
    const before = scene.beforeFrom(anchor.windowStart);
    const stops = turnTemplateOf(runtime.generation)?.stops ?? [];
    const isMidLine = !/^[ \t]*(?:\n|$)/.test(scene.spot.after);
    const ghost = new GhostStream({
      anchor,
      spot: scene.spot,
      before,
      maxLines: isMidLine ? 1 : wish.settings.maxLines,
      stops,
    });
    const bare = withoutHeldBack(before);
    const sampling: Sampling = {
      ...(variation === 0 ? { temperature: 0 } : { temperature: 0.8, topP: 0.95, seed: variation }),
      numPredict: this.#budget().answerTokens,
      stop: [...stops, `\n${anchor.head.fence}`],
    };
    const prompt = anchor.head.text + neutralise(bare);
    const open = (ending: AbortSignal): AsyncGenerator<AnswerEvent, void, undefined> =>
      runtime.generation === "insert"
        ? client.generateInsert(
            runtime,
            neutralise(bare),
            neutralise(anchor.after),
            { temperature: 0, numPredict: sampling.numPredict },
            ending,
          )
        : client.generateRaw(runtime, prompt, sampling, ending);
    const stream = new ModelStream(ghost, open, () => this.#needs.clock.now());
    this.#running = stream;
    // Another choice stands behind the one that is shown.
    this.#streams = (variation === 0 ? [ghost, ...this.#streams] : [...this.#streams, ghost]).slice(0, mostStreams);
    void stream.closed.then((end) => this.#noteEnd(stream, end, prompt.length, known === undefined));
    return stream;
  }

  #noteEnd(stream: ModelStream, end: StreamEnd, promptCharacters: number, isNewSpot: boolean): void {
    if (this.#running === stream) this.#running = undefined;
    this.#lastUseMs = this.#needs.clock.now();
    if (end.error !== undefined) {
      this.#mustLook = true;
      this.#streams = this.#streams.filter((one) => one !== stream.ghost);
      this.#needs.onFailure(failureOf(end.error));
    }
    if (end.firstTextMs === undefined) return;
    const { figures, firstTextMs, textMs, pieces } = end;
    const tokens = figures?.promptTokens ?? Math.round(promptCharacters / this.#charactersPerToken);
    const promptEvaluationMs = figures?.promptEvaluationMs ?? firstTextMs;
    this.#costs.set(stream.ghost, { promptTokens: tokens, promptEvaluationMs, generatedTokens: pieces });
    const spot = isNewSpot ? "new spot" : "append";
    const rounded = [tokens, firstTextMs, pieces, textMs].map(Math.round);
    this.#needs.log(
      `${spot}: ${rounded[0]} prompt tokens, first text after ${rounded[1]} ms, ${rounded[2]} pieces in ${rounded[3]} ms`,
    );
    if (figures !== undefined && tokens > 50) {
      this.#charactersPerToken += (promptCharacters / tokens - this.#charactersPerToken) * 0.2;
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

  #anchorAt(wish: Wish, scene: Scene, runtime: Runtime): Anchor | undefined {
    const { place, spot } = scene;
    const template = turnTemplateOf(runtime.generation);
    const budget = this.#budget();
    const left = place.selected?.from ?? place.cursor;
    // Cut to two thirds, so that it can grow before it must be cut again.
    const windowStart = windowStartBefore(place.text, left, Math.round((scene.mostBefore * 2) / 3));
    const after = wholeLines(spot.after, Math.round(budget.afterTokens * this.#charactersPerToken));
    const before = scene.beforeFrom(windowStart);
    const snippets = fitting(wish.snippets, Math.round(budget.snippetTokens * this.#charactersPerToken));
    const head =
      template === undefined
        ? { text: "", fence: "````", lines: [] }
        : ghostTextHead({ languageId: place.languageId, path: place.path, snippets, after }, template, before);
    if (template === undefined && runtime.generation !== "insert") return undefined;
    const anchor: Anchor = {
      uri: place.uri,
      windowStart,
      head,
      promptLines: head.lines,
      after,
      isAfterCut: after.length < spot.after.length,
      mostBefore: scene.mostBefore,
    };
    this.#anchors.add(anchor);
    return anchor;
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
