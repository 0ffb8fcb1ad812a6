import { milestonesOf } from "../core/provisioning/milestones.ts";
import type { ContextKeys } from "../host/contextKeys.ts";
import type { Provisioner } from "../ollama/provisioner.ts";

/** Ticks the walkthrough's steps and opens menus as the state moves. */
export class SetUpSteps {
  readonly #provisioner: Provisioner;
  readonly #keys: ContextKeys;
  #end: () => void = () => undefined;

  constructor(provisioner: Provisioner, keys: ContextKeys) {
    this.#provisioner = provisioner;
    this.#keys = keys;
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
  }
}
