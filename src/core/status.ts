import type { Failure } from "./failures.ts";
import { wordsOfFailure } from "./failureWords.ts";
import { isOnThisMachine } from "./loopback.ts";
import { percentOf, type ProvisioningState } from "./provisioning/state.ts";
import { isOlder, oldestFast } from "./provisioning/versions.ts";
import { speedWords, waitWords } from "./sizes.ts";
import { say } from "./words/words.ts";

/** The way in which ghost text comes, which follows the measured speed unless the user has chosen. */
export type TriggerMode = "typing" | "pauses" | "manual";

/** What else decides what the status bar says, besides the daemon and the model. */
export interface StatusConditions {
  readonly isTrusted: boolean;
  readonly isPaused: boolean;
  /** The time of day, as it is shown, at which a pause ends by itself. */
  readonly pausedUntil?: string | undefined;
  /** The language of the active document where ghost text is off for it. */
  readonly languageOff: string | undefined;
  readonly isServerRunning: boolean;
  readonly mode: TriggerMode;
  /** From the last key to ghost text, ms; 0 = nothing yet. */
  readonly lastOfferMs: number;
  readonly isAsking: boolean;
  readonly loadingForMs: number;
  /** Whether the state is that of a model which only ghost text uses. */
  readonly isOwnModel?: boolean;
  /** The names of others that suggest text here too. */
  readonly others?: string;
  /** Whether the editor shows nobody's suggestions. */
  readonly isEditorOff?: boolean;
}

/** What the status bar shows, and nothing else shows: the provisioning states and what switches ghost text off. */
export type Status =
  | {
      readonly kind: "provisioning";
      readonly state: ProvisioningState;
      /** For how long the model has been loading, ms. */
      readonly loadingForMs?: number;
      readonly isOwnModel?: boolean;
    }
  | { readonly kind: "editorOff" }
  | { readonly kind: "untrusted" }
  | { readonly kind: "serverStopped" }
  | { readonly kind: "paused"; readonly until?: string }
  | { readonly kind: "languageOff"; readonly language: string }
  | {
      readonly kind: "noGhostText";
      readonly model: string;
      /** The host that the model runs at, where that is not the daemon's. */
      readonly elsewhere?: string;
    }
  | {
      readonly kind: "ready";
      readonly model: string;
      readonly endpoint: string;
      readonly version: string;
      readonly mode: TriggerMode;
      readonly lastOfferMs: number;
      readonly isAsking: boolean;
      readonly others?: string;
      /** What will take over from a model that only stands in for it. */
      readonly coming?: NonNullable<Extract<ProvisioningState, { kind: "ready" }>["coming"]>;
    };

/** The commands that a status may offer as its one helpful click. */
export type StatusAction =
  | "facet.showMenu"
  | "facet.setUp"
  | "facet.startDaemon"
  | "facet.pullModel"
  | "facet.workMeanwhile"
  | "facet.diagnose"
  | "facet.toggleCompletions"
  | "facet.snooze"
  | "facet.chooseProvider"
  | "facet.showStatistics"
  | "facet.showLog"
  | "workbench.trust.manage"
  | "workbench.action.openSettings";

/** A status as it is drawn: words, a codicon, how loud it is, and the one helpful click. */
export interface StatusView {
  readonly icon: string;
  readonly text: string;
  readonly tooltip: readonly string[];
  readonly severity: "calm" | "warning" | "error";
  readonly action: StatusAction;
}

