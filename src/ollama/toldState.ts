import type { Failure } from "../core/failures.ts";
import type { ProvisioningState } from "../core/provisioning/state.ts";
import { next, type ProvisioningEvent } from "../core/provisioning/transitions.ts";

/** Something that went wrong, and when. */
export interface RecentFailure {
  readonly at: Date;
  readonly failure: Failure;
}

/** Failures that are remembered for the diagnosis. */
const mostFailures = 10;

/** The state of provisioning as others see it: changed by events alone, told to listeners and, in few words, to the log. */
export class ToldState {
  readonly #log: (line: string) => void;
  readonly #listeners = new Set<() => void>();
  #state: ProvisioningState = { kind: "idle" };
  #recentFailures: readonly RecentFailure[] = [];
  #lastWords = "";

  constructor(log: (line: string) => void) {
    this.#log = log;
  }

  get now(): ProvisioningState {
    return this.#state;
  }

  /** The last things that went wrong, newest first. */
  get recentFailures(): readonly RecentFailure[] {
    return this.#recentFailures;
  }

  /** Tells of each change; the returned function ends that. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  move(event: ProvisioningEvent): void {
    if (event.kind === "failed" || event.kind === "pullFailed" || event.kind === "requestFailed")
      this.#recentFailures = [{ at: new Date(), failure: event.failure }, ...this.#recentFailures].slice(
        0,
        mostFailures,
      );
    const before = this.#state;
    this.#state = next(before, event);
    if (this.#state === before) return;
    if (this.#state.kind !== before.kind) this.#log(`${before.kind} -> ${this.#state.kind}`);
    for (const listener of [...this.#listeners]) listener();
  }

  /** Says what stands in the way once, not at each look; nothing stands in the way any more where it is empty. */
  noteObstacle(words: string): void {
    if (words !== "" && words !== this.#lastWords) this.#log(words);
    this.#lastWords = words;
  }

  /** Tells nobody any more. */
  end(): void {
    this.#listeners.clear();
  }
}
