/** What the pause before a request depends on. */
export interface PauseReasons {
  readonly isExplicit: boolean;
  /** The cursor is where people stop to look: after a line end or an opening bracket. */
  readonly isNaturalStop: boolean;
  /** In the middle of a word, or behind what closes a call, the next sign mostly comes: who asks there too soon asks in vain (docs/performance.md). */
  readonly isInMotion: boolean;
  readonly minDelayMs: number;
  /** In the mode `pauses`, a request waits until the rhythm says that the person has stopped. */
  readonly mode: "typing" | "pauses" | "manual";
  /** What a request costs before its first token, ms: dearer requests wait longer. */
  readonly requestMs: number;
  /** From 1 where the model is mostly right to 2 where it is hardly ever: a guess that is probably wrong is not worth much haste. */
  readonly doubt: number;
}

const usualGapMs = 180;
/** Gaps longer than that are thinking, not typing. */
const longestGapMs = 600;
/** With what our own work takes, a person waits no longer than 150 ms before the model is asked, ms. */
const mostPauseMs = 140;
/** Where the next sign comes sooner than that (docs/performance.md); and how much more where the model is mostly wrong. */
const mostPauseInMotionMs = 250;
const mostDoubtMs = 50;

/** A person's typing rhythm, learnt from the times between edits. */
export class Rhythm {
  #gapMs = usualGapMs;
  #lastMs: number | undefined;

  /** The usual time between two keys, ms. */
  get gapMs(): number {
    return this.#gapMs;
  }

  /** Notes an edit at a time, ms. */
  note(nowMs: number): void {
    const gap = this.#lastMs === undefined ? undefined : nowMs - this.#lastMs;
    this.#lastMs = nowMs;
    if (gap === undefined || gap <= 0 || gap > longestGapMs) return;
    this.#gapMs += (gap - this.#gapMs) * 0.15;
  }

  /** How long to wait after the last edit before a new request is worth its price, ms. */
  pauseMs(reasons: PauseReasons): number {
    if (reasons.isExplicit) return 0;
    if (reasons.mode === "pauses")
      return Math.max(reasons.minDelayMs, Math.round(Math.min(1_500, Math.max(400, 2.2 * this.#gapMs))));
    const cost = Math.min(1.4, 0.75 + reasons.requestMs / 400);
    const { doubt, isInMotion, isNaturalStop, minDelayMs } = reasons;
    const most = isInMotion ? mostPauseInMotionMs + mostDoubtMs * (doubt - 1) : mostPauseMs;
    const pause = Math.min(most, (isInMotion ? 1.6 : 0.9) * doubt * this.#gapMs * cost);
    return Math.max(minDelayMs, Math.round(isNaturalStop ? pause / (5 - 2 * doubt) : pause));
  }
}
