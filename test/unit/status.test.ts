import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { ProvisioningState, Runtime } from "../../src/core/provisioning/state.ts";
import {
  shortModelName,
  type Status,
  type StatusConditions,
  statusOf,
  type StatusView,
  viewOf,
} from "../../src/core/status.ts";
import { gemmaModel } from "../../src/core/settings.ts";

const runtime: Runtime = {
  endpoint: "http://127.0.0.1:11434",
  model: gemmaModel,
  numCtx: 8192,
  keepAlive: "30m",
  generation: "gemma3",
  speeds: { promptTokensPerSecond: 500, generatedTokensPerSecond: 20 },
};
const ready: ProvisioningState = { kind: "ready", runtime, owner: "found", version: "0.34.0" };
const fine: StatusConditions = {
  isTrusted: true,
  isPaused: false,
  languageOff: undefined,
  isServerRunning: true,
  mode: "typing",
  lastOfferMs: 0,
  isAsking: false,
  loadingForMs: 0,
};

function viewFor(state: ProvisioningState, conditions: Partial<StatusConditions> = {}): StatusView {
  return viewOf(statusOf(state, { ...fine, ...conditions }));
}

function kindOf(state: ProvisioningState, conditions: Partial<StatusConditions>): Status["kind"] {
  return statusOf(state, { ...fine, ...conditions }).kind;
}

