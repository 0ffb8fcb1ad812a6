import assert from "node:assert/strict";
import { afterEach, beforeEach, suite, test } from "node:test";
import { defaultSettings, gemmaModel } from "../../../src/core/settings.ts";
import { type StatusConditions, statusOf, viewOf } from "../../../src/core/status.ts";
import { DaemonClient } from "../../../src/ollama/daemonClient.ts";
import { ShortMemory } from "../../../src/ollama/memory.ts";
import { noKeeper } from "../../../src/ollama/noKeeper.ts";
import { Provisioner } from "../../../src/ollama/provisioner.ts";
import { DaemonError } from "../../../src/ollama/readFailure.ts";
import { ScriptedDaemon, type ScriptedModel } from "../../scriptedDaemon.ts";

const never = new AbortController().signal;
const hourMs = 3_600_000;
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

let daemon: ScriptedDaemon;
let provisioner: Provisioner;
/** The clock, which a test moves. */
let nowMs = 0;

async function begin(model: ScriptedModel = {}): Promise<void> {
  daemon = await ScriptedDaemon.start(model);
  provisioner = new Provisioner({
    settings: { ...defaultSettings, endpoint: daemon.url, model: model.name ?? gemmaModel },
    modelOf: (settings) => settings.model,
    environment: {},
    keeper: noKeeper,
    memory: new ShortMemory(),
    timer: { set: () => () => undefined },
    now: () => nowMs,
    clientFor: (url) => new DaemonClient(url),
    log: () => undefined,
  });
}

function version(): string | undefined {
  return provisioner.state.kind === "ready" ? provisioner.state.version : undefined;
}

function tooltip(): string {
  return viewOf(statusOf(provisioner.state, fine)).tooltip.join(" ");
}

beforeEach(() => (nowMs = 0));
afterEach(async () => {
  await provisioner.dispose();
  await daemon.stop();
});

suite("a daemon that stays while we are ready", () => {
  test("is asked nothing for two seconds, then whether the model is still there, and no more", async () => {
    await begin();
    await provisioner.ensureReady(never);
    const before = daemon.requests.length;
    nowMs += 1_999;
    await provisioner.ensureReady(never);
    assert.equal(daemon.requests.length, before);
    nowMs += 1;
    await provisioner.ensureReady(never);
    assert.deepEqual(daemon.requests.slice(before), ["/api/ps"]);
  });

  test("after a long sleep, the model is loaded again before anything is asked of it", async () => {
    await begin();
    await provisioner.ensureReady(never);
    const kinds: string[] = [];
    provisioner.onChange(() => kinds.push(provisioner.state.kind));
    const before = daemon.requests.length;
    nowMs += 8 * hourMs;
    daemon.unload();
    await provisioner.ensureReady(never);
    assert.deepEqual(kinds, ["loading", "ready"]);
    const loads = daemon.requests.slice(before).filter((path) => path === "/api/generate");
    assert.ok(loads.length >= 1, "the model is loaded by a request of its own");
  });

  test("is seen to be another version once it has been started anew, and is measured again", async () => {
    await begin();
    await provisioner.ensureReady(never);
    assert.equal(version(), "0.34.0");
    daemon.version = "0.35.1";
    daemon.unload();
    nowMs += 2_000;
    await provisioner.ensureReady(never);
    assert.equal(version(), "0.35.1");
  });

  test("that has become too old for the model is named, with its way on", async () => {
    await begin();
    await provisioner.ensureReady(never);
    daemon.version = "0.5.13";
    daemon.unload();
    nowMs += 2_000;
    await assert.rejects(provisioner.ensureReady(never), DaemonError);
    assert.deepEqual(provisioner.state, { kind: "failed", failure: { kind: "tooOld", version: "0.5.13" } });
    assert.equal(viewOf(statusOf(provisioner.state, fine)).action, "facet.setUp");
    daemon.version = "0.36.0";
    provisioner.setFocused(true);
    await provisioner.ensureReady(never);
    assert.equal(version(), "0.36.0");
  });
});

suite("a model that runs on somebody else's machine", () => {
  for (const model of [{ remoteHost: "https://ollama.com:443" }, { name: "gpt-oss:120b-cloud" }]) {
    test(`is told from ${Object.keys(model).join()}, needs the user's word, and never gets what is typed`, async () => {
      await begin(model);
      const name = model.name ?? gemmaModel;
      await assert.rejects(provisioner.ensureReady(never), DaemonError);
      assert.deepEqual(provisioner.state, { kind: "consentNeeded", what: "remoteModel", subject: name });
      assert.ok(!daemon.requests.includes("/api/generate"), "nothing is sent before");

      await provisioner.grant("remoteModel", name);
      const { runtime } = await provisioner.ensureReady(never);
      assert.equal(runtime.generation, "none", "no ghost text");
      assert.ok(!daemon.requests.includes("/api/generate"), "nothing is loaded or measured there");
      assert.match(tooltip(), /never sent there for ghost text/);
      assert.match(tooltip(), /Not local: what you type goes to (https:\/\/)?ollama\.com/);
      assert.doesNotMatch(tooltip(), /nothing leaves/);
      nowMs += 10_000;
      await provisioner.ensureReady(never);
    });
  }
});
