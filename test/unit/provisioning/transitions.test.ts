import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Failure } from "../../../src/core/failures.ts";
import { milestonesOf } from "../../../src/core/provisioning/milestones.ts";
import type { ProvisioningState, PullProgress, Runtime } from "../../../src/core/provisioning/state.ts";
import { next, type ProvisioningEvent } from "../../../src/core/provisioning/transitions.ts";

const runtime: Runtime = {
  endpoint: "http://127.0.0.1:11434",
  model: "small",
  numCtx: 8192,
  keepAlive: "30m",
  generation: "gemma3",
  speeds: { promptTokensPerSecond: 100, generatedTokensPerSecond: 10 },
};
const ready: ProvisioningState = { kind: "ready", runtime, owner: "found", version: "0.34.0" };

function after(state: ProvisioningState, ...events: readonly ProvisioningEvent[]): ProvisioningState {
  return events.reduce(next, state);
}

function progress(completedBytes: number, totalBytes = 100): PullProgress {
  return { completedBytes, totalBytes, bytesPerSecond: 1, secondsLeft: undefined };
}

const noSpace: Failure = { kind: "pullFailed", problem: "noSpace", subject: "m", detail: "" };

describe("the way from nothing to ready", () => {
  test("goes through each state", () => {
    const events: readonly ProvisioningEvent[] = [
      { kind: "lookBegan" },
      { kind: "startBegan" },
      { kind: "modelAbsent", model: "m" },
      { kind: "pullBegan", model: "m" },
      { kind: "pullMoved", model: "m", progress: progress(10) },
      { kind: "verifyBegan", model: "m" },
      { kind: "loadBegan", model: "m", sinceMs: 5 },
      { kind: "becameReady", runtime, owner: "ours", version: "0.34.0" },
    ];
    let state: ProvisioningState = { kind: "idle" };
    const kinds = events.map((event) => (state = next(state, event)).kind);
    assert.deepEqual(kinds, [
      "looking",
      "starting",
      "modelMissing",
      "pulling",
      "pulling",
      "verifying",
      "loading",
      "ready",
    ]);
  });

  test("looking again does not flicker", () => {
    for (const state of [ready, { kind: "notInstalled" }, { kind: "modelMissing", model: "m" }] as const) {
      assert.equal(next(state, { kind: "lookBegan" }), state);
    }
  });

  test("a look hides neither a pull nor a step that is owed", () => {
    const pulling = after({ kind: "idle" }, { kind: "pullBegan", model: "m" });
    assert.equal(next(pulling, { kind: "modelAbsent", model: "m" }), pulling);
    const gated = after(pulling, { kind: "gateMet", model: "m", step: "key" });
    assert.equal(next(gated, { kind: "modelAbsent", model: "m" }), gated);
    assert.equal(next(gated, { kind: "modelAbsent", model: "another" }).kind, "modelMissing");
  });

  test("a look does not hide why a pull has failed, and finds a model that came all the same", () => {
    const failed = after({ kind: "modelMissing", model: "m" }, { kind: "pullFailed", failure: noSpace });
    assert.deepEqual(failed, { kind: "failed", failure: noSpace });
    assert.equal(next(failed, { kind: "modelAbsent", model: "m" }), failed);
    assert.equal(next(failed, { kind: "pullBegan", model: "m" }).kind, "pulling");
    assert.equal(next(failed, { kind: "loadBegan", model: "m", sinceMs: 5 }).kind, "loading");
    assert.equal(next(failed, { kind: "daemonStopped", endpoint: "e" }).kind, "notRunning");
  });
});

