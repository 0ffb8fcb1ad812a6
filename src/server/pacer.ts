import { Agreement } from "../core/completion/agreement.ts";
import type { GhostStream } from "../core/completion/ghostStream.ts";
import { linesBehind } from "../core/completion/linesBehind.ts";
import { isNaturalStop } from "../core/completion/naturalStop.ts";
import { type PauseReasons, Rhythm } from "../core/completion/rhythm.ts";
import { placeOf } from "../core/completion/surroundings.ts";
import type { Clock } from "./clock.ts";
import type { Scene } from "./scene.ts";
import type { StreamBook } from "./streamBook.ts";

/** Ends of what people write in one go: letters of a word, and what closes a string, a call or an index. */
const inMotion = /[\p{L}\p{N}_$"'`)\]]$/u;

/** Knows the person before the editor and how right the model has been: when to ask it, and for how much. */
export class Pacer {
  readonly #clock: Clock;
  readonly #book: StreamBook;
  readonly #rhythm = new Rhythm();
  readonly #agreement = new Agreement();
  /** The stream that was last begun for what a person wrote, whose worth the next keys tell. */
  #lastGuess: GhostStream | undefined;
  #lastEditMs = 0;

  constructor(clock: Clock, book: StreamBook) {
    this.#clock = clock;
    this.#book = book;
  }

  /** Since the last edit, ms; since ever, where there was none. */
  get sinceEditMs(): number {
    return Math.max(0, this.#clock.now() - this.#lastEditMs);
  }

  /** Whether what the model writes has mostly been what the person wrote then. */
  get isTrusted(): boolean {
    return this.#agreement.share >= 0.5;
  }

  /** Whether the person has accepted offers lately. */
  get isKnownTaker(): boolean {
    return this.#agreement.isKnownTaker;
  }

  noteEdit(): void {
    this.#lastEditMs = this.#clock.now();
    this.#rhythm.note(this.#lastEditMs);
  }

  noteOffered(): void {
    this.#agreement.noteOffered();
  }

  noteTaken(): void {
    this.#agreement.noteTaken();
  }

  /** A stream is begun for a place: what has been typed where the last one began tells whether that was worth its price. */
  noteAsking(scene: Scene): void {
    const typed = this.#lastGuess && this.#book.typedSince(this.#lastGuess, scene);
    if (this.#lastGuess !== undefined && typed !== undefined) this.#agreement.note(this.#lastGuess.text, typed);
  }

  /** The stream that was begun. */
  noteGuess(ghost: GhostStream | undefined): void {
    this.#lastGuess = ghost;
  }

  /** How many lines are wanted behind the offered one, by what of the stream stands in the document already. */
  linesBehind(taken: string): number {
    return linesBehind({ taken, isTaker: this.#agreement.isTaker, isTrusted: this.isTrusted });
  }

  /** How long to wait from now before the model is asked for a place, ms. */
  pauseMs(scene: Scene, some: Pick<PauseReasons, "isExplicit" | "minDelayMs" | "mode" | "requestMs">): number {
    const { before } = scene.spot;
    const pauseMs = this.#rhythm.pauseMs({
      ...some,
      isNaturalStop: isNaturalStop(before),
      isInMotion: inMotion.test(before.slice(-2)) || this.#isInText(scene),
      doubt: this.#wasWrongInWord(scene) ? 2 : this.#agreement.doubt,
    });
    return Math.max(0, pauseMs - (this.#lastEditMs === 0 ? 0 : this.sinceEditMs));
  }

  /** Whether the person writes a comment, or is between two blanks of a string: words there follow one another at once. */
  #isInText({ spot }: Scene): boolean {
    const place = placeOf(spot);
    return place === "comment" || (place === "string" && !spot.before.endsWith(" "));
  }

  /** Whether the last stream was begun inside the word that is being written, and said something else. */
  #wasWrongInWord(scene: Scene): boolean {
    const typed = this.#lastGuess && this.#book.typedSince(this.#lastGuess, scene);
    return typed !== undefined && /^[\p{L}\p{N}_$]{2,}$/u.test((this.#lastGuess?.before.slice(-1) ?? "") + typed);
  }
}
