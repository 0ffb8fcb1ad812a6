import { neutralise, restore } from "../controlText.ts";
import type { Anchor } from "./anchor.ts";
import { beginsWith, blanksAtEndOf, withoutBlanksAtEnd } from "./lines.ts";
import { type BlockPlace, blockPlaceAt } from "./polish/blockLevel.ts";
import { mendHeldBack } from "./polish/mendHeldBack.ts";
import type { Spot } from "./spot.ts";
import type { StopReason } from "./stop/stopScan.ts";
import { StopScan } from "./stop/stopScan.ts";
import { surroundingsOf } from "./surroundings.ts";

/** What a stream is begun with. */
export interface StreamStart {
  readonly anchor: Anchor;
  readonly spot: Spot;
  /** The code from the window's start to the cursor, LF. */
  readonly before: string;
  readonly maxLines: number;
  readonly stops: readonly string[];
  /** Another choice is one of many answers to its prompt; the first is the one that the model always gives. */
  readonly isOtherChoice?: boolean;
}

/** The blanks and tabs at the cursor: they are held back from the prompt, and the model writes them (DESIGN 3). */
export function heldBackOf(before: string): string {
  return blanksAtEndOf(before);
}

/** The code that the prompt ends with. */
export function withoutHeldBack(before: string): string {
  return withoutBlanksAtEnd(before);
}

/** One answer of the model as it grows, from where it was asked for; whatever of it lies ahead of the cursor is the suggestion. */
export class GhostStream {
  readonly anchor: Anchor;
  readonly #start: StreamStart;
  readonly #heldBack: string;
  /** The code that the prompt ended with. */
  readonly #bare: string;
  readonly #scan: StopScan;
  readonly #place: BlockPlace;
  #raw = "";
  #mended = "";
  #text = "";
  #stopped: StopReason | undefined;
  #isFinished = false;
  #isCut = false;
  #wanted: { readonly characters: number; readonly lines: number } | undefined;

  constructor(start: StreamStart) {
    this.#start = start;
    this.anchor = start.anchor;
    this.#heldBack = heldBackOf(start.before);
    this.#bare = withoutHeldBack(start.before);
    const around = surroundingsOf(start.spot);
    this.#place = blockPlaceAt(start.spot, around);
    const limits = { maxLines: start.maxLines, controlTexts: start.stops, fence: start.anchor.head.fence };
    this.#scan = new StopScan(start.spot, limits, around);
  }

  /** The prompt that this stream answers. */
  get before(): string {
    return this.#start.before;
  }

  get text(): string {
    return this.#text;
  }

  /** Whether nothing more will come, be it that the model has ended or that the text must. */
  get isFinished(): boolean {
    return this.#isFinished;
  }

  /** The code that the prompt ended with and all that the model has written behind it: what it is asked to go on with. */
  get written(): string {
    return neutralise(this.#bare) + this.#raw;
  }

  get stopped(): StopReason | undefined {
    return this.#stopped;
  }

  get isOtherChoice(): boolean {
    return this.#start.isOtherChoice === true;
  }

  /** Whether there may be more to say where this text ends: the model had not come to its end, nor run into anything. */
  get mayGoOn(): boolean {
    return this.#isFinished && this.#text !== "" && (this.#isCut || this.#stopped === "lines");
  }

  /** Whether the model, asked again at the end of this text, would have nothing to add: it has ended by itself, or has run into something. */
  get hasSaidAll(): boolean {
    const isOurLimit = this.#isCut || this.#stopped === "lines" || this.#stopped === "block";
    return this.#isFinished && !isOurLimit && !this.isOtherChoice;
  }

  /** Of the text, no more is wanted now than so many characters and so many whole lines behind them; before this is said, all is. */
  want(characters: number, lines: number): void {
    this.#wanted = { characters, lines };
  }

  /** Whether all that is wanted now is there, though the model has not come to an end: it may rest, and be asked to go on. */
  get hasEnough(): boolean {
    if (this.#wanted === undefined || this.#isFinished) return false;
    const { characters, lines } = this.#wanted;
    const whole = this.#text.slice(characters).split("\n").slice(0, -1);
    return whole.filter((line) => line.trim() !== "").length >= lines;
  }

  /** Takes what the model wrote; true once nothing more is wanted of it. */
  add(chunk: string): boolean {
    if (this.#isFinished) return true;
    this.#raw += chunk;
    const bare = this.#bare;
    const isAtLineStart = bare === "" || bare.endsWith("\n");
    const mended = mendHeldBack(restore(this.#raw), this.#heldBack, isAtLineStart, bare, this.#place);
    if (mended === undefined || mended.length <= this.#mended.length) return false;
    const verdict = this.#scan.feed(mended.slice(this.#mended.length));
    this.#mended = mended;
    this.#text = verdict.kept;
    this.#stopped = verdict.stopped;
    if (verdict.stopped !== undefined) this.#isFinished = true;
    return this.#isFinished;
  }

  /** Nothing more will come: the model has ended by itself, or it was cut off, and then a line that it had only begun is not meant. */
  end(isCut: boolean): void {
    if (this.#isFinished) return;
    const { kept, stopped } = this.#scan.end();
    const begun = restore(this.#raw.slice(this.#raw.lastIndexOf("\n") + 1)).trim();
    const isHalf = isCut && begun !== "" && kept.trimEnd().endsWith(begun);
    this.#text = isHalf ? kept.slice(0, Math.max(0, kept.lastIndexOf("\n"))) : kept;
    this.#stopped = stopped;
    this.#isCut = isCut;
    this.#isFinished = true;
  }

  /**
   * What lies ahead of the cursor, if this stream leads past it: the one rule that is cache, type-through, backspace, accepting a part
   * and joining a running request. Undefined where the text goes another way. Takes the code from the window's start to the cursor.
   */
  ahead(before: string): string | undefined {
    const start = this.#start.before;
    if (before.length >= start.length) {
      // What was typed since is short and mostly tells; the code before that is long, and compared last: this runs at every key for each stream.
      const typed = before.slice(start.length);
      const rest = this.#text.startsWith(typed) ? this.#text.slice(typed.length) : this.#restOverSpace(typed);
      return rest !== undefined && beginsWith(before, start) ? rest : undefined;
    }
    // Letters of the last word deleted: they come back with the suggestion.
    const deleted = start.slice(before.length);
    return beginsWith(start, before) && /^\w{1,20}$/.test(deleted) ? deleted + this.#text : undefined;
  }

  /** Whether the stream may yet lead past the cursor: it runs, and has not said otherwise. */
  mayReach(before: string): boolean {
    if (this.#isFinished) return false;
    const start = this.#start.before;
    if (before.length <= start.length + this.#text.length) return false;
    return before.startsWith(this.#text, start.length) && beginsWith(before, start);
  }

  /** An editor's own indentation after Enter differs from the model's blanks only in number; such a line is the same line. */
  #restOverSpace(typed: string): string | undefined {
    const lineStart = typed.lastIndexOf("\n") + 1;
    const upTo = typed.slice(0, lineStart);
    if (lineStart === 0 || !this.#text.startsWith(upTo) || heldBackOf(typed).length < typed.length - lineStart)
      return undefined;
    const rest = this.#text.slice(upTo.length);
    const own = typed.slice(upTo.length);
    const theirs = heldBackOf(rest.slice(0, /\S/.exec(rest)?.index ?? rest.length));
    return rest.startsWith(theirs) && own.startsWith(theirs) && rest !== "" ? rest.slice(theirs.length) : undefined;
  }
}