/** Decides what is worth saying: the first thing that keeps ghost text from coming. */
export function statusOf(state: ProvisioningState, conditions: StatusConditions): Status {
  if (!conditions.isTrusted) return { kind: "untrusted" };
  if (state.kind !== "ready") {
    const { loadingForMs, isOwnModel = false } = conditions;
    return { kind: "provisioning", state, loadingForMs, isOwnModel };
  }
  if (!conditions.isServerRunning) return { kind: "serverStopped" };
  if (conditions.isPaused) {
    const { pausedUntil: until } = conditions;
    return { kind: "paused", ...(until === undefined ? {} : { until }) };
  }
  const { generation, model, elsewhere } = state.runtime;
  if (generation === "none") {
    return { kind: "noGhostText", model, ...(elsewhere === undefined ? {} : { elsewhere }) };
  }
  if (conditions.languageOff !== undefined) return { kind: "languageOff", language: conditions.languageOff };
  if (conditions.isEditorOff === true) return { kind: "editorOff" };
  return {
    kind: "ready",
    model: state.runtime.model,
    endpoint: state.runtime.endpoint,
    version: state.version,
    mode: conditions.mode,
    lastOfferMs: conditions.lastOfferMs,
    isAsking: conditions.isAsking,
    ...(conditions.others === undefined ? {} : { others: conditions.others }),
    ...(state.coming === undefined ? {} : { coming: state.coming }),
  };
}

function calm(icon: string, text: string, tooltip: readonly string[], action: StatusAction): StatusView {
  return { icon, text, tooltip, severity: "calm", action };
}

function warning(icon: string, text: string, tooltip: readonly string[], action: StatusAction): StatusView {
  return { icon, text, tooltip, severity: "warning", action };
}

function whyPaused(until: string | undefined): string {
  return until === undefined ? say("status.completionsOff") : say("status.snoozed", { time: until });
}

/** Draws a status; a new kind does not compile until it is drawn here. */
export function viewOf(status: Status): StatusView {
  switch (status.kind) {
    case "provisioning": {
      const view = viewOfProvisioning(status.state, status.loadingForMs ?? 0);
      return status.isOwnModel === true && isAboutModel(status.state)
        ? { ...view, tooltip: [...view.tooltip, say("status.onlyGhostText")] }
        : view;
    }
    case "untrusted":
      return calm("shield", "Facet", [say("status.untrusted")], "workbench.trust.manage");
    case "serverStopped":
      return calm("sync", "Facet", [say("status.serverStopped")], "facet.showLog");
    case "paused":
      return calm("circle-slash", "Facet", [whyPaused(status.until)], "facet.toggleCompletions");
    case "editorOff":
      return calm("circle-slash", "Facet", [say("status.editorOff")], "facet.chooseProvider");
    case "languageOff":
      return calm(
        "circle-slash",
        "Facet",
        [say("status.languageOff", { language: status.language })],
        "facet.showMenu",
      );
    case "noGhostText":
      return calm(
        "circle-slash",
        "Facet",
        status.elsewhere === undefined
          ? [say("status.noTemplate", { model: status.model })]
          : [
              say("status.remoteModel", { model: status.model, host: status.elsewhere }),
              say("status.goesElsewhere", { endpoint: status.elsewhere }),
            ],
        "facet.showMenu",
      );
    case "ready":
      return calm(
        status.isAsking ? "loading~spin" : "sparkle",
        "Facet",
        [
          say("status.ready", { model: shortModelName(status.model) }),
          say("status.readyTooltip", { model: status.model, endpoint: status.endpoint, version: status.version }),
          say(`status.mode.${status.mode}`),
          ...(isOlder(status.version, oldestFast) ? [say("setUp.readySlow", { version: status.version })] : []),
          ...(status.coming === undefined
            ? []
            : [
                say("status.coming", {
                  model: shortModelName(status.coming.model),
                  percent: percentOf(status.coming.progress),
                }),
              ]),
          ...(status.lastOfferMs > 0
            ? [say("status.lastOffer", { milliseconds: Math.round(status.lastOfferMs) })]
            : []),
          ...(status.others === undefined ? [] : [say("status.others", { names: status.others })]),
          isOnThisMachine(status.endpoint)
            ? say("status.localOnly")
            : say("status.goesElsewhere", { endpoint: status.endpoint }),
        ],
        "facet.showMenu",
      );
  }
}

/** A load that is over sooner needs no clock, ms. */
const countedFromMs = 2_000;

