import type { ProvisioningState } from "./state.ts";

/** What has been reached on the way, by the names of the context keys that tick the walkthrough's steps. */
export interface Milestones {
  readonly "facet.daemonReachable": boolean;
  readonly "facet.modelPresent": boolean;
  readonly "facet.ready": boolean;
}

/** How far a state is on the way. */
export function milestonesOf(state: ProvisioningState): Milestones {
  const [daemon, model, ready] = reached(state);
  return { "facet.daemonReachable": daemon, "facet.modelPresent": model, "facet.ready": ready };
}

function reached(state: ProvisioningState): readonly [daemon: boolean, model: boolean, ready: boolean] {
  switch (state.kind) {
    case "idle":
    case "looking":
    case "notInstalled":
    case "notRunning":
    case "starting":
    case "failed":
      return [false, false, false];
    case "consentNeeded":
      return [state.what !== "endpoint", state.what !== "endpoint", false];
    case "modelMissing":
    case "pulling":
    case "gated":
    case "verifying":
      return [true, false, false];
    case "loading":
      return [true, true, false];
    case "ready":
      return [true, true, true];
  }
}
