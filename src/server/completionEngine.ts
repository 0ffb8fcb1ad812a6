import type { Anchor } from "../core/completion/anchor.ts";
import { windowStartBefore } from "../core/completion/anchor.ts";
import { GhostStream, withoutHeldBack } from "../core/completion/ghostStream.ts";
import { isInsideWord, isWorthAsking, placeOf } from "../core/completion/midLine.ts";
import { polish } from "../core/completion/polish/polish.ts";
import { Rhythm } from "../core/completion/rhythm.ts";
import type { Silence } from "../core/completion/silence.ts";
import type { Offer, Spot } from "../core/completion/spot.ts";
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
    const { spot } = scene;
    if (!wish.isExplicit && isInsideWord(spot)) return this.#silent("insideWord");
    if (!wish.isExplicit && !isWorthAsking(spot)) return this.#silent("midLine");
    if (!wish.settings.inComments && placeOf(spot) === "comment") return this.#silent("comment");

    const held = this.#heldOffer(wish, scene);
    if (held !== undefined) return this.#answered(held, "hit", undefined);

    const joined = this.#slot.running;
    if (joined !== undefined && joined.silentMs < longestSilenceMs && this.#leadsTo(joined.ghost, scene)) {
      const offer = await this.#awaited(joined, wish, scene, signal);
      if (offer !== undefined || signal.aborted)
        return offer === undefined ? this.#silent("withdrawn") : this.#answered(offer, "joined", joined.ghost);
    } else if (joined?.hasBegun === true) {
      // It says something else than the person writes: what more it would say is of no use to anybody.
      joined.abort();
    }

    const mode = this.#modeFor(wish);
    if (mode === "manual" && !wish.isExplicit) return this.#silent("manual");
    if (!this.#slot.mayAsk()) return this.#silent("busy");
    await this.#needs.clock.pause(this.#pauseFor(wish, spot, mode), signal);
    if (isWithdrawn()) return this.#silent("withdrawn");
    if (!this.#slot.mayAsk()) return this.#silent("busy");

    const stream = await this.#begin(wish, scene, signal);
    if (stream === undefined) return this.#silent(isWithdrawn() ? "withdrawn" : "notLoaded");
    const offer = await this.#awaited(stream, wish, scene, signal);
    if (offer !== undefined) return this.#answered(offer, "new", stream.ghost);
    return this.#silent(stream.ghost.isFinished ? "nothingUseful" : "withdrawn");
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
    if (this.#modeFor(wish) !== "typing" || !this.#slot.mayAsk() || running !== undefined || this.#slot.mustLook)
      return;
    const scene = this.#sceneFor(wish);
    const stream = this.#followed(scene);
    if (stream === undefined || !stream.mayGoOn) return;
    const held = this.#heldOffer(wish, scene);
    const beyond = held === undefined ? wish : { ...wish, place: placeBehind(wish.place, held) };
    const there = this.#sceneFor(beyond);
    if (!isWorthAsking(there.spot) || this.#isAwaited(there)) return;
    await this.#begin(beyond, there, signal);
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

  #sceneFor(wish: Wish): Scene {
    return sceneOf(wish.place, this.#slot.charactersOf(this.#slot.budget.beforeTokens));
  }

  #modeFor({ settings }: Wish): TriggerMode {
    return settings.trigger === "auto" ? this.mode : settings.trigger;
  }

  #pauseFor(wish: Wish, spot: Spot, mode: TriggerMode): number {
    const before = spot.before;
    const reasons = {
      isExplicit: wish.isExplicit,
      isNaturalStop: /(?:\n|[{([:]|=>)[ \t]*$/.test(before),
      isInWord: /[\p{L}\p{N}_$]$/u.test(before.slice(-2)),
      minDelayMs: wish.settings.minDelayMs,
      mode,
      requestMs: this.#slot.requestMs,
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
    const perSecond = this.speeds.generatedTokensPerSecond;
    return perSecond <= 0 ? mostBlockWaitMs / 2 : Math.min(mostBlockWaitMs, (30 / perSecond) * 1000);
  }

  #answered(offer: Offer, source: OfferSource, stream: GhostStream | undefined): Answer {
    const toOfferMs = Math.max(0, this.#needs.clock.now() - this.#lastEditMs);
    // What was there already tells nothing new, and a message for each key would cost more than the key itself.
    if (source !== "hit") {
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
    const sampling: Sampling = {
      ...(variation === 0 ? { temperature: 0 } : { temperature: 0.8, topP: 0.95, seed: variation }),
      numPredict: this.#slot.budget.answerTokens,
      stop: [...stops, `\n${anchor.head.fence}`],
    };
    const prompt = anchor.head.text + neutralise(bare);
    const isNew = !this.#askedAt.has(anchor) && runtime.generation !== "insert";
    if (isNew && this.#slot.isLongWork(prompt.length - (this.#evaluated.get(anchor) ?? 0))) {
      await this.#evaluate(anchor, warmingSteps(prompt, this.#slot.stepCharacters).slice(0, -1), claim.isStale);
      if (claim.isStale()) return undefined;
    }
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
