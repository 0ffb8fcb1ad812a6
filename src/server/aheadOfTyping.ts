import { type GhostStream, withoutHeldBack } from "../core/completion/ghostStream.ts";
import { isWorthAsking } from "../core/completion/midLine.ts";
import type { Offer } from "../core/completion/spot.ts";
import { neutralise } from "../core/controlText.ts";
import type { Place } from "./scene.ts";
import type { StarterNeeds, StreamStarter } from "./streamStarter.ts";
import type { Wish } from "./wish.ts";

/** What is done where a person rests, before it is wished for: the prompt is evaluated, and text is written behind what is accepted. All of it gives way to any wish. */
export class AheadOfTyping {
  readonly #needs: StarterNeeds;
  readonly #starter: StreamStarter;

  constructor(needs: StarterNeeds, starter: StreamStarter) {
    this.#needs = needs;
    this.#starter = starter;
  }

  /**
   * Evaluates the prompt of a place where the cursor rests before anything is typed there, in steps of about one second of measured
   * work, since evaluation that has begun cannot be interrupted (facts: ollama 0.3) and nobody shall wait longer than one step.
   */
  async warm(wish: Wish, signal: AbortSignal): Promise<void> {
    const { slot, book, warmth } = this.#needs;
    const { runtime, running } = slot;
    if (runtime === undefined || this.#starter.modeFor(wish) === "manual" || runtime.generation === "insert") return;
    const scene = this.#starter.sceneAt(wish.place);
    if (running?.hasBegun === true && !book.leadsTo(running.ghost, scene)) {
      // The person has gone elsewhere: what it would still say is of no use.
      running.abort();
      await running.closed;
    }
    const isUnwelcome = (): boolean => signal.aborted || !slot.mayAsk() || slot.running !== undefined;
    if (isUnwelcome() || !isWorthAsking(scene.spot) || slot.mustLook) return;
    const anchor = book.anchorOf(scene) ?? this.#starter.anchorAt(wish, scene, runtime);
    if (anchor === undefined || warmth.isAsked(anchor)) return;
    const prompt = anchor.head.text + neutralise(withoutHeldBack(scene.beforeFrom(anchor.windowStart)));
    await warmth.evaluate(anchor, prompt, isUnwelcome);
  }

  /**
   * Where a person has come along a stream, by accepting or typing it, and rests: writes on behind all that is held for this place, to
   * be ready for the next acceptance. Nothing is written ahead twice or on a slow daemon.
   */
  async write(wish: Wish, signal: AbortSignal): Promise<void> {
    const { book, pacer } = this.#needs;
    if (!pacer.isKnownTaker || this.#starter.modeFor(wish) !== "typing" || !this.#isFree()) return;
    const scene = this.#starter.sceneAt(wish.place);
    const resting = this.#starter.wantBehind(wish, scene);
    if (resting !== undefined) {
      await this.#goOn(resting);
      return;
    }
    const stream = book.followed(scene);
    if (stream === undefined || !stream.mayGoOn) return;
    const held = book.offer(wish, scene);
    const beyond = held === undefined ? wish : { ...wish, place: placeBehind(wish.place, held) };
    const there = this.#starter.sceneAt(beyond.place);
    if (!isWorthAsking(there.spot) || book.isAwaited(there)) return;
    await this.#starter.begin(beyond, there, signal);
  }

  /** Has a stream that rests go on in the background until there is enough of it. */
  async #goOn(ghost: GhostStream): Promise<void> {
    if (!ghost.hasEnough) await this.#starter.resume(ghost, new AbortController().signal);
  }

  /** Whether nobody uses the daemon, and the model is known to be loaded. */
  #isFree(): boolean {
    const { slot } = this.#needs;
    return slot.mayAsk() && slot.running === undefined && !slot.mustLook;
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
