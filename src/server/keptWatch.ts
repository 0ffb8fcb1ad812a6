import type { KeptOutcome } from "../core/statistics/outcome.ts";
import type { Clock } from "./clock.ts";
import type { Edit } from "./documentBook.ts";
import type { AcceptedText } from "./offerLog.ts";

/** When accepted text is looked at again, ms. */
const lookAfterMs = 60_000;
/** The share of its characters that may be gone by then; more is another text. */
const bearableLoss = 0.25;
/** Texts that are watched at the same time. */
const mostWatched = 50;

interface Watched extends AcceptedText {
  start: number;
  end: number;
  lost: number;
  readonly length: number;
  readonly isOver: AbortController;
}

/** Looks after a minute whether accepted text still stands where it was put. */
export class KeptWatch {
  readonly #clock: Clock;
  readonly #tell: (kept: KeptOutcome) => void;
  #watched: Watched[] = [];

  constructor(clock: Clock, tell: (kept: KeptOutcome) => void) {
    this.#clock = clock;
    this.#tell = tell;
  }

  /** Text has been accepted; offsets as they are now. */
  watch(accepted: AcceptedText): void {
    if (this.#watched.length >= mostWatched) return;
    const isOver = new AbortController();
    const watched = { ...accepted, lost: 0, length: accepted.end - accepted.start, isOver };
    this.#watched.push(watched);
    void this.#clock.pause(lookAfterMs, isOver.signal).then(() => this.#judge(watched));
  }

  /** Follows an edit, offsets before it. */
  noteEdit(uri: string, { from, to, inserted }: Edit): void {
    for (const one of this.#watched) {
      if (one.uri !== uri || from >= one.end) continue;
      const grown = inserted - (to - from);
      if (to <= one.start) {
        one.start += grown;
        one.end += grown;
        continue;
      }
      one.lost += Math.min(to, one.end) - Math.max(from, one.start);
      const isFromBefore = from < one.start;
      one.end = to >= one.end ? from + (isFromBefore ? inserted : 0) : one.end + grown;
      one.start = isFromBefore ? Math.min(from + inserted, one.end) : one.start;
    }
  }

  /** A closed document is judged as it is. */
  noteClosed(uri: string): void {
    for (const one of this.#watched) if (one.uri === uri) one.isOver.abort();
  }

  #judge(watched: Watched): void {
    this.#watched = this.#watched.filter((one) => one !== watched);
    const { languageId, source, lost, length } = watched;
    this.#tell({ languageId, source, isKept: lost <= length * bearableLoss });
  }
}
