/**
 * Every sentence a person may see, by id, with the values it takes.
 * One table per language words them; whoever shows something names an id and never builds a sentence.
 */
export interface Messages {
  // The status bar and its tooltip
  "status.idle": null;
  "status.looking": null;
  "status.ready": { model: string };
  "status.readyTooltip": { model: string; endpoint: string; version: string };
  "status.localOnly": null;
  "status.goesElsewhere": { endpoint: string };
  "status.lastOffer": { milliseconds: number };
  "status.notInstalled": null;
  "status.notRunning": { endpoint: string };
  "status.starting": null;
  "status.consentNeeded": { subject: string };
  "status.modelMissing": { model: string };
  "status.pulling": { percent: number; speed: string; timeLeft: string };
  "status.gated": null;
  "status.verifying": null;
  "status.loading": { model: string };
  "status.completionsOff": null;
  "status.languageOff": { language: string };
  "status.untrusted": null;
  "status.serverStopped": null;
  "status.noTemplate": { model: string };
  "status.mode.typing": null;
  "status.mode.pauses": null;
  "status.mode.manual": null;
  // Failures
  "failure.refused": { endpoint: string };
  "failure.unreachable": { endpoint: string; detail: string };
  "failure.badEndpoint": { endpoint: string };
  "failure.notOllama": { endpoint: string; detail: string };
  "failure.tooOld": { version: string };
  "failure.modelMissing": { model: string };
  "failure.unsupported": { model: string; capability: string };
  "failure.contextExceeded": { detail: string };
  "failure.outOfMemory": { detail: string };
  "failure.runnerFailed": { detail: string };
  "failure.busy": null;
  "failure.cutOff": { detail: string };
  "failure.silent": { seconds: number };
  "failure.notLocal": { model: string };
  "failure.other": { detail: string };
  "failure.modelComing": { model: string; percent: number };
  "failure.licenceNeeded": { model: string };
  "failure.pull.notOnHub": { subject: string };
  "failure.pull.badName": { subject: string };
  "failure.pull.rateLimited": { subject: string };
  "failure.pull.hubError": { subject: string; detail: string };
  "failure.pull.hubUnreachable": { subject: string; detail: string };
  "failure.pull.proxy": { subject: string; detail: string };
  "failure.pull.certificate": { subject: string };
  "failure.pull.damaged": { subject: string };
  "failure.pull.noSpace": { subject: string };
  "failure.pull.readOnly": { subject: string; detail: string };
  "failure.pull.notGguf": { subject: string };
  "failure.pull.fileGone": { subject: string };
  "failure.pull.daemonTools": { subject: string; detail: string };
  "failure.start.notInstalled": { subject: string };
  "failure.start.notExecutable": { subject: string; detail: string };
  "failure.start.portTaken": { subject: string };
  "failure.start.ended": { subject: string; detail: string };
  // Actions on buttons
  "action.startDaemon": null;
  "action.pullModel": null;
  "action.setUp": null;
  "action.showLog": null;
  "action.openSettings": null;
  "action.diagnose": null;
  "action.retry": null;
  "action.completionsOn": null;
  "action.completionsOff": null;
}

export type MessageId = keyof Messages;

/** One language's table: an entry per id, and a function exactly where the sentence takes values. */
export type WordTable = { readonly [Id in MessageId]: (values: Messages[Id]) => string };
