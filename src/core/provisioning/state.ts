import type { Failure } from "../failures.ts";
import { isOnThisMachine } from "../loopback.ts";

/** Who started the daemon decides who may end it. */
export type DaemonOwner = "found" | "ours";

/** What one loaded model is asked with; every request of every feature carries these same values (facts: another value reloads the model). */
export interface Runtime {
  readonly endpoint: string;
  readonly model: string;
  readonly numCtx: number;
  readonly keepAlive: string;
  /** Which turn template the model takes; `none` switches ghost text off and leaves chat. */
  readonly generation: ModelGeneration;
  readonly speeds: Speeds;
  /** The host that the daemon hands this model's requests on to; without one they stay where the daemon is. */
  readonly elsewhere?: string;
}

/** Tokens per second, measured; 0 = not measured yet. */
export interface Speeds {
  readonly promptTokensPerSecond: number;
  readonly generatedTokensPerSecond: number;
}

/** Turn templates that the prompts know, plus `insert` for models with fill-in-the-middle of their own. */
export type ModelGeneration = "gemma3" | "gemma4" | "insert" | "none";

/** Bytes of a running pull; `completed` never falls. */
export interface PullProgress {
  readonly completedBytes: number;
  readonly totalBytes: number;
  readonly bytesPerSecond: number;
  /** Undefined while the speed is unknown. */
  readonly secondsLeft: number | undefined;
}

/** Where we are on the way from nothing to a warm model. */
export type ProvisioningState =
  | { readonly kind: "idle" }
  | { readonly kind: "looking" }
  | { readonly kind: "notInstalled" }
  | { readonly kind: "notRunning"; readonly endpoint: string }
  | { readonly kind: "starting" }
  | { readonly kind: "consentNeeded"; readonly what: "endpoint" | "remoteModel" | "licence"; readonly subject: string }
  | { readonly kind: "modelMissing"; readonly model: string }
  | { readonly kind: "pulling"; readonly model: string; readonly progress: PullProgress }
  | { readonly kind: "gated"; readonly model: string; readonly step: "key" | "licence" }
  | { readonly kind: "verifying"; readonly model: string }
  | { readonly kind: "loading"; readonly model: string; readonly sinceMs: number }
  | {
      readonly kind: "ready";
      readonly runtime: Runtime;
      readonly owner: DaemonOwner;
      readonly version: string;
      /** The model that will take over, while a smaller one stands in for it. */
      readonly coming?: { readonly model: string; readonly progress: PullProgress };
    }
  | { readonly kind: "failed"; readonly failure: Failure };

/** Whether what is asked in this state is answered on this machine. */
export function isLocal(state: ProvisioningState): boolean {
  return state.kind === "ready" && state.runtime.elsewhere === undefined && isOnThisMachine(state.runtime.endpoint);
}

/** Whether it is a download or an import that has failed, which takes nothing from what works meanwhile. */
export function isOfDownload(failure: Failure): failure is Extract<Failure, { kind: "pullFailed" }> {
  return failure.kind === "pullFailed";
}

/** Whole percents of a pull. */
export function percentOf({ completedBytes, totalBytes }: PullProgress): number {
  return totalBytes > 0 ? Math.floor((100 * completedBytes) / totalBytes) : 0;
}
