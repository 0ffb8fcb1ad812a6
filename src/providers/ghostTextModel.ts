import type { Failure } from "../core/failures.ts";
import type { ProvisioningState } from "../core/provisioning/state.ts";
import type { Settings } from "../core/settings.ts";
import type { Provisioner } from "../ollama/provisioner.ts";

/** What ghost text needs of the provisioning of its model. */
export type Provisioned = Pick<Provisioner, "state" | "loadingForMs" | "model" | "look" | "reportFailure" | "onChange">;

/**
 * The provisioning of the model that writes ghost text: the one that all else uses too, or one of its own where
 * `completion.model` names another. Each keeps its own state, with the same daemon.
 */
export class GhostTextModel implements Provisioned {
  readonly #shared: Provisioned;
  readonly #own: Provisioned;
  readonly #settings: () => Settings;

  constructor(shared: Provisioned, own: Provisioned, settings: () => Settings) {
    this.#shared = shared;
    this.#own = own;
    this.#settings = settings;
  }

  /** Whether ghost text has a model of its own. */
  get isOwn(): boolean {
    const { model, completion } = this.#settings();
    return completion.model !== "" && completion.model !== model;
  }

  /** Whether it has, and that must be brought first. */
  get isOwnMissing(): boolean {
    return this.isOwn && ["modelMissing", "gated", "pulling"].includes(this.#own.state.kind);
  }

  get state(): ProvisioningState {
    return this.#used.state;
  }

  get loadingForMs(): number {
    return this.#used.loadingForMs;
  }

  get model(): string {
    return this.#used.model;
  }

  look(): void {
    this.#used.look();
  }

  reportFailure(failure: Failure): void {
    this.#used.reportFailure(failure);
  }

  /** Tells of each change of either state; the returned function ends that. */
  onChange(listener: () => void): () => void {
    const ends = [this.#shared.onChange(listener), this.#own.onChange(listener)];
    return () => {
      for (const end of ends) end();
    };
  }

  get #used(): Provisioned {
    return this.isOwn ? this.#own : this.#shared;
  }
}
