import { milestonesOf } from "../core/provisioning/milestones.ts";
import type { ContextKeys } from "../host/contextKeys.ts";
import type { Provisioner } from "../ollama/provisioner.ts";

/** Ticks the walkthrough's steps and opens menus as the state moves; calls back once when everything works for the first time. */
export class SetUpSteps {
  readonly #provisioner: Provisioner;
  readonly #keys: ContextKeys;
  readonly #firstReady: () => void;
  #wasReady = false;
  #end: () => void = () => undefined;

  constructor(provisioner: Provisioner, keys: ContextKeys, firstReady: () => void) {
    this.#provisioner = provisioner;
    this.#keys = keys;
    this.#firstReady = firstReady;
  }

  start(): void {
    this.#end = this.#provisioner.onChange(() => this.#follow());
    this.#follow();
  }

  dispose(): void {
    this.#end();
  }

  #follow(): void {
    const { state } = this.#provisioner;
    this.#keys.set({ ...milestonesOf(state), "facet.state": state.kind });
    if (state.kind !== "ready" || this.#wasReady) return;
    this.#wasReady = true;
    this.#firstReady();
  }
}