suite("the status", () => {
  test("says the first thing that keeps ghost text from coming", () => {
    const all = { isTrusted: false, isServerRunning: false, isPaused: true, languageOff: "markdown" };
    assert.equal(kindOf({ kind: "notInstalled" }, all), "untrusted");
    assert.equal(kindOf({ kind: "notInstalled" }, { ...all, isTrusted: true }), "provisioning");
    assert.equal(kindOf(ready, { ...all, isTrusted: true }), "serverStopped");
    assert.equal(kindOf(ready, { isPaused: true, languageOff: "markdown" }), "paused");
    assert.equal(kindOf(ready, { languageOff: "markdown" }), "languageOff");
    assert.equal(kindOf({ ...ready, runtime: { ...runtime, generation: "none" } }, {}), "noGhostText");
    assert.equal(kindOf(ready, {}), "ready");
  });

  test("is calm unless the person must do something, and never loud", () => {
    const waiting: readonly ProvisioningState[] = [
      { kind: "idle" },
      { kind: "looking" },
      { kind: "starting" },
      { kind: "verifying", model: "m" },
      { kind: "loading", model: "m", sinceMs: 0 },
      ready,
    ];
    for (const state of waiting) assert.equal(viewFor(state).severity, "calm", state.kind);
    const owed: readonly ProvisioningState[] = [
      { kind: "notInstalled" },
      { kind: "notRunning", endpoint: "e" },
      { kind: "modelMissing", model: "m" },
      { kind: "gated", model: "m", step: "licence" },
      { kind: "consentNeeded", what: "endpoint", subject: "e" },
      { kind: "failed", failure: { kind: "busy" } },
    ];
    for (const state of owed) assert.equal(viewFor(state).severity, "warning", state.kind);
    assert.equal(viewFor(ready, { isServerRunning: false }).severity, "calm");
  });

  test("has words for every state", () => {
    for (const state of [ready, { kind: "gated", model: "m", step: "key" }, { kind: "looking" }] as const) {
      assert.ok((viewFor(state).tooltip[0] ?? "").length > 5);
    }
  });

  test("leads from each failure to the action that helps", () => {
    const failed = (failure: Extract<ProvisioningState, { kind: "failed" }>["failure"]): string =>
      viewFor({ kind: "failed", failure }).action;
    assert.equal(failed({ kind: "refused", endpoint: "e" }), "facet.startDaemon");
    assert.equal(failed({ kind: "modelMissing", model: "m" }), "facet.pullModel");
    assert.equal(failed({ kind: "badEndpoint", endpoint: "e" }), "workbench.action.openSettings");
    assert.equal(failed({ kind: "outOfMemory", detail: "" }), "facet.diagnose");
    assert.equal(viewFor({ kind: "notRunning", endpoint: "e" }).action, "facet.startDaemon");
    assert.equal(viewFor(ready, { isTrusted: false }).action, "workbench.trust.manage");
    assert.equal(viewFor(ready, { isPaused: true }).action, "facet.toggleCompletions");
    assert.match(viewFor(ready, { isPaused: true, pausedUntil: "15:40" }).tooltip.join(), /15:40/);
  });

  test("tells, when all is well: which model, where, that nothing leaves, the mode and the last time", () => {
    const { tooltip, icon } = viewFor(ready, { mode: "pauses", lastOfferMs: 123.4 });
    assert.deepEqual(tooltip, [
      "Facet is ready with gemma-3-4b-it-qat-q4_0.",
      `${gemmaModel} on Ollama 0.34.0 at http://127.0.0.1:11434`,
      "Ghost text when you pause: this machine needs a moment per suggestion.",
      "Last suggestion after 123 ms.",
      "Local only: nothing leaves this machine.",
    ]);
    assert.equal(icon, "sparkle");
    assert.equal(viewFor(ready, { isAsking: true }).icon, "loading~spin");
    assert.equal(
      viewFor(ready).tooltip.some((line) => line.startsWith("Last")),
      false,
    );
  });

  test("does not claim that nothing leaves where the daemon is another machine's", () => {
    const away = { ...ready, runtime: { ...runtime, endpoint: "http://192.168.1.20:11434" } };
    assert.equal(viewFor(away).tooltip.at(-1), "Not local: what you type goes to http://192.168.1.20:11434.");
  });

  test("counts the seconds of a load that takes some", () => {
    const loading = (loadingForMs: number): StatusView =>
      viewFor({ kind: "loading", model: gemmaModel, sinceMs: 0 }, { loadingForMs });
    assert.equal(loading(1_999).text, "Facet");
    assert.equal(loading(12_900).text, "Facet 12 s");
    assert.match(loading(12_900).tooltip[0] ?? "", /gemma-3-4b-it-qat-q4_0.*12 s/);
    assert.equal(loading(150_000).text, "Facet 3 min");
  });

  test("names what a small model stands in for", () => {
    const progress = { completedBytes: 30, totalBytes: 100, bytesPerSecond: 1, secondsLeft: 1 };
    const { tooltip, action } = viewFor({ ...ready, coming: { model: gemmaModel, progress } });
    assert.ok(tooltip.some((line) => line.includes("gemma-3-4b-it-qat-q4_0") && line.includes("30 %")));
    assert.equal(action, "facet.showMenu");
  });

  test("shows how far a download is", () => {
    const pulling = (completedBytes: number, totalBytes: number, secondsLeft?: number): StatusView =>
      viewFor({
        kind: "pulling",
        model: "m",
        progress: { completedBytes, totalBytes, bytesPerSecond: 12_340_000, secondsLeft },
      });
    assert.equal(pulling(1_999, 2_000, 60).text, "Facet 99 %");
    assert.deepEqual(pulling(500, 2_000, 59.6).tooltip, ["Getting the model: 25 %, 12.3 MB/s, 60 s left"]);
    assert.deepEqual(pulling(500, 2_000, 600).tooltip, ["Getting the model: 25 %, 12.3 MB/s, 10 min left"]);
    assert.equal(pulling(0, 0).text, "Facet 0 %");
  });
});

suite("a model's short name", () => {
  test("is without hub, owner, tag `latest` and file kind", () => {
    assert.equal(shortModelName(gemmaModel), "gemma-3-4b-it-qat-q4_0");
    assert.equal(shortModelName(`${gemmaModel}:latest`), "gemma-3-4b-it-qat-q4_0");
    assert.equal(shortModelName("gemma3:4b-it-qat"), "gemma3:4b-it-qat");
  });
});
