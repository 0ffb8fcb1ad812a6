import type { ProvisioningState } from "./state.ts";

/** Failures that may be over at any moment. */
const mendedSoon: readonly string[] = [
  "refused",
  "unreachable",
  "cutOff",
  "notOllama",
  "silent",
  "tooOld",
  "busy",
  "pullFailed",
];
/** Failures that stay until a person does something. */
const mendedByPerson: readonly string[] = ["badEndpoint", "unsupported", "notLocal", "licenceNeeded", "startFailed"];

/**
 * Whether the trouble may end without us, as when the daemon is started or a model pulled elsewhere: `soon`, or `rarely` where a moment
 * will hardly mend it, such as too little memory, and each look loads the model.
 */
export function worthOfLook(state: ProvisioningState): "soon" | "rarely" | "none" {
  switch (state.kind) {
    case "notRunning":
    case "modelMissing":
    case "notInstalled":
      return "soon";
    case "failed":
      // A daemon of ours that did not stay alive, or found its port taken, may fare better a minute later.
      if (state.failure.kind === "startFailed" && ["ended", "portTaken"].includes(state.failure.problem))
        return "rarely";
      if (mendedByPerson.includes(state.failure.kind)) return "none";
      return mendedSoon.includes(state.failure.kind) ? "soon" : "rarely";
    case "idle":
    case "looking":
    case "starting":
    case "consentNeeded":
    case "pulling":
    case "gated":
    case "verifying":
    case "loading":
    case "ready":
      return "none";
  }
}
