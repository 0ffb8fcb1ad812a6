import type { Failure } from "../failures.ts";
import { type DaemonOwner, isOfDownload, type ProvisioningState, type PullProgress, type Runtime } from "./state.ts";

/** What happened on the way; the driver reports it, the state follows. */
export type ProvisioningEvent =
  | { readonly kind: "reset" }
  | { readonly kind: "lookBegan" }
  | { readonly kind: "nothingInstalled" }
  | { readonly kind: "daemonStopped"; readonly endpoint: string }
  | { readonly kind: "startBegan" }
  | {
      readonly kind: "consentMissing";
      readonly what: "endpoint" | "remoteModel" | "licence";
      readonly subject: string;
    }
  | { readonly kind: "modelAbsent"; readonly model: string }
  | { readonly kind: "pullBegan"; readonly model: string }
  | { readonly kind: "pullMoved"; readonly model: string; readonly progress: PullProgress }
  | { readonly kind: "pullStopped"; readonly model: string }
  /** A download or an import ended with what is wrong. */
  | { readonly kind: "pullFailed"; readonly failure: Failure }
  | { readonly kind: "gateMet"; readonly model: string; readonly step: "key" | "licence" }
  | { readonly kind: "verifyBegan"; readonly model: string }
  | { readonly kind: "loadBegan"; readonly model: string; readonly sinceMs: number }
  | { readonly kind: "becameReady"; readonly runtime: Runtime; readonly owner: DaemonOwner; readonly version: string }
  | { readonly kind: "runtimeChanged"; readonly runtime: Runtime }
  | { readonly kind: "failed"; readonly failure: Failure }
  | { readonly kind: "requestFailed"; readonly failure: Failure };

const nothingYet: PullProgress = { completedBytes: 0, totalBytes: 0, bytesPerSecond: 0, secondsLeft: undefined };

/**
 * The state after an event. What is shown stays until something better is known, so that looking again never flickers;
 * and a look at the daemon never hides a pull that is running, why one has failed, or a step that the user still owes.
 */
export function next(state: ProvisioningState, event: ProvisioningEvent): ProvisioningState {
  switch (event.kind) {
    case "reset":
      return { kind: "idle" };
    case "lookBegan":
      return state.kind === "idle" ? { kind: "looking" } : state;
    case "nothingInstalled":
      return { kind: "notInstalled" };
    case "daemonStopped":
      return { kind: "notRunning", endpoint: event.endpoint };
    case "startBegan":
      return { kind: "starting" };
    case "consentMissing":
      return { kind: "consentNeeded", what: event.what, subject: event.subject };
    case "modelAbsent":
      if (state.kind === "pulling" || state.kind === "verifying") return state;
      if (state.kind === "gated" && state.model === event.model) return state;
      if (state.kind === "failed" && isOfDownload(state.failure)) return state;
      return { kind: "modelMissing", model: event.model };
    case "pullBegan":
      if (state.kind === "ready") return { ...state, coming: { model: event.model, progress: nothingYet } };
      return { kind: "pulling", model: event.model, progress: nothingYet };
    case "pullMoved":
      return pullMoved(state, event.model, event.progress);
    case "pullStopped":
      return pullStopped(state, event.model);
    case "pullFailed":
      // What works meanwhile goes on working where it is only the download that failed.
      return state.kind === "ready" && isOfDownload(event.failure)
        ? withoutComing(state)
        : { kind: "failed", failure: event.failure };
    case "gateMet":
      return state.kind === "ready" ? withoutComing(state) : { kind: "gated", model: event.model, step: event.step };
    case "verifyBegan":
      return state.kind === "ready" ? state : { kind: "verifying", model: event.model };
    case "loadBegan":
      return { kind: "loading", model: event.model, sinceMs: event.sinceMs };
    case "becameReady":
      return { kind: "ready", runtime: event.runtime, owner: event.owner, version: event.version };
    case "runtimeChanged":
      return state.kind === "ready" ? { ...state, runtime: event.runtime } : state;
    case "failed":
      return { kind: "failed", failure: event.failure };
    case "requestFailed":
      return state.kind === "ready" ? afterRequest(state, event.failure) : state;
  }
}

type Ready = Extract<ProvisioningState, { kind: "ready" }>;

function withoutComing({ kind, runtime, owner, version }: Ready): Ready {
  return { kind, runtime, owner, version };
}

/** Parts that fail begin anew, so the daemon's figures may fall (facts: ollama 8); what is shown must not. */
function pullMoved(state: ProvisioningState, model: string, progress: PullProgress): ProvisioningState {
  if (state.kind === "pulling" && state.model === model) {
    return { ...state, progress: notLess(state.progress, progress) };
  }
  if (state.kind === "ready") {
    const before = state.coming?.model === model ? state.coming.progress : nothingYet;
    return { ...state, coming: { model, progress: notLess(before, progress) } };
  }
  return state;
}

function pullStopped(state: ProvisioningState, model: string): ProvisioningState {
  if (state.kind === "pulling" && state.model === model) return { kind: "modelMissing", model };
  return state.kind === "ready" ? withoutComing(state) : state;
}

function notLess(before: PullProgress, now: PullProgress): PullProgress {
  const share = (of: PullProgress): number => (of.totalBytes > 0 ? of.completedBytes / of.totalBytes : 0);
  if (share(now) >= share(before)) return now;
  return { ...now, completedBytes: Math.min(now.totalBytes, Math.ceil(share(before) * now.totalBytes)) };
}

/** Only what a further request would meet again changes the state; a single bad answer does not. */
function afterRequest(state: Ready, failure: Failure): ProvisioningState {
  switch (failure.kind) {
    case "refused":
    case "unreachable":
      return state.owner === "ours" ? { kind: "starting" } : { kind: "notRunning", endpoint: state.runtime.endpoint };
    case "modelMissing":
      return { kind: "modelMissing", model: state.runtime.model };
    case "notLocal":
      return { kind: "consentNeeded", what: "remoteModel", subject: state.runtime.model };
    case "badEndpoint":
    case "notOllama":
    case "tooOld":
    case "outOfMemory":
      return { kind: "failed", failure };
    case "cutOff":
    case "runnerFailed":
    case "unsupported":
    case "contextExceeded":
    case "busy":
    case "silent":
    case "modelComing":
    case "licenceNeeded":
    case "pullFailed":
    case "startFailed":
    case "other":
      return state;
  }
}
