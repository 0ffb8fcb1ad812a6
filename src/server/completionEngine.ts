import type { Anchor } from "../core/completion/anchor.ts";
import { windowStartBefore } from "../core/completion/anchor.ts";
import { Agreement } from "../core/completion/agreement.ts";
import { isBlockAhead } from "../core/completion/blockAhead.ts";
import { GhostStream, withoutHeldBack } from "../core/completion/ghostStream.ts";
import { linesBehind } from "../core/completion/linesBehind.ts";
import { isInsideWord, isWorthAsking } from "../core/completion/midLine.ts";
import { polish } from "../core/completion/polish/polish.ts";
import { Rhythm } from "../core/completion/rhythm.ts";
import type { Silence } from "../core/completion/silence.ts";
import type { Offer } from "../core/completion/spot.ts";
import { placeOf } from "../core/completion/surroundings.ts";
import { turnTemplateOf } from "../core/completion/turnTemplate.ts";
import { warmingSteps } from "../core/completion/warmingSteps.ts";
import { neutralise } from "../core/controlText.ts";
import { ghostTextHead, type Snippet } from "../core/prompts/ghostText.ts";
import type { Runtime } from "../core/provisioning/state.ts";
import type { CompletionSettings } from "../core/settings.ts";
import type { OfferSource } from "../core/statistics/outcome.ts";
import type { TriggerMode } from "../core/status.ts";
import type { Sampling } from "../ollama/sampling.ts";
import { AnchorBook } from "./anchorBook.ts";
import { DaemonSlot, type SlotNeeds } from "./daemonSlot.ts";
import { firstWholeLine, fitting, wholeLines } from "./excerpts.ts";
import type { ModelStream } from "./modelStream.ts";
import type { OfferCost } from "./offerLog.ts";
import { type Place, type Scene, sceneOf } from "./scene.ts";

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
export interface EngineNeeds extends SlotNeeds {
  readonly onPace: (mode: TriggerMode, lastOfferMs: number) => void;
  /** Called where a wish is answered with nothing. */
  readonly onSilence: (silence: Silence) => void;
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
 * A person's typing never waits for anything but its own wish.
 */
export class CompletionEngine {
  readonly #needs: EngineNeeds;
  readonly #slot: DaemonSlot;
  readonly #anchors = new AnchorBook();
  readonly #rhythm = new Rhythm();
  readonly #agreement = new Agreement();
  /** The stream that was last begun for what a person wrote, whose worth the next key tells. */
  #lastGuess: GhostStream | undefined;
  /** The place of the last wish. */
  #latest: Scene | undefined;
  #streams: GhostStream[] = [];
  /** Anchors whose prompt a request has evaluated. */
  readonly #askedAt = new WeakSet<Anchor>();
  /** Characters of each anchor's prompt that have been evaluated ahead. */
  readonly #evaluated = new WeakMap<Anchor, number>();
  #lastEditMs = 0;
  #lastOfferMs = 0;
  /** Spots whose other choices have been asked for, by their code before the cursor. */
  readonly #varied = new Set<string>();

  constructor(needs: EngineNeeds) {
    this.#needs = needs;
    this.#slot = new DaemonSlot(needs);
  }

  /** The mode that `auto` stands for at the measured speed. */
  get mode(): TriggerMode {
    return this.#slot.mode;
  }

  /** Whether what the model writes has mostly been what the person wrote then. */
  get #isTrusted(): boolean {
    return this.#agreement.share >= 0.5;
  }

  get speeds(): Runtime["speeds"] {
    return this.#slot.speeds;
  }

