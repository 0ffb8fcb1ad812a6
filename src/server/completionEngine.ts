import { isBlockAhead } from "../core/completion/blockAhead.ts";
import type { GhostStream } from "../core/completion/ghostStream.ts";
import { isInsideWord, isWorthAsking } from "../core/completion/midLine.ts";
import type { Silence } from "../core/completion/silence.ts";
import type { Offer } from "../core/completion/spot.ts";
import { placeOf } from "../core/completion/surroundings.ts";
import type { Runtime } from "../core/provisioning/state.ts";
import type { OfferSource } from "../core/statistics/outcome.ts";
import type { TriggerMode } from "../core/status.ts";
import { AheadOfTyping } from "./aheadOfTyping.ts";
import { DaemonSlot, type SlotNeeds } from "./daemonSlot.ts";
import type { ModelStream } from "./modelStream.ts";
import type { OfferCost } from "./offerLog.ts";
import { Pacer } from "./pacer.ts";
import { PromptWarmth } from "./promptWarmth.ts";
import type { Place, Scene } from "./scene.ts";
import { StreamBook } from "./streamBook.ts";
import { StreamStarter } from "./streamStarter.ts";
import type { Wish } from "./wish.ts";

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

/** Places whose other choices have been asked for that are remembered. */
const mostVaried = 40;
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
  readonly #book = new StreamBook();
  readonly #pacer: Pacer;
  /** The place of the last wish. */
  #latest: Scene | undefined;
  readonly #starter: StreamStarter;
  readonly #ahead: AheadOfTyping;
  #lastOfferMs = 0;
  /** Spots whose other choices have been asked for, by their code before the cursor. */
  readonly #varied = new Set<string>();

  constructor(needs: EngineNeeds) {
    this.#needs = needs;
    this.#slot = new DaemonSlot(needs);
    this.#pacer = new Pacer(needs.clock, this.#book);
    const warmth = new PromptWarmth(this.#slot);
    const parts = { slot: this.#slot, book: this.#book, pacer: this.#pacer, warmth };
    this.#starter = new StreamStarter(parts);
    this.#ahead = new AheadOfTyping(parts, this.#starter);
  }

  /** The mode that `auto` stands for at the measured speed. */
  get mode(): TriggerMode {
    return this.#slot.mode;
  }

  get speeds(): Runtime["speeds"] {
    return this.#slot.speeds;
  }

  /** Takes the daemon and the model to ask; without one nothing is asked. Another model forgets all that the old one said. */
  useRuntime(runtime: Runtime | undefined): void {
    if (!this.#slot.useRuntime(runtime)) return;
    this.#book.clear();
    this.#needs.onPace(this.mode, this.#lastOfferMs);
  }

  /** Follows an edit of a document; offsets before the edit. */
  noteEdit(uri: string, edit: { from: number; to: number; inserted: number }): void {
    // What a program writes elsewhere is not the person's rhythm.
    if (this.#latest === undefined || this.#latest.place.uri === uri) this.#pacer.noteEdit();
    this.#book.noteEdit(uri, edit);
  }

  /** An offer, or a part of one, has been accepted. */
  noteTaken(): void {
    this.#pacer.noteTaken();
  }

  forget(uri: string): void {
    this.#book.forget(uri);
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
    const scene = this.#starter.sceneAt(wish.place);
    this.#latest = scene;
    const { spot } = scene;
    if (!wish.isExplicit && isInsideWord(spot)) return this.#silent("insideWord");
    if (!wish.isExplicit && !isWorthAsking(spot)) return this.#silent("midLine");
    if (!wish.settings.inComments && placeOf(spot) === "comment") return this.#silent("comment");

    const held = this.#book.offer(wish, scene);
    // Whoever asks by hand wants more than the line at which a stream has come to rest.
    if (held !== undefined && !(wish.isExplicit && this.#restingAt(scene) !== undefined)) {
      const ghost = this.#starter.wantBehind(wish, scene);
      if (ghost !== undefined && ghost === this.#slot.running?.ghost) this.#slot.running.restIfEnough();
      return this.#answered(held, "hit", undefined);
    }

    const joined = this.#slot.running;
    if (joined !== undefined && joined.silentMs < longestSilenceMs && this.#book.leadsTo(joined.ghost, scene)) {
      const offer = await this.#awaited(joined, wish, scene, signal);
      if (offer !== undefined) return this.#shown(offer, "joined", joined, wish, scene);
      if (isWithdrawn()) return this.#silent("withdrawn");
      if (this.#isInVain(joined.ghost, wish, scene)) return this.#silent("nothingUseful");
    } else if (joined?.hasBegun === true) {
      // It says something else than the person writes: what more it would say is of no use to anybody.
      joined.abort();
    }

    const mode = this.#starter.modeFor(wish);
    if (mode === "manual" && !wish.isExplicit) return this.#silent("manual");
    if (!this.#slot.mayAsk()) return this.#silent("busy");
    const resting = this.#restingAt(scene);
    if (resting !== undefined && this.#isInVain(resting, wish, scene)) return this.#silent("nothingUseful");
    if (!wish.isExplicit && this.#book.isSaidAll(scene)) return this.#silent("nothingUseful");
    // Whoever has come along a stream to its end is not about to write something else.
    if (resting === undefined || !this.#pacer.isTrusted)
      await this.#needs.clock.pause(this.#pauseFor(wish, scene, mode), signal);
    if (isWithdrawn()) return this.#silent("withdrawn");
    if (!this.#slot.mayAsk()) return this.#silent("busy");

    this.#pacer.noteAsking(scene);
    const stream = await (resting === undefined
      ? this.#starter.begin(wish, scene, signal)
      : this.#starter.resume(resting, signal));
    this.#pacer.noteGuess(stream?.ghost);
    if (stream !== undefined) this.#endWhenLeft(stream);
    if (stream === undefined) return this.#silent(isWithdrawn() ? "withdrawn" : "notLoaded");
    const offer = await this.#awaited(stream, wish, scene, signal);
    if (offer !== undefined) return this.#shown(offer, "new", stream, wish, scene);
    const isOver = stream.ghost.isFinished || this.#isInVain(stream.ghost, wish, scene);
    return this.#silent(isOver ? "nothingUseful" : "withdrawn");
  }

  /** The cursor has gone there: text that is being written for another place is of no use. */
  moveTo(place: Place): void {
    const { running } = this.#slot;
    this.#latest = this.#starter.sceneAt(place);
    if (running?.hasBegun === true) running.onText();
  }

  /** Ends a stream as soon as it says something else than what the person has written meanwhile. */
  #endWhenLeft(stream: ModelStream): void {
    stream.onText = () => {
      if (this.#latest !== undefined && !this.#book.leadsTo(stream.ghost, this.#latest)) stream.abort();
    };
  }

  /** An offer of a stream that runs; what is not wanted behind it is not written. */
  #shown(offer: Offer, source: OfferSource, stream: ModelStream, wish: Wish, scene: Scene): Answer {
    if (this.#starter.wantBehind(wish, scene) === stream.ghost) stream.restIfEnough();
    return this.#answered(offer, source, stream.ghost);
  }

  #silent(reason: Silence): undefined {
    this.#needs.onSilence(reason);
    return undefined;
  }

  /** Every different offer that is held for a place, the one shown first in front. */
  choicesAt(wish: Wish): readonly Offer[] {
    const offers = new Map<string, Offer>();
    for (const offer of this.#book.offers(wish, this.#starter.sceneAt(wish.place))) {
      if (!offers.has(offer.text)) offers.set(offer.text, offer);
    }
    return [...offers.values()].slice(0, mostChoices);
  }

  /**
   * Asks for up to two other choices at a place where a person asked for ghost text, one after another and only once;
   * tells of each that differs. Ends with the signal, and gives way to any other wish.
   */
  async vary(wish: Wish, signal: AbortSignal, onMore: () => void): Promise<void> {
    const scene = this.#starter.sceneAt(wish.place);
    const key = `${wish.place.uri}\n${scene.spot.before}`;
    if (this.#varied.has(key)) return;
    this.#varied.add(key);
    if (this.#varied.size > mostVaried) this.#varied.clear();
    for (let variation = 1; variation < mostChoices && !signal.aborted && this.#slot.mayAsk(); variation++) {
      const before = this.choicesAt(wish).length;
      const stream = await this.#starter.begin(wish, scene, signal, variation);
      if (stream === undefined) return;
      await stream.finished(signal);
      if (!stream.ghost.isFinished) stream.abort();
      else if (this.choicesAt(wish).length > before) onMore();
    }
  }

  /** Whether more of what was offered here is ready now than its first line. */
  hasGrown(wish: Wish, shown: Offer): boolean {
    const now = this.#book.offer(wish, this.#starter.sceneAt(wish.place));
    return now !== undefined && now.text.length > shown.text.length && now.text.startsWith(shown.text);
  }

  /** Resolves when the stream that runs has ended, or the signal aborts; at once where none runs. */
  async settled(signal: AbortSignal): Promise<void> {
    await this.#slot.running?.finished(signal);
  }

  /** Evaluates the prompt of a place where the cursor rests before anything is typed there. */
  warm(wish: Wish, signal: AbortSignal): Promise<void> {
    return this.#ahead.warm(wish, signal);
  }

  /** Writes on behind what has been accepted, where the person rests. */
  lookAhead(wish: Wish, signal: AbortSignal): Promise<void> {
    return this.#ahead.write(wish, signal);
  }

  /** A stream that has come to rest and leads here or on from here. */
  #restingAt(scene: Scene): GhostStream | undefined {
    const { running } = this.#slot;
    return this.#book.resting(scene, running?.isOver === false ? running.ghost : undefined);
  }

  #pauseFor({ isExplicit, settings: { minDelayMs } }: Wish, scene: Scene, mode: TriggerMode): number {
    return this.#pacer.pauseMs(scene, { isExplicit, minDelayMs, mode, requestMs: this.#slot.requestMs });
  }

  async #awaited(stream: ModelStream, wish: Wish, scene: Scene, signal: AbortSignal): Promise<Offer | undefined> {
    while (!signal.aborted && this.#book.leadsTo(stream.ghost, scene)) {
      const first = this.#book.offerFrom(stream.ghost, wish, scene);
      if (first !== undefined) return this.#withBlock(first, stream, wish, scene, signal);
      if (stream.isOver) return undefined;
      if (this.#isInVain(stream.ghost, wish, scene)) {
        stream.rest();
        return undefined;
      }
      await stream.next(signal);
    }
    return undefined;
  }

  /** Whether nothing more of a stream is worth waiting for here; a person who asks by hand waits for all of it. */
  #isInVain(ghost: GhostStream, wish: Wish, scene: Scene): boolean {
    return this.#starter.mayRest(wish) && this.#book.saysNothingFor(ghost, wish, scene);
  }

  /** Waits a little for the rest of a block whose first line is there. */
  async #withBlock(first: Offer, stream: ModelStream, wish: Wish, scene: Scene, signal: AbortSignal): Promise<Offer> {
    if (stream.ghost.isFinished || !isBlockWanted(wish, scene, first)) return first;
    const patience = new AbortController();
    const both = AbortSignal.any([signal, patience.signal]);
    void this.#needs.clock.pause(this.#blockWaitMs(), both).then(() => patience.abort());
    await stream.finished(both);
    patience.abort();
    return this.#book.offerFrom(stream.ghost, wish, scene) ?? first;
  }

  /** The time for some three lines at the measured speed, and never more than a quarter of a second. */
  #blockWaitMs(): number {
    const perSecond = this.speeds.generatedTokensPerSecond;
    return perSecond <= 0 ? mostBlockWaitMs / 2 : Math.min(mostBlockWaitMs, (30 / perSecond) * 1000);
  }

  #answered(offer: Offer, source: OfferSource, stream: GhostStream | undefined): Answer {
    const toOfferMs = this.#pacer.sinceEditMs;
    // What was there already tells nothing new, and a message for each key would cost more than the key itself.
    if (source !== "hit") {
      this.#pacer.noteOffered();
      this.#lastOfferMs = toOfferMs;
      this.#needs.onPace(this.mode, this.#lastOfferMs);
    }
    return { offer, source, toOfferMs, cost: () => this.#slot.costOf(stream) };
  }
}

/** Whether a person is better served a moment later with more than the first line. */
function isBlockWanted({ isExplicit, settings }: Wish, { spot }: Scene, first: Offer): boolean {
  if (settings.multiline === "auto" && !isExplicit) return isBlockAhead(spot.before, first.text);
  return settings.multiline !== "never";
}
