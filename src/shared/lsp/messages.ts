import { NotificationType, RequestType } from "vscode-languageserver-protocol";
import type { Position, Range } from "vscode-languageserver-protocol";
import type { Failure } from "../../core/failures.ts";
import type { Runtime } from "../../core/provisioning/state.ts";
import type { KeptOutcome, Outcome } from "../../core/statistics/outcome.ts";

/** What the host knows of daemon and model; without a runtime the server asks nothing of the daemon. */
export interface RuntimeParams {
  readonly runtime: Runtime | null;
  /** Switched off for this window by `facet.toggleCompletions` or a snooze. */
  readonly isPaused: boolean;
}

/** Host to server: the daemon and model in use, at the start and after each change. */
export const runtimeNotification = new NotificationType<RuntimeParams>("facet/runtime");

/** Server to host: what a request ended with; the host decides what it means for the state. */
export const failureNotification = new NotificationType<Failure>("facet/failure");

export interface ForegroundParams {
  readonly phase: "begin" | "heartbeat" | "end";
  /** Which foreground answer, so that a begin and its end are told from others'. */
  readonly id: string;
}

/** Host to server: a foreground answer takes or gives back the daemon; answered once the server has closed its own stream. */
export const foregroundRequest = new RequestType<ForegroundParams, null, void>("facet/foreground");

export interface CursorParams {
  readonly uri: string;
  readonly position: Position;
  /** How many selections there are, and whether any holds text: ghost text is silent then. */
  readonly selections: number;
  readonly hasSelectedText: boolean;
  readonly reason: "keyboard" | "mouse" | "command" | "undo" | "redo" | "other";
}

/** Host to server: where the cursor rests, which LSP itself does not tell. */
export const cursorNotification = new NotificationType<CursorParams>("facet/cursor");

export interface RefreshParams {
  /** Other choices stand behind what is shown; `longer` replaces it. */
  readonly what: "choices" | "longer";
  readonly uri: string;
  readonly version: number;
  readonly position: Position;
}

/** Server to host: there is more for the offer at this place than what is shown. */
export const refreshNotification = new NotificationType<RefreshParams>("facet/refresh");

export interface MuteParams {
  readonly uri: string;
  readonly position: Position;
}

/** Host to server: nothing at this place until something else is typed. */
export const muteNotification = new NotificationType<MuteParams>("facet/mute");

export interface DefinitionsParams {
  readonly uri: string;
  readonly positions: readonly Position[];
}

export interface DefinitionSnippet {
  readonly uri: string;
  readonly range: Range;
  readonly text: string;
}

/** Server to host: the definitions of names near the cursor, which only the editor can look up. */
export const definitionsRequest = new RequestType<DefinitionsParams, readonly DefinitionSnippet[], void>(
  "facet/definitions",
);

/** Server to host: which of these files may be read for context (not ignored, in the workspace). */
export const mayReadRequest = new RequestType<{ readonly uris: readonly string[] }, readonly boolean[], void>(
  "facet/mayRead",
);

/** Server to host: one record per offer, kept on this machine for the statistics page. */
export const outcomeNotification = new NotificationType<Outcome>("facet/outcome");

/** Server to host: what is left of accepted text a minute later. */
export const keptNotification = new NotificationType<KeptOutcome>("facet/kept");

/** Server to host: the trigger mode in force and the speeds measured by ghost text. */
export interface PaceParams {
  readonly mode: "typing" | "pauses" | "manual";
  readonly promptTokensPerSecond: number;
  readonly generatedTokensPerSecond: number;
  /** From the last edit to the last answered offer, ms; 0 = none yet. */
  readonly lastOfferMs: number;
}

export const paceNotification = new NotificationType<PaceParams>("facet/pace");

/** The command an accepted item carries, run by the server. */
export const acceptedCommand = "facet.server.accepted";
