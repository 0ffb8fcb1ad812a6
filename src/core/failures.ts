/**
 * Everything that can go wrong between us and a daemon, as data.
 * `ollama/readFailure.ts` is the only place that makes one out of an error; `core/words` gives each its sentence and its action.
 */
export type Failure =
  /** Nothing listens at the endpoint, or the connection was cut before any answer. */
  | { readonly kind: "refused"; readonly endpoint: string }
  /** The name in the endpoint cannot be resolved, or there is no way to it. */
  | { readonly kind: "unreachable"; readonly endpoint: string; readonly detail: string }
  /** The endpoint in the settings is not an address. */
  | { readonly kind: "badEndpoint"; readonly endpoint: string }
  /** Something answers that is not Ollama: HTML, another protocol, a proxy's login page. */
  | { readonly kind: "notOllama"; readonly endpoint: string; readonly detail: string }
  /** The daemon is too old for Gemma 3 (before 0.6). */
  | { readonly kind: "tooOld"; readonly version: string }
  /** The daemon does not have the model. */
  | { readonly kind: "modelMissing"; readonly model: string }
  /** The model cannot do what was asked (`insert`, `tools`, `vision`, `thinking`, `generate`, `chat`). */
  | { readonly kind: "unsupported"; readonly model: string; readonly capability: string }
  /** The prompt is longer than the context. */
  | { readonly kind: "contextExceeded"; readonly detail: string }
  /** The daemon has no place for the model in memory. */
  | { readonly kind: "outOfMemory"; readonly detail: string }
  /** The model could not be loaded, or its runner ended. */
  | { readonly kind: "runnerFailed"; readonly detail: string }
  /** The daemon has too many waiting requests. */
  | { readonly kind: "busy" }
  /** The connection ended in the middle of an answer. */
  | { readonly kind: "cutOff"; readonly detail: string }
  /** Our own idle deadline passed without a byte. */
  | { readonly kind: "silent"; readonly afterMs: number }
  /** The model belongs to a remote machine or to a cloud, and the user has not agreed to that. */
  | { readonly kind: "notLocal"; readonly model: string }
  /** The model is being downloaded, so nothing can answer yet. */
  | { readonly kind: "modelComing"; readonly model: string; readonly percent: number }
  /** The model's licence has not been accepted yet. */
  | { readonly kind: "licenceNeeded"; readonly model: string }
  /** A model could not be downloaded or imported. */
  | { readonly kind: "pullFailed"; readonly problem: PullProblem; readonly subject: string; readonly detail: string }
  /** A daemon of our own could not be started. */
  | { readonly kind: "startFailed"; readonly problem: StartProblem; readonly subject: string; readonly detail: string }
  /** Anything else that the daemon said, in its own words. */
  | { readonly kind: "other"; readonly detail: string };

/** Why a download or an import ended. */
export type PullProblem =
  /** The hub has no such repository, tag or file. */
  | "notOnHub"
  | "badName"
  | "rateLimited"
  /** The hub answered with an error of its own. */
  | "hubError"
  /** The hub cannot be reached: no name, no route, no answer. */
  | "hubUnreachable"
  /** A proxy stands between the daemon and the hub and refuses or does not answer. */
  | "proxy"
  /** The hub's certificate is not trusted on the daemon's machine, as behind a proxy that inspects TLS. */
  | "certificate"
  /** What came is not what was promised. */
  | "damaged"
  | "noSpace"
  | "readOnly"
  | "notGguf"
  | "fileGone"
  /** The daemon cannot check or rewrite the file with its own tools. */
  | "daemonTools";

/** Why a daemon of our own does not run. */
export type StartProblem = "notInstalled" | "notExecutable" | "portTaken" | "ended";
