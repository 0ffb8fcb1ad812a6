import type { Timer } from "./idleDeadline.ts";

/** Waits between looks, ms, by how soon the trouble may be over. */
const waitsMs: Readonly<Record<"soon" | "rarely", readonly number[]>> = {
  soon: [2_000, 4_000, 8_000, 15_000, 30_000],
  // What was killed is well again at once; only then is it what a moment does not mend.
  rarely: [5_000, 60_000, 120_000, 300_000],
};

/** Looks again later, ever more rarely, and only while the window has the focus. */
export class LaterLooks {
  readonly #timer: Timer;
  readonly #look: () => void;
  #isFocused = true;
  #looks = 0;
  #cancel: () => void = () => undefined;

  constructor(timer: Timer, look: () => void) {
    this.#timer = timer;
    this.#look = look;
  }

  /** Forgets the look to come. */
  cancel(): void {
    this.#cancel();
  }

  /** The next look comes soon again. */
  startOver(): void {
    this.#looks = 0;
  }

  plan(worth: "soon" | "rarely" | "none"): void {
    if (!this.#isFocused || worth === "none") return;
    const waits = waitsMs[worth];
    const afterMs = waits[Math.min(this.#looks, waits.length - 1)] ?? 0;
    this.#looks += 1;
    this.#cancel();
    this.#cancel = this.#timer.set(this.#look, afterMs);
  }

  /** A window that comes back looks at once, where that is worth it. */
  setFocused(isFocused: boolean, worth: "soon" | "rarely" | "none"): void {
    this.#isFocused = isFocused;
    this.#cancel();
    if (!isFocused || worth === "none") return;
    this.#looks = 0;
    this.#look();
  }
}
