import assert from "node:assert/strict";
import { suite, test } from "node:test";
import manifest from "../../package.json" with { type: "json" };
import { menuOf } from "../../src/core/statusMenu.ts";
import { type Status, viewOf } from "../../src/core/status.ts";

const progress = { completedBytes: 1, totalBytes: 2, bytesPerSecond: 1, secondsLeft: 1 };

function commandsIn(status: Status): readonly string[] {
  return menuOf(status).map((one) => one.command);
}

suite("the menu behind the status bar", () => {
  test("offers the small model while the wanted one is being downloaded", () => {
    const pulling: Status = { kind: "provisioning", state: { kind: "pulling", model: "m", progress } };
    assert.deepEqual(commandsIn(pulling), [
      "facet.workMeanwhile",
      "facet.pullModel",
      "facet.showChat",
      "facet.trySample",
      "facet.tryCommitSample",
      "workbench.action.openWalkthrough",
      "workbench.action.openSettings",
      "facet.diagnose",
      "facet.showStatistics",
      "facet.showLog",
    ]);
  });

  test("leads to the set-up where a step is owed", () => {
    for (const state of [{ kind: "notInstalled" }, { kind: "gated", model: "m", step: "key" }] as const) {
      assert.equal(commandsIn({ kind: "provisioning", state })[0], "facet.setUp");
    }
  });

  test("leads to a newer daemon where that would be faster", () => {
    const ready: Status = {
      ...{ kind: "ready", model: "m", endpoint: "http://127.0.0.1:11434", mode: "typing" },
      ...{ version: "0.32.1", lastOfferMs: 0, isAsking: false },
    };
    assert.ok(commandsIn(ready).includes("facet.setUp"));
    assert.ok(viewOf(ready).tooltip.some((line) => line.includes("0.32.1 loses half a second")));
    assert.ok(!commandsIn({ ...ready, version: "0.34.0" }).includes("facet.setUp"));
  });

  test("leads to our settings alone and to the walkthrough of this very extension", () => {
    const { publisher, name, contributes } = manifest;
    const items = menuOf({ kind: "paused" });
    const argumentOf = (command: string): string | undefined => items.find((one) => one.command === command)?.argument;
    assert.equal(argumentOf("workbench.action.openSettings"), `@ext:${publisher}.${name}`);
    const walkthroughs = contributes.walkthroughs.map(({ id }) => `${publisher}.${name}#${id}`);
    assert.ok(walkthroughs.includes(argumentOf("workbench.action.openWalkthrough") ?? ""));
  });

  test("offers a pause where ghost text is on", () => {
    const ready: Status = { kind: "noGhostText", model: "m" };
    assert.ok(commandsIn(ready).includes("facet.snooze"));
    assert.ok(!commandsIn({ kind: "paused" }).includes("facet.snooze"));
  });

  test("switches ghost text on where it is off", () => {
    assert.equal(menuOf({ kind: "paused" })[0]?.label, "Switch ghost text on");
    assert.equal(menuOf({ kind: "noGhostText", model: "m" })[0]?.label, "Switch ghost text off");
  });
});
