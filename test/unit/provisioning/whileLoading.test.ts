import assert from "node:assert/strict";
import { mock, test } from "node:test";
import type { ProvisioningState } from "../../../src/core/provisioning/state.ts";
import { whileLoading } from "../../../src/providers/whileLoading.ts";

test("ticks every second while a model loads, and has no clock before and after", () => {
  mock.timers.enable({ apis: ["setInterval"] });
  let state: ProvisioningState = { kind: "looking" };
  let tell: () => void = () => undefined;
  let ticks = 0;
  const followed = {
    get state() {
      return state;
    },
    onChange: (listener: () => void) => {
      tell = listener;
      return () => (tell = () => undefined);
    },
  };
  const become = (kind: "looking" | "loading"): void => {
    state = kind === "loading" ? { kind, model: "m", sinceMs: 0 } : { kind };
    tell();
  };
  try {
    const end = whileLoading(followed, () => (ticks += 1));
    mock.timers.tick(5_000);
    assert.equal(ticks, 0);
    become("loading");
    become("loading");
    mock.timers.tick(3_000);
    assert.equal(ticks, 3);
    become("looking");
    mock.timers.tick(3_000);
    assert.equal(ticks, 3);
    become("loading");
    end();
    mock.timers.tick(3_000);
    assert.equal(ticks, 3);
  } finally {
    mock.timers.reset();
  }
});
