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
  /** Anything else that the daemon said, in its own words. */
  | { readonly kind: "other"; readonly detail: string };
