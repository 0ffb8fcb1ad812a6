import { restore } from "../controlText.ts";

/** Turns the pieces of an answer into what a person reads, piece by piece; what may belong to the next piece waits for it. */
export class AnswerText {
  #waiting = "";

  /** Takes the next piece and returns what can be shown. */
  append(piece: string): string {
    const whole = this.#waiting + piece;
    const isHalf = /[<[]$/.test(whole);
    this.#waiting = isHalf ? whole.slice(-1) : "";
    return restore(isHalf ? whole.slice(0, -1) : whole);
  }

  /** What still waited, when nothing more comes. */
  finish(): string {
    const rest = this.#waiting;
    this.#waiting = "";
    return rest;
  }
}