function viewOfProvisioning(state: ProvisioningState, loadingForMs: number): StatusView {
  switch (state.kind) {
    case "idle":
      return calm("sparkle", "Facet", [say("status.idle")], "facet.showMenu");
    case "looking":
      return calm("loading~spin", "Facet", [say("status.looking")], "facet.showLog");
    case "notInstalled":
      return warning("warning", "Facet", [say("status.notInstalled")], "facet.setUp");
    case "notRunning":
      return warning("warning", "Facet", [say("status.notRunning", { endpoint: state.endpoint })], "facet.startDaemon");
    case "starting":
      return calm("loading~spin", "Facet", [say("status.starting")], "facet.showLog");
    case "consentNeeded":
      return warning(
        "question",
        "Facet",
        [say(`status.consentNeeded.${state.what}`, { subject: state.subject })],
        "facet.setUp",
      );
    case "modelMissing":
      return warning(
        "cloud-download",
        "Facet",
        [say("status.modelMissing", { model: state.model })],
        "facet.pullModel",
      );
    case "pulling":
      return calm(
        "cloud-download",
        `Facet ${percentOf(state.progress)} %`,
        [sayPulling(state.progress)],
        "facet.showMenu",
      );
    case "gated":
      return warning("lock", "Facet", [say("status.gated")], "facet.setUp");
    case "verifying":
      return calm("loading~spin", "Facet", [say("status.verifying")], "facet.showLog");
    case "loading":
      return viewOfLoading(shortModelName(state.model), loadingForMs);
    case "ready":
      return calm(
        "sparkle",
        "Facet",
        [say("status.ready", { model: shortModelName(state.runtime.model) })],
        "facet.showMenu",
      );
    case "failed":
      return warning("warning", "Facet", [wordsOfFailure(state.failure)], actionFor(state.failure));
  }
}

function viewOfLoading(model: string, forMs: number): StatusView {
  const hasClock = forMs >= countedFromMs;
  const time = waitWords(Math.floor(forMs / 1000));
  return calm(
    "loading~spin",
    hasClock ? `Facet ${time}` : "Facet",
    [hasClock ? say("status.loadingFor", { model, time }) : say("status.loading", { model })],
    "facet.showLog",
  );
}

/** The one click that helps most against a failure. */
export function actionFor(failure: Failure): StatusAction {
  switch (failure.kind) {
    case "refused":
    case "cutOff":
      return "facet.startDaemon";
    case "modelMissing":
      return "facet.pullModel";
    case "badEndpoint":
    case "notOllama":
    case "notLocal":
      return "workbench.action.openSettings";
    case "tooOld":
    case "licenceNeeded":
    case "pullFailed":
    case "startFailed":
      return "facet.setUp";
    case "modelComing":
      return "facet.showMenu";
    case "unreachable":
    case "unsupported":
    case "contextExceeded":
    case "outOfMemory":
    case "runnerFailed":
    case "busy":
    case "silent":
    case "other":
      return "facet.diagnose";
  }
}

function sayPulling(progress: Extract<ProvisioningState, { kind: "pulling" }>["progress"]): string {
  const percent = percentOf(progress);
  // In the first seconds nothing can be said of the rest.
  if (progress.secondsLeft === undefined) return say("status.pullingBegun", { percent });
  return say("status.pulling", {
    percent,
    speed: speedWords(progress.bytesPerSecond),
    timeLeft: waitWords(progress.secondsLeft),
  });
}

/** Whether it is the model that is waited for, and not the daemon, without which nothing works. */
function isAboutModel({ kind }: ProvisioningState): boolean {
  return ["modelMissing", "pulling", "gated", "verifying", "loading"].includes(kind);
}

/** A model's name as people say it: without the hub and owner in front. */
export function shortModelName(model: string): string {
  const last = model.slice(model.lastIndexOf("/") + 1);
  return last.replace(/:latest$/i, "").replace(/-gguf$/i, "");
}
