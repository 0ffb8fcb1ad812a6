import type { ProvisioningState } from "../../core/provisioning/state.ts";

/** The state of the model, as the provisioning tells it. */
export interface ModelState {
  readonly state: ProvisioningState;
  /** The wanted model. */
  readonly model: string;
  onChange(listener: () => void): () => void;
  /** Looks for the daemon and loads the model in the background. */
  look(): void;
}
