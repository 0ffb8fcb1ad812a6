import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { ProvisioningState } from "../../src/core/provisioning/state.ts";
import { defaultSettings } from "../../src/core/settings.ts";
import { statusOf, viewOf } from "../../src/core/status.ts";
import { GhostTextModel, type Provisioned } from "../../src/providers/ghostTextModel.ts";

class FakeProvisioning implements Provisioned {
  readonly calls: string[] = [];
  readonly loadingForMs = 0;
  readonly model: string;
  state: ProvisioningState = { kind: "idle" };
  #listeners: (() => void)[] = [];

  constructor(model: string) {
    this.model = model;
  }

  look(): void {
    this.calls.push("look");
  }

  reportFailure(): void {
    this.calls.push("failure");
  }

  onChange(listener: () => void): () => void {
    this.#listeners.push(listener);
    return () => (this.#listeners = this.#listeners.filter((one) => one !== listener));
  }

  become(state: ProvisioningState): void {
    this.state = state;
    for (const listener of this.#listeners) listener();
  }
}

function modelWith(completionModel: string): {
  model: GhostTextModel;
  shared: FakeProvisioning;
  own: FakeProvisioning;
} {
  const shared = new FakeProvisioning("chat-model");
  const own = new FakeProvisioning("small-model");
  const completion = { ...defaultSettings.completion, model: completionModel };
  const model = new GhostTextModel(shared, own, () => ({ ...defaultSettings, model: "chat-model", completion }));
  return { model, shared, own };
}

suite("the model of ghost text", () => {
  test("is that of all else, unless the settings name another", () => {
    for (const name of ["", "chat-model"]) {
      const { model, shared, own } = modelWith(name);
      model.look();
      model.reportFailure({ kind: "busy" });
      assert.deepEqual([shared.calls, own.calls, model.model], [["look", "failure"], [], "chat-model"]);
    }
    const { model, shared, own } = modelWith("small-model");
    model.look();
    model.reportFailure({ kind: "busy" });
    assert.deepEqual([shared.calls, own.calls, model.model], [[], ["look", "failure"], "small-model"]);
  });

  test("has a state of its own, whatever that of chat is", () => {
    const { model, shared, own } = modelWith("small-model");
    let changes = 0;
    const end = model.onChange(() => changes++);
    shared.become({ kind: "looking" });
    own.become({ kind: "modelMissing", model: "small-model" });
    assert.equal(changes, 2);
    assert.equal(model.state.kind, "modelMissing");
    assert.ok(model.isOwnMissing);
    end();
    own.become({ kind: "looking" });
    assert.equal(changes, 2);
    assert.ok(!model.isOwnMissing);
  });

  test("is said to be what is missing, and only that", () => {
    const conditions = {
      isTrusted: true,
      isPaused: false,
      languageOff: undefined,
      isServerRunning: true,
      mode: "typing",
      lastOfferMs: 0,
      isAsking: false,
      loadingForMs: 0,
      isOwnModel: true,
    } as const;
    const missing = viewOf(statusOf({ kind: "modelMissing", model: "small-model" }, conditions));
    assert.equal(missing.action, "facet.pullModel");
    assert.match(missing.tooltip.join("\n"), /small-model[^]*Chat goes on/);
    const down = viewOf(statusOf({ kind: "notRunning", endpoint: "http://127.0.0.1:1" }, conditions));
    assert.doesNotMatch(down.tooltip.join("\n"), /Chat goes on/);
  });
});
