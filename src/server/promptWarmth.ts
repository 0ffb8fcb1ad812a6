import type { Anchor } from "../core/completion/anchor.ts";
import { warmingSteps } from "../core/completion/warmingSteps.ts";
import type { DaemonSlot } from "./daemonSlot.ts";

/** How much of each anchor's prompt the daemon has evaluated; evaluates more of it, in steps that nobody waits long for. */
export class PromptWarmth {
  readonly #slot: DaemonSlot;
  /** Anchors whose prompt a request has evaluated. */
  readonly #asked = new WeakSet<Anchor>();
  /** Characters of each anchor's prompt that have been evaluated ahead. */
  readonly #evaluated = new WeakMap<Anchor, number>();

  constructor(slot: DaemonSlot) {
    this.#slot = slot;
  }

  /** Whether a request has evaluated the whole prompt of an anchor: from then on it only grows. */
  isAsked(anchor: Anchor): boolean {
    return this.#asked.has(anchor);
  }

  noteAsked(anchor: Anchor): void {
    this.#asked.add(anchor);
  }

  /** Evaluates what of a prompt has not been evaluated yet, step by step, until that is not welcome any more. */
  evaluate(anchor: Anchor, prompt: string, isUnwelcome: () => boolean): Promise<void> {
    return this.#evaluateSteps(anchor, warmingSteps(prompt, this.#slot.stepCharacters), isUnwelcome);
  }

  /** Before a request at a new spot that would be long work in one go: evaluates all steps but the last, which is the request's own. */
  async shorten(anchor: Anchor, prompt: string, isUnwelcome: () => boolean): Promise<void> {
    if (this.isAsked(anchor) || !this.#slot.isLongWork(prompt.length - (this.#evaluated.get(anchor) ?? 0))) return;
    await this.#evaluateSteps(anchor, warmingSteps(prompt, this.#slot.stepCharacters).slice(0, -1), isUnwelcome);
  }

  async #evaluateSteps(anchor: Anchor, steps: readonly string[], isUnwelcome: () => boolean): Promise<void> {
    for (const step of steps) {
      if (step.length <= (this.#evaluated.get(anchor) ?? 0)) continue;
      if (isUnwelcome()) return;
      // One that is ended early leaves nothing behind.
      if (!(await this.#slot.evaluate(step))) return;
      this.#evaluated.set(anchor, step.length);
    }
  }
}
