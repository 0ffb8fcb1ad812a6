import type { Speeds } from "../provisioning/state.ts";
import { secondsForJoining, secondsForPart } from "./readingPlan.ts";

/** How long the rest takes: first by the measured speed, then by how long the parts before took. */
export class Pace {
  readonly #expected: readonly number[];
  readonly #joining: number;
  readonly #now: () => number;
  #lastMs: number;
  #expectedSoFar = 0;
  #tookSoFar = 0;

  constructor(sizes: readonly number[], speeds: Speeds, now: () => number) {
    this.#expected = sizes.map((tokens) => secondsForPart(tokens, speeds));
    this.#joining = secondsForJoining(sizes.length, speeds);
    this.#now = now;
    this.#lastMs = now();
  }

  note(part: number): void {
    const nowMs = this.#now();
    this.#tookSoFar += (nowMs - this.#lastMs) / 1000;
    this.#expectedSoFar += this.#expected[part] ?? 0;
    this.#lastMs = nowMs;
  }

  secondsLeft(fromPart: number): number {
    const rest = this.#expected.slice(fromPart).reduce((sum, one) => sum + one, this.#joining);
    return this.#expectedSoFar > 0 ? (rest * this.#tookSoFar) / this.#expectedSoFar : rest;
  }
}
