import type { Anchor } from "../core/completion/anchor.ts";
import { GhostStream, withoutHeldBack } from "../core/completion/ghostStream.ts";
import { turnTemplateOf } from "../core/completion/turnTemplate.ts";
import { neutralise } from "../core/controlText.ts";
import type { Runtime } from "../core/provisioning/state.ts";
import type { TriggerMode } from "../core/status.ts";
import type { Sampling } from "../ollama/sampling.ts";
import type { DaemonSlot } from "./daemonSlot.ts";
import type { ModelStream } from "./modelStream.ts";
import { newAnchor } from "./newAnchor.ts";
import type { Pacer } from "./pacer.ts";
import type { PromptWarmth } from "./promptWarmth.ts";
import { type Place, type Scene, sceneOf } from "./scene.ts";
import type { StreamBook } from "./streamBook.ts";
import type { Wish } from "./wish.ts";

/** What a stream is opened with. */
export interface StarterNeeds {
  readonly slot: DaemonSlot;
  readonly book: StreamBook;
  readonly pacer: Pacer;
  readonly warmth: PromptWarmth;
}

/** Opens the streams of ghost text: puts the prompt of a place together, or goes on with one that rests. */
export class StreamStarter {
  readonly #slot: DaemonSlot;
  readonly #book: StreamBook;
  readonly #pacer: Pacer;
  readonly #warmth: PromptWarmth;

  constructor({ slot, book, pacer, warmth }: StarterNeeds) {
    this.#slot = slot;
    this.#book = book;
    this.#pacer = pacer;
    this.#warmth = warmth;
  }

  /** When ghost text comes by itself; what `auto` stands for follows the measured speed. */
  modeFor({ settings }: Wish): TriggerMode {
    return settings.trigger === "auto" ? this.#slot.mode : settings.trigger;
  }

  /** Where a further request is dear, or a person wants to see all of it, a stream is written to its end. */
  mayRest(wish: Wish): boolean {
    const isCheap = this.modeFor(wish) === "typing" && this.#slot.runtime?.generation !== "insert";
    return isCheap && !wish.isExplicit && !wish.settings.grow;
  }

  /** What the engine looks at for a place, as much of it as the budget wants. */
  sceneAt(place: Place): Scene {
    return sceneOf(place, this.#slot.charactersOf(this.#slot.budget.beforeTokens));
  }

  /** Tells the stream whose first line is offered here, if there is more to come of it, how much is wanted behind that line. */
  wantBehind(wish: Wish, scene: Scene): GhostStream | undefined {
    const begun = this.mayRest(wish) ? this.#book.begun(scene) : undefined;
    begun?.ghost.want(begun.lineEnd, this.#pacer.linesBehind(begun.taken));
    return begun?.ghost;
  }

  /** Begins a stream for a place; undefined where the daemon may not be asked, or the signal aborts before. Each variation says something else. */
  async begin(wish: Wish, scene: Scene, signal: AbortSignal, variation = 0): Promise<ModelStream | undefined> {
    const claim = await this.#slot.claim(signal);
    if (claim === undefined) return undefined;
    const { runtime } = claim;

    const known = this.#book.anchorOf(scene);
    const anchor = known ?? this.anchorAt(wish, scene, runtime);
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
      isOtherChoice: variation > 0,
    });
    const bare = withoutHeldBack(before);
    const sampling = this.#samplingFor(runtime, anchor, variation);
    const prompt = anchor.head.text + neutralise(bare);
    if (runtime.generation !== "insert") {
      await this.#warmth.shorten(anchor, prompt, claim.isStale);
      if (claim.isStale()) return undefined;
    }
    if (variation === 0 && this.mayRest(wish)) ghost.want(0, 1 + this.#pacer.linesBehind(""));
    this.#warmth.noteAsked(anchor);
    const request = {
      prompt,
      before: neutralise(bare),
      after: neutralise(anchor.after),
      sampling,
      isNewSpot: known === undefined,
    };
    const stream = this.#slot.open(ghost, request, () => this.#book.drop(ghost));
    this.#book.add(ghost);
    return stream;
  }

  /** Asks for more of a stream that rests: its prompt and all that it has said are in the daemon's memory, so that costs next to nothing. */
  async resume(ghost: GhostStream, signal: AbortSignal): Promise<ModelStream | undefined> {
    const claim = await this.#slot.claim(signal);
    if (claim === undefined || ghost.isFinished || !this.#book.has(ghost)) return undefined;
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

  /** Freezes the text around a place for the prompts to come; undefined where that is not possible. */
  anchorAt(wish: Wish, scene: Scene, { generation }: Runtime): Anchor | undefined {
    const { afterTokens, snippetTokens } = this.#slot.budget;
    const room = { after: this.#slot.charactersOf(afterTokens), snippets: this.#slot.charactersOf(snippetTokens) };
    const anchor = newAnchor(wish, scene, generation, room);
    if (anchor !== undefined) this.#book.addAnchor(anchor);
    return anchor;
  }

  #samplingFor(runtime: Runtime, anchor: Anchor, variation: number): Sampling {
    return {
      ...(variation === 0 ? { temperature: 0 } : { temperature: 0.8, topP: 0.95, seed: variation }),
      numPredict: this.#slot.budget.answerTokens,
      stop: [...(turnTemplateOf(runtime.generation)?.stops ?? []), `\n${anchor.head.fence}`],
    };
  }
}