describe("a pull", () => {
  test("that fails beside a model that works takes that model from nobody", () => {
    const state = after(ready, { kind: "pullBegan", model: "large" }, { kind: "pullFailed", failure: noSpace });
    assert.deepEqual(state, ready);
    const refused: Failure = { kind: "refused", endpoint: "e" };
    assert.equal(next(ready, { kind: "pullFailed", failure: refused }).kind, "failed", "the daemon is gone for both");
  });

  test("is seen beside a model that became ready while it ran", () => {
    const state = after(ready, { kind: "pullMoved", model: "large", progress: progress(30) });
    assert.ok(state.kind === "ready" && state.coming?.model === "large");
    assert.equal(state.coming.progress.completedBytes, 30);
    assert.equal(after(state, { kind: "pullStopped", model: "large" }).kind, "ready");
  });

  test("never goes backwards, not even when parts begin anew", () => {
    let state = after({ kind: "idle" }, { kind: "pullBegan", model: "m" });
    const shown: number[] = [];
    for (const completed of [10, 60, 20, 55, 70]) {
      state = next(state, { kind: "pullMoved", model: "m", progress: progress(completed) });
      if (state.kind === "pulling") shown.push(state.progress.completedBytes);
    }
    assert.deepEqual(shown, [10, 60, 60, 60, 70]);
  });

  test("never goes backwards when another layer makes the whole larger", () => {
    const state = after(
      { kind: "idle" },
      { kind: "pullBegan", model: "m" },
      { kind: "pullMoved", model: "m", progress: progress(90, 100) },
      { kind: "pullMoved", model: "m", progress: progress(95, 200) },
    );
    assert.ok(state.kind === "pulling" && state.progress.completedBytes === 180);
  });

  test("stopped, the model is missing", () => {
    const state = after({ kind: "idle" }, { kind: "pullBegan", model: "m" }, { kind: "pullStopped", model: "m" });
    assert.deepEqual(state, { kind: "modelMissing", model: "m" });
  });

  test("runs beside a model that stands in, which goes on working", () => {
    const state = after(
      ready,
      { kind: "pullBegan", model: "large" },
      { kind: "pullMoved", model: "large", progress: progress(40) },
      { kind: "verifyBegan", model: "large" },
    );
    assert.ok(state.kind === "ready" && state.coming?.progress.completedBytes === 40);
    assert.deepEqual(after(state, { kind: "pullStopped", model: "large" }), ready);
  });
});

describe("what a request ended with", () => {
  const cases: readonly (readonly [Failure, ProvisioningState["kind"]])[] = [
    [{ kind: "refused", endpoint: "e" }, "notRunning"],
    [{ kind: "unreachable", endpoint: "e", detail: "d" }, "notRunning"],
    [{ kind: "modelMissing", model: "m" }, "modelMissing"],
    [{ kind: "notLocal", model: "m" }, "consentNeeded"],
    [{ kind: "notOllama", endpoint: "e", detail: "d" }, "failed"],
    [{ kind: "outOfMemory", detail: "d" }, "failed"],
    [{ kind: "runnerFailed", detail: "d" }, "ready"],
    [{ kind: "cutOff", detail: "d" }, "ready"],
    [{ kind: "busy" }, "ready"],
    [{ kind: "contextExceeded", detail: "d" }, "ready"],
    [{ kind: "silent", afterMs: 1 }, "ready"],
    [{ kind: "other", detail: "d" }, "ready"],
  ];
  for (const [failure, kind] of cases) {
    test(`${failure.kind} leads to ${kind}`, () => {
      assert.equal(next(ready, { kind: "requestFailed", failure }).kind, kind);
    });
  }

  test("of a daemon of ours is mended by starting it again", () => {
    const ours: ProvisioningState = { ...ready, owner: "ours" };
    const failure: Failure = { kind: "refused", endpoint: "e" };
    assert.equal(next(ours, { kind: "requestFailed", failure }).kind, "starting");
  });

  test("changes nothing where we are not ready anyway", () => {
    const state: ProvisioningState = { kind: "gated", model: "m", step: "key" };
    assert.equal(next(state, { kind: "requestFailed", failure: { kind: "refused", endpoint: "e" } }), state);
  });
});

describe("the walkthrough's steps", () => {
  test("are ticked as states are reached", () => {
    const ticked = (state: ProvisioningState): number => Object.values(milestonesOf(state)).filter(Boolean).length;
    assert.equal(ticked({ kind: "notInstalled" }), 0);
    assert.equal(ticked({ kind: "modelMissing", model: "m" }), 1);
    assert.equal(ticked({ kind: "consentNeeded", what: "endpoint", subject: "s" }), 0);
    assert.equal(ticked({ kind: "loading", model: "m", sinceMs: 0 }), 2);
    assert.equal(ticked(ready), 3);
  });
});