  /** Takes the daemon and the model to ask; without one nothing is asked. Another model forgets all that the old one said. */
  useRuntime(runtime: Runtime | undefined): void {
    if (!this.#slot.useRuntime(runtime)) return;
    this.#streams = [];
    this.#anchors.clear();
    this.#needs.onPace(this.mode, this.#lastOfferMs);
  }

  /** Follows an edit of a document; offsets before the edit. */
  noteEdit(uri: string, edit: { from: number; to: number; inserted: number }): void {
    this.#lastEditMs = this.#needs.clock.now();
    this.#rhythm.note(this.#lastEditMs);
    this.#anchors.noteEdit(uri, edit);
  }

  /** An offer, or a part of one, has been accepted. */
  noteTaken(): void {
    this.#agreement.noteTaken();
  }

  forget(uri: string): void {
    this.#anchors.forget(uri);
    this.#streams = this.#streams.filter((one) => one.anchor.uri !== uri);
  }

  /** A foreground answer takes the daemon; resolves once our own stream is closed. */
  beginForeground(id: string): Promise<void> {
    return this.#slot.beginForeground(id);
  }

  endForeground(id: string): void {
    this.#slot.endForeground(id);
  }

  /** Ends what runs; resolves when the connection is closed. */
  stop(): Promise<void> {
    return this.#slot.stop();
  }

  /** The best offer for a wish, or undefined; the signal ends the wait, not the request, which a next wish may join. */
  async completeAt(wish: Wish, signal: AbortSignal): Promise<Answer | undefined> {
    const isWithdrawn = (): boolean => signal.aborted;
    if (this.#slot.runtime === undefined) return this.#silent("notReady");
    const scene = this.#sceneFor(wish);
    this.#latest = scene;
    const { spot } = scene;
    if (!wish.isExplicit && isInsideWord(spot)) return this.#silent("insideWord");
    if (!wish.isExplicit && !isWorthAsking(spot)) return this.#silent("midLine");
    if (!wish.settings.inComments && placeOf(spot) === "comment") return this.#silent("comment");

    const held = this.#heldOffer(wish, scene);
    // Whoever asks by hand wants more than the line at which a stream has come to rest.
    if (held !== undefined && !(wish.isExplicit && this.#restingAt(scene) !== undefined)) {
      const ghost = this.#wantBehind(wish, scene);
      if (ghost !== undefined && ghost === this.#slot.running?.ghost) this.#slot.running.restIfEnough();
      return this.#answered(held, "hit", undefined);
    }

    const joined = this.#slot.running;
    if (joined !== undefined && joined.silentMs < longestSilenceMs && this.#leadsTo(joined.ghost, scene)) {
      const offer = await this.#awaited(joined, wish, scene, signal);
      if (offer !== undefined) return this.#shown(offer, "joined", joined, wish, scene);
      if (isWithdrawn()) return this.#silent("withdrawn");
    } else if (joined?.hasBegun === true) {
      // It says something else than the person writes: what more it would say is of no use to anybody.
      joined.abort();
    }

    const mode = this.#modeFor(wish);
    if (mode === "manual" && !wish.isExplicit) return this.#silent("manual");
    if (!this.#slot.mayAsk()) return this.#silent("busy");
    const resting = this.#restingAt(scene);
    // Whoever has come along a stream to its end is not about to write something else.
    if (resting === undefined || !this.#isTrusted)
      await this.#needs.clock.pause(this.#pauseFor(wish, scene, mode), signal);
    if (isWithdrawn()) return this.#silent("withdrawn");
    if (!this.#slot.mayAsk()) return this.#silent("busy");

    this.#judgeLastGuess(scene);
    const stream = await (resting === undefined ? this.#begin(wish, scene, signal) : this.#resume(resting, signal));
    this.#lastGuess = stream?.ghost;
    if (stream !== undefined) this.#endWhenLeft(stream);
    if (stream === undefined) return this.#silent(isWithdrawn() ? "withdrawn" : "notLoaded");
    const offer = await this.#awaited(stream, wish, scene, signal);
    if (offer !== undefined) return this.#shown(offer, "new", stream, wish, scene);
    return this.#silent(stream.ghost.isFinished ? "nothingUseful" : "withdrawn");
  }

  /** Learns from what has been typed where the last stream began whether it was worth its price. */
  #judgeLastGuess(scene: Scene): void {
    const guess = this.#lastGuess;
    const anchor = this.#anchorOf(scene);
    if (guess === undefined || guess.anchor !== anchor) return;
    const before = scene.beforeFrom(anchor.windowStart);
    if (before.startsWith(guess.before)) this.#agreement.note(guess.text, before.slice(guess.before.length));
  }

  /** Whether the last stream was begun inside the word that is being written, and said something else. */
  #wasWrongInWord(scene: Scene): boolean {
    const guess = this.#lastGuess;
    if (guess === undefined || this.#anchorOf(scene) !== guess.anchor) return false;
    const before = scene.beforeFrom(guess.anchor.windowStart);
    return before.startsWith(guess.before) && /^[\p{L}\p{N}_$]+$/u.test(before.slice(guess.before.length - 1));
  }

  /** The cursor has gone there: text that is being written for another place is of no use. */
  moveTo(place: Place): void {
    const { running } = this.#slot;
    this.#latest = this.#sceneAt(place);
    if (running?.hasBegun === true) running.onText();
  }

  /** Ends a stream as soon as it says something else than what the person has written meanwhile. */
  #endWhenLeft(stream: ModelStream): void {
    stream.onText = () => {
      if (this.#latest !== undefined && !this.#leadsTo(stream.ghost, this.#latest)) stream.abort();
    };
  }

  /** An offer of a stream that runs; what is not wanted behind it is not written. */
  #shown(offer: Offer, source: OfferSource, stream: ModelStream, wish: Wish, scene: Scene): Answer {
    if (this.#wantBehind(wish, scene) === stream.ghost) stream.restIfEnough();
    return this.#answered(offer, source, stream.ghost);
  }

  #silent(reason: Silence): undefined {
    this.#needs.onSilence(reason);
    return undefined;
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
    for (let variation = 1; variation < mostChoices && !signal.aborted && this.#slot.mayAsk(); variation++) {
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
    await this.#slot.running?.finished(signal);
  }

  /**
   * Evaluates the prompt of a place where the cursor rests before anything is typed there, in steps of about one second of measured
   * work, since evaluation that has begun cannot be interrupted (facts: ollama 0.3) and nobody shall wait longer than one step.
   */
  async warm(wish: Wish, signal: AbortSignal): Promise<void> {
    const runtime = this.#slot.runtime;
    if (runtime === undefined || this.#modeFor(wish) === "manual" || runtime.generation === "insert") return;
    const scene = this.#sceneFor(wish);
    const { running } = this.#slot;
    if (running?.hasBegun === true && !this.#leadsTo(running.ghost, scene)) {
      // The person has gone elsewhere: what it would still say is of no use.
      running.abort();
      await running.closed;
    }
    const isUnwelcome = (): boolean => signal.aborted || !this.#slot.mayAsk() || this.#slot.running !== undefined;
    if (isUnwelcome() || !isWorthAsking(scene.spot) || this.#slot.mustLook) return;
    const anchor = this.#anchorOf(scene) ?? this.#anchorAt(wish, scene, runtime);
    if (anchor === undefined || this.#askedAt.has(anchor)) return;
    const prompt = anchor.head.text + neutralise(withoutHeldBack(scene.beforeFrom(anchor.windowStart)));
    await this.#evaluate(anchor, warmingSteps(prompt, this.#slot.stepCharacters), isUnwelcome);
  }

  /** Evaluates what of a prompt's steps has not been evaluated yet, until it is not welcome any more. */
  async #evaluate(anchor: Anchor, steps: readonly string[], isUnwelcome: () => boolean): Promise<void> {
    for (const step of steps) {
      if (step.length <= (this.#evaluated.get(anchor) ?? 0)) continue;
      if (isUnwelcome()) return;
      // One that is ended early leaves nothing behind.
      if (!(await this.#slot.evaluate(step))) return;
      this.#evaluated.set(anchor, step.length);
    }
  }

  /**
   * Where a person has come along a stream, by accepting or typing it, and rests: writes on behind all that is held for this place, to
   * be ready for the next acceptance. It is the first to give way, and nothing is written ahead twice or on a slow daemon.
   */
  async lookAhead(wish: Wish, signal: AbortSignal): Promise<void> {
    const { running } = this.#slot;
    if (!this.#agreement.isKnownTaker) return;
    if (this.#modeFor(wish) !== "typing" || !this.#slot.mayAsk() || running !== undefined || this.#slot.mustLook)
      return;
    const scene = this.#sceneFor(wish);
    const resting = this.#wantBehind(wish, scene);
    if (resting !== undefined) {
      await this.#goOn(resting);
      return;
    }
    const stream = this.#followed(scene);
    if (stream === undefined || !stream.mayGoOn) return;
    const held = this.#heldOffer(wish, scene);
    const beyond = held === undefined ? wish : { ...wish, place: placeBehind(wish.place, held) };
    const there = this.#sceneFor(beyond);
    if (!isWorthAsking(there.spot) || this.#isAwaited(there)) return;
    await this.#begin(beyond, there, signal);
  }

  /** A stream that has come to rest and leads here or on from here. */
  #restingAt(scene: Scene): GhostStream | undefined {
    const { running } = this.#slot;
    return this.#streams.find(
      (one) => !one.isFinished && (one !== running?.ghost || running.isOver) && this.#leadsTo(one, scene),
    );
  }

  #linesBehind(taken: string): number {
    return linesBehind({ taken, isTaker: this.#agreement.isTaker, isTrusted: this.#isTrusted });
  }

  /** Where a further request is dear, or a person wants to see all of it, a stream is written to its end. */
  #mayRest(wish: Wish): boolean {
    const isCheap = this.#modeFor(wish) === "typing" && this.#slot.runtime?.generation !== "insert";
    return isCheap && !wish.isExplicit && !wish.settings.grow;
  }

  /** Tells the stream whose first line is offered here, if there is more to come of it, how much is wanted behind that line. */
  #wantBehind(wish: Wish, scene: Scene): GhostStream | undefined {
    const anchor = this.#anchorOf(scene);
    if (!this.#mayRest(wish) || anchor === undefined) return undefined;
    const before = scene.beforeFrom(anchor.windowStart);
    for (const ghost of this.#streams) {
      const ahead = ghost.anchor === anchor && !ghost.isFinished ? ghost.ahead(before) : undefined;
      const line = ahead === undefined ? undefined : firstWholeLine(ahead, false);
      if (ahead === undefined || line === undefined) continue;
      const start = Math.max(0, ghost.text.length - ahead.length);
      const taken = before.slice(ghost.before.length);
      ghost.want(start + line.length, this.#linesBehind(taken));
      return ghost;
    }
    return undefined;
  }

  /** Has a stream that rests go on in the background until there is enough of it; it gives way to any wish. */
  async #goOn(ghost: GhostStream): Promise<void> {
    if (ghost.hasEnough || this.#slot.running !== undefined || !this.#slot.mayAsk() || this.#slot.mustLook) return;
    await this.#resume(ghost, new AbortController().signal);
  }

  /** Asks for more of a stream that rests: its prompt and all that it has said are in the daemon's memory, so that costs next to nothing. */
  async #resume(ghost: GhostStream, signal: AbortSignal): Promise<ModelStream | undefined> {
    const claim = await this.#slot.claim(signal);
    if (claim === undefined || ghost.isFinished || !this.#streams.includes(ghost)) return undefined;
    const request = {
      prompt: ghost.anchor.head.text + ghost.written,
      before: ghost.written,
      after: neutralise(ghost.anchor.after),
      sampling: this.#samplingFor(claim.runtime, ghost.anchor, 0),
      isNewSpot: false,
    };
    // What it has said before stays, whatever becomes of this.
    return this.#slot.open(ghost, request, () => undefined);
  }

  /** The stream along which the cursor has come here, if it is all there. */
  #followed(scene: Scene): GhostStream | undefined {
    const anchor = this.#anchorOf(scene);
    if (anchor === undefined) return undefined;
    const before = scene.beforeFrom(anchor.windowStart);
    return this.#streams.find(
      (one) =>
        one.anchor === anchor &&
        one.isFinished &&
        before.length > one.before.length + 1 &&
        one.ahead(before) !== undefined,
    );
  }

  /** Whether some stream begins or leads on there. */
  #isAwaited(scene: Scene): boolean {
    const anchor = this.#anchorOf(scene);
    if (anchor === undefined) return false;
    const before = scene.beforeFrom(anchor.windowStart);
    return this.#streams.some((one) => one.anchor === anchor && (one.before === before || Boolean(one.ahead(before))));
  }

  #sceneFor({ place }: Wish): Scene {
    return this.#sceneAt(place);
  }

  #sceneAt(place: Place): Scene {
    return sceneOf(place, this.#slot.charactersOf(this.#slot.budget.beforeTokens));
  }

  #modeFor({ settings }: Wish): TriggerMode {
    return settings.trigger === "auto" ? this.mode : settings.trigger;
  }

  #pauseFor(wish: Wish, scene: Scene, mode: TriggerMode): number {
    const { before } = scene.spot;
    const reasons = {
      isExplicit: wish.isExplicit,
      isNaturalStop: /(?:\n|[{([:]|=>)[ \t]*$/.test(before),
      isInWord: /[\p{L}\p{N}_$]$/u.test(before.slice(-2)) || placeOf(scene.spot) !== "code",
      minDelayMs: wish.settings.minDelayMs,
      mode,
      requestMs: this.#slot.requestMs,
      doubt: this.#wasWrongInWord(scene) ? 2 : this.#agreement.doubt,
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
      if (stream.isOver) return undefined;
      await stream.next(signal);
    }
    return undefined;
  }

  /** Waits a little for the rest of a block whose first line is there. */
  async #withBlock(first: Offer, stream: ModelStream, wish: Wish, scene: Scene, signal: AbortSignal): Promise<Offer> {
    if (stream.ghost.isFinished || !isBlockWanted(wish, scene, first)) return first;
    const patience = new AbortController();
    const both = AbortSignal.any([signal, patience.signal]);
    void this.#needs.clock.pause(this.#blockWaitMs(), both).then(() => patience.abort());
    await stream.finished(both);
    patience.abort();
    return this.#offerFrom(stream.ghost, wish, scene) ?? first;
  }

  /** The time for some three lines at the measured speed, and never more than a quarter of a second. */
  #blockWaitMs(): number {
    const perSecond = this.speeds.generatedTokensPerSecond;
    return perSecond <= 0 ? mostBlockWaitMs / 2 : Math.min(mostBlockWaitMs, (30 / perSecond) * 1000);
  }

  #answered(offer: Offer, source: OfferSource, stream: GhostStream | undefined): Answer {
    const toOfferMs = Math.max(0, this.#needs.clock.now() - this.#lastEditMs);
    // What was there already tells nothing new, and a message for each key would cost more than the key itself.
    if (source !== "hit") {
      this.#agreement.noteOffered();
      this.#lastOfferMs = toOfferMs;
      this.#needs.onPace(this.mode, this.#lastOfferMs);
    }
    return { offer, source, toOfferMs, cost: () => this.#slot.costOf(stream) };
  }

  async #begin(wish: Wish, scene: Scene, signal: AbortSignal, variation = 0): Promise<ModelStream | undefined> {
    const claim = await this.#slot.claim(signal);
    if (claim === undefined) return undefined;
    const { runtime } = claim;

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
    const sampling = this.#samplingFor(runtime, anchor, variation);
    const prompt = anchor.head.text + neutralise(bare);
    const isNew = !this.#askedAt.has(anchor) && runtime.generation !== "insert";
    if (isNew && this.#slot.isLongWork(prompt.length - (this.#evaluated.get(anchor) ?? 0))) {
      await this.#evaluate(anchor, warmingSteps(prompt, this.#slot.stepCharacters).slice(0, -1), claim.isStale);
      if (claim.isStale()) return undefined;
    }
    if (variation === 0 && this.#mayRest(wish)) ghost.want(0, 1 + this.#linesBehind(""));
    this.#askedAt.add(anchor);
    const request = {
      prompt,
      before: neutralise(bare),
      after: neutralise(anchor.after),
      sampling,
      isNewSpot: known === undefined,
    };
    const stream = this.#slot.open(ghost, request, () => this.#drop(ghost));
    // Another choice stands behind the one that is shown.
    this.#streams = (variation === 0 ? [ghost, ...this.#streams] : [...this.#streams, ghost]).slice(0, mostStreams);
    return stream;
  }

  #samplingFor(runtime: Runtime, anchor: Anchor, variation: number): Sampling {
    return {
      ...(variation === 0 ? { temperature: 0 } : { temperature: 0.8, topP: 0.95, seed: variation }),
      numPredict: this.#slot.budget.answerTokens,
      stop: [...(turnTemplateOf(runtime.generation)?.stops ?? []), `\n${anchor.head.fence}`],
    };
  }

  #drop(ghost: GhostStream): void {
    this.#streams = this.#streams.filter((one) => one !== ghost);
  }

  #anchorAt(wish: Wish, scene: Scene, runtime: Runtime): Anchor | undefined {
    const { place, spot } = scene;
    const template = turnTemplateOf(runtime.generation);
    const { budget } = this.#slot;
    const left = place.selected?.from ?? place.cursor;
    // Cut to two thirds, so that it can grow before it must be cut again.
    const windowStart = windowStartBefore(place.text, left, Math.round((scene.mostBefore * 2) / 3));
    const after = wholeLines(spot.after, this.#slot.charactersOf(budget.afterTokens));
    const before = scene.beforeFrom(windowStart);
    const snippets = fitting(wish.snippets, this.#slot.charactersOf(budget.snippetTokens));
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
}

/** Whether a person is better served a moment later with more than the first line. */
function isBlockWanted({ isExplicit, settings }: Wish, { spot }: Scene, first: Offer): boolean {
  if (settings.multiline === "auto" && !isExplicit) return isBlockAhead(spot.before, first.text);
  return settings.multiline !== "never";
}

/** The place at which a person will be who accepts an offer. */
function placeBehind(place: Place, { text, replaces }: Offer): Place {
  const { text: whole, cursor } = place;
  return {
    ...place,
    text: whole.replaced(cursor, cursor + replaces, text),
    cursor: cursor + text.length,
    selected: undefined,
  };
}
