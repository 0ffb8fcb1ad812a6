import { commonLength } from "./lines.ts";

/** How fast old experience fades: about the last four guesses count. */
const weight = 0.25;
/** Before anything is known, the model is given the benefit of the doubt. */
const atFirst = 0.6;
/** A person who has written so many characters of a text goes along with it; fewer may be chance. */
const leastAlong = 3;
/** Who has accepted none of so many offers reads them and types on. */
const mostUntaken = 4;

/** Learns how often a person goes along with what the model wrote: where it is mostly wrong, asking often only costs. */
export class Agreement {
  #share = atFirst;
  #untaken = 0;
  #hasTaken = false;

  /** The share of guesses that a person went along with, 0 to 1, the latest counting most. */
  get share(): number {
    return this.#share;
  }

  /** From 1 where the model is mostly right to 2 where it hardly ever is: how much longer one should wait before asking it again. */
  get doubt(): number {
    return 1 + Math.min(1, Math.max(0, (0.5 - this.#share) / 0.35));
  }

  /** Whether this person accepts offers, and will want what comes behind one the moment it is accepted; at first, everybody does. */
  get isTaker(): boolean {
    return this.#untaken < mostUntaken;
  }

  /** Whether that is known, because some offer has been accepted. */
  get isKnownTaker(): boolean {
    return this.#hasTaken && this.isTaker;
  }

  /** An offer of another text than before is shown. */
  noteOffered(): void {
    this.#untaken++;
  }

  /** An offer, or a part of one, has been accepted. */
  noteTaken(): void {
    this.#untaken = 0;
    this.#hasTaken = true;
  }

  /** Notes what a person has typed where the model had written something; where one of both is not there yet, nothing is known. */
  note(written: string, typed: string): void {
    if (written.trim() === "" || typed === "") return;
    const along = commonLength(typed, written);
    if (along === typed.length && along < leastAlong) return;
    this.#share += ((along >= leastAlong ? 1 : 0) - this.#share) * weight;
  }
}
