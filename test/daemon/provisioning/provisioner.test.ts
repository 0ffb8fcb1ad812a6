import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { daemonProgram } from "../../../scripts/parts/daemon.ts";
import { modelFile } from "../../../scripts/parts/model.ts";
import { freePort, realDaemon, startOwnDaemon, type OwnDaemon } from "../../../scripts/parts/ownDaemon.ts";
import { gemmaNotice, gemmaTemplate } from "../../../src/core/provisioning/gemmaTemplate.ts";
import { defaultSettings, gemmaModel } from "../../../src/core/settings.ts";
import { DaemonClient } from "../../../src/ollama/daemonClient.ts";
import { noKeeper } from "../../../src/ollama/noKeeper.ts";
import { hubModel } from "../../hub/hubModel.ts";
import { startHub } from "../../hub/standInHub.ts";
import { untilGone } from "../../untilGone.ts";
import { ownDaemonUser } from "./ownDaemons.ts";
import { failureOf, never, ownerIn, provisionerFor, reached } from "./provisionerFor.ts";

describe("a daemon that was there", { timeout: 240_000 }, () => {
  let daemon: OwnDaemon;
  before(async () => {
    daemon = await realDaemon();
  });
  after(() => daemon.stop());

  test("loads, probes and measures", async () => {
    const { provisioner, kinds } = provisionerFor(daemon.url, { licenceAccepted: true });
    const { runtime, description } = await provisioner.ensureReady(never);
    assert.equal(runtime.generation, "gemma3");
    assert.equal(runtime.numCtx, 2048);
    assert.ok(runtime.speeds.promptTokensPerSecond > 0 && runtime.speeds.generatedTokensPerSecond > 0);
    assert.deepEqual(description.capabilities, ["completion"]);
    assert.deepEqual(kinds, ["looking", "loading", "ready"]);
    await provisioner.dispose();
  });

  test("joins all who wait, and the end of one's patience stops nothing", async () => {
    const { provisioner } = provisionerFor(daemon.url, { licenceAccepted: true });
    const impatient = new AbortController();
    const first = provisioner.ensureReady(impatient.signal);
    const second = provisioner.ensureReady(never);
    impatient.abort(new Error("no patience"));
    await assert.rejects(first, /no patience/);
    assert.equal((await second).runtime.model, gemmaModel);
    await provisioner.dispose();
  });

  test("takes over a larger context that somebody has loaded", async () => {
    const client = new DaemonClient(daemon.url);
    await client.load({ model: gemmaModel, numCtx: 4096, keepAlive: "5m" }, never);
    const { provisioner } = provisionerFor(daemon.url, { licenceAccepted: true });
    assert.equal((await provisioner.ensureReady(never)).runtime.numCtx, 4096);
    await provisioner.dispose();
  });

  test("finds the model in another spelling", async () => {
    const model = "HF.co/Google/Gemma-3-4B-it-qat-q4_0-gguf:latest";
    const { provisioner } = provisionerFor(daemon.url, { model, licenceAccepted: true });
    assert.match((await provisioner.ensureReady(never)).runtime.model, /gemma-3-4b-it-qat-q4_0-gguf/i);
    await provisioner.dispose();
  });

  test("finds the model under the hub's other name, and pulls nothing", async () => {
    const model = gemmaModel.replace("hf.co/", "huggingface.co/");
    const { provisioner } = provisionerFor(daemon.url, { model, licenceAccepted: true });
    assert.equal((await provisioner.ensureReady(never)).runtime.model, model);
    await provisioner.dispose();
  });

  test("says that a model is missing, and looks anew when the setting changes", async () => {
    const { provisioner } = provisionerFor(daemon.url, { model: "no-such-model", licenceAccepted: true });
    assert.deepEqual(await failureOf(provisioner.ensureReady(never)), { kind: "modelMissing", model: "no-such-model" });
    provisioner.useSettings({ ...defaultSettings, endpoint: daemon.url, contextLength: 2048, licenceAccepted: true });
    assert.equal((await provisioner.ensureReady(never)).runtime.model, gemmaModel);
    await provisioner.dispose();
  });

  test("comes back by itself after the daemon has gone and come", async () => {
    const { provisioner, kinds } = provisionerFor(daemon.url, { licenceAccepted: true });
    await provisioner.ensureReady(never);
    daemon.kill();
    provisioner.reportFailure({ kind: "refused", endpoint: daemon.url });
    await reached(provisioner, "notRunning");
    await daemon.restart();
    await reached(provisioner, "ready");
    assert.deepEqual(kinds, ["looking", "loading", "ready", "notRunning", "loading", "ready"]);
    await provisioner.dispose();
  });

  test("loads again what was thrown out of memory, at the next use", async () => {
    const { provisioner } = provisionerFor(daemon.url, { licenceAccepted: true });
    const { client, runtime } = await provisioner.ensureReady(never);
    await client.load({ ...runtime, keepAlive: "0" }, never);
    provisioner.reportFailure({ kind: "runnerFailed", detail: "test" });
    await provisioner.ensureReady(never);
    assert.ok((await client.loaded(never)).some((one) => one.contextLength >= 2048));
    await provisioner.dispose();
  });

  test("follows when the model is deleted", async () => {
    const { provisioner } = provisionerFor(daemon.url, { model: "to-be-deleted", licenceAccepted: true });
    const client = new DaemonClient(daemon.url);
    await client.copy(gemmaModel, "to-be-deleted", never);
    await provisioner.ensureReady(never);
    await fetch(`${daemon.url}/api/delete`, { method: "DELETE", body: JSON.stringify({ model: "to-be-deleted" }) });
    provisioner.reportFailure({ kind: "modelMissing", model: "to-be-deleted" });
    assert.equal(provisioner.state.kind, "modelMissing");
    assert.equal((await failureOf(provisioner.ensureReady(never))).kind, "modelMissing");
    await provisioner.dispose();
  });

  test("measures the speed once and remembers it", async () => {
    const { provisioner, memory } = provisionerFor(daemon.url, { licenceAccepted: true });
    const { runtime } = await provisioner.ensureReady(never);
    await provisioner.dispose();
    const again = provisionerFor(daemon.url, { licenceAccepted: true }, noKeeper, memory).provisioner;
    const second = await again.ensureReady(never);
    assert.ok(second.runtime.speeds.promptTokensPerSecond > 0);
    assert.equal(second.runtime.generation, runtime.generation);
    await again.dispose();
  });
});

describe("nothing that answers", { timeout: 60_000 }, () => {
  test("without a program it is not installed", async () => {
    const { provisioner } = provisionerFor(`http://127.0.0.1:${await freePort()}`);
    assert.equal((await failureOf(provisioner.ensureReady(never))).kind, "startFailed");
    assert.equal(provisioner.state.kind, "notInstalled");
    await provisioner.dispose();
  });

  test("an address that is none is named", async () => {
    const { provisioner } = provisionerFor("ftp://somewhere");
    assert.deepEqual(await failureOf(provisioner.ensureReady(never)), {
      kind: "badEndpoint",
      endpoint: "ftp://somewhere",
    });
    assert.equal(provisioner.state.kind, "failed");
    await provisioner.dispose();
  });

  test("an address elsewhere is asked nothing before the user's word", async () => {
    const { provisioner } = provisionerFor("http://192.0.2.1:11434");
    assert.equal((await failureOf(provisioner.ensureReady(never))).kind, "notLocal");
    assert.deepEqual(provisioner.state, {
      kind: "consentNeeded",
      what: "endpoint",
      subject: "http://192.0.2.1:11434",
    });
    await provisioner.dispose();
  });
});

describe("from nothing to ready", { timeout: 300_000 }, () => {
  test("starts the daemon, passes the gate, pulls, hands over, and leaves nothing behind", async () => {
    const hub = await startHub();
    const user = await ownDaemonUser(hub.environment);
    const repository = "google/gemma-3-4b-it-qat-q4_0-gguf";
    const weights = await readFile(await modelFile());
    hub.models.set(
      `huggingface.co/${repository}`,
      hubModel(weights, { template: gemmaTemplate, license: gemmaNotice }),
    );
    hub.models.set("registry.ollama.ai/library/gemma3", hubModel(weights, { template: gemmaTemplate }));
    hub.state.gated.add(repository);
    const keeper = user.window();
    const { provisioner, kinds } = provisionerFor(user.url, { licenceAccepted: true }, keeper);
    try {
      assert.equal((await failureOf(provisioner.ensureReady(never))).kind, "modelMissing");
      assert.deepEqual(kinds, ["looking", "starting", "modelMissing"]);

      await provisioner.pullModel(never);
      assert.deepEqual(provisioner.gate, { model: gemmaModel, step: "key" });

      hub.state.isKeyRegistered = true;
      await provisioner.pullModel(never);
      assert.deepEqual(provisioner.state, { kind: "gated", model: gemmaModel, step: "licence" });

      hub.state.isLicenceAccepted = true;
      const models: string[] = [];
      const end = provisioner.onChange(() => {
        if (provisioner.state.kind === "ready") models.push(provisioner.state.runtime.model);
      });
      await provisioner.workMeanwhileWith("gemma3:1b", never);
      await provisioner.pullModel(never);
      end();
      assert.equal(models[0], "gemma3:1b");
      assert.equal(models.at(-1), gemmaModel);
      const { runtime } = await provisioner.ensureReady(never);
      assert.equal(runtime.model, gemmaModel);
      assert.equal(ownerIn(provisioner.state), "ours");
      assert.deepEqual(hub.refused, []);

      const { pid } = (await keeper.running()) ?? { pid: 0 };
      process.kill(pid, "SIGKILL");
      provisioner.reportFailure({ kind: "cutOff", detail: "test" });
      await provisioner.ensureReady(never);
      await reached(provisioner, "ready");

      const last = (await keeper.running())?.pid ?? 0;
      await provisioner.dispose();
      await keeper.release();
      await untilGone(last);
    } finally {
      await provisioner.dispose();
      await user.end();
      await hub.stop();
    }
  });

  test("works with a small model while the wanted one waits, which then goes on and takes over", async () => {
    const hub = await startHub();
    const user = await ownDaemonUser(hub.environment);
    const weights = await readFile(await modelFile());
    const licence = { template: gemmaTemplate, license: gemmaNotice };
    hub.models.set("huggingface.co/google/gemma-3-4b-it-qat-q4_0-gguf", hubModel(weights, licence));
    // Other bytes, or the daemon would take both for one.
    const small = Buffer.concat([weights, Buffer.alloc(64)]);
    hub.models.set("registry.ollama.ai/library/gemma3", hubModel(small, licence));
    hub.state.stallAfterBytes = 60_000_000;
    const { provisioner, memory } = provisionerFor(user.url, {}, user.window());
    try {
      const seen: string[] = [];
      const standsIn = new Promise<void>((resolve) =>
        provisioner.onChange(() => {
          const { state } = provisioner;
          const words = state.kind === "ready" ? [state.runtime.model, "and", state.coming?.model] : [state.kind];
          if (seen.at(-1) !== words.join(" ")) seen.push(words.join(" "));
          if (seen.at(-1) === `gemma3:1b and ${gemmaModel}`) resolve();
        }),
      );
      const wanted = provisioner.pullModel(never);
      await hub.afterBytes(60_000_000);
      // Room for the small one, and not for the rest of the wanted one.
      hub.state.stallAfterBytes = hub.sentBytes() + small.length + 60_000_000;
      const meanwhile = provisioner.workMeanwhileWith("gemma3:1b", never);
      // Its licence is asked for first; the wanted model goes on all the same.
      assert.equal((await failureOf(meanwhile)).kind, "licenceNeeded");
      assert.equal(provisioner.owedConsent?.subject, "gemma3:1b");
      await provisioner.grant("licence", "gemma3:1b");
      await standsIn;
      assert.equal((await provisioner.ensureReady(never)).runtime.model, "gemma3:1b");
      hub.state.stallAfterBytes = undefined;
      hub.dropAll();
      await wanted;
      assert.equal((await provisioner.ensureReady(never)).runtime.model, gemmaModel);
      assert.equal(seen.at(-1), `${gemmaModel} and `);
      assert.ok(hub.sentBytes() < 2 * weights.length + 8_000_000, "what had come is not sent again");
      assert.equal(memory.get("facet.standIn"), undefined);
    } finally {
      await provisioner.dispose();
      await user.end();
      await hub.stop();
    }
  });

  test("cancelled, it is missing again; with the window closed in the middle, the next one knows", async () => {
    const hub = await startHub();
    const user = await ownDaemonUser(hub.environment);
    const weights = await readFile(await modelFile());
    const name = "google/gemma-3-4b-it-qat-q4_0-gguf";
    hub.models.set(`huggingface.co/${name}`, hubModel(weights, { template: gemmaTemplate }));
    hub.state.stallAfterBytes = 30_000_000;
    try {
      const first = provisionerFor(user.url, {}, user.window());
      const controller = new AbortController();
      const running = first.provisioner.pullModel(controller.signal);
      await reached(first.provisioner, "pulling");
      assert.equal((await failureOf(first.provisioner.ensureReady(never))).kind, "modelComing");
      controller.abort(new Error("enough"));
      await assert.rejects(running, /enough/);
      assert.equal(first.provisioner.state.kind, "modelMissing");
      assert.equal(first.provisioner.unfinishedPull, undefined);

      const interrupted = first.provisioner.pullModel(never);
      await reached(first.provisioner, "pulling");
      await Promise.all([assert.rejects(interrupted), first.provisioner.dispose()]);
      const second = provisionerFor(user.url, {}, user.window(), first.memory).provisioner;
      assert.equal(second.unfinishedPull, gemmaModel);
      hub.state.stallAfterBytes = undefined;
      hub.dropAll();
      await second.pullModel(never);
      assert.equal(second.state.kind, "ready");
      assert.equal(second.unfinishedPull, undefined);
      await second.dispose();
    } finally {
      await user.end();
      await hub.stop();
    }
  });
});

describe("importing a file", { timeout: 240_000 }, () => {
  let daemon: OwnDaemon;
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), "facet-import-"));
    daemon = await startOwnDaemon({ program: await daemonProgram(), models: path.join(folder, "models") });
  });
  after(async () => {
    await daemon.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test("makes the model without any network, and asks for its licence", async () => {
    const { provisioner, kinds } = provisionerFor(daemon.url);
    assert.equal((await failureOf(provisioner.importModel(await modelFile(), never))).kind, "licenceNeeded");
    assert.deepEqual(provisioner.state, { kind: "consentNeeded", what: "licence", subject: gemmaModel });
    assert.match(await provisioner.licenceOf(gemmaModel), /Gemma Terms/);
    assert.ok(kinds.includes("pulling") && kinds.includes("verifying"), kinds.join());
    await provisioner.grant("licence", gemmaModel);
    const { runtime, description } = await provisioner.ensureReady(never);
    assert.equal(runtime.generation, "gemma3");
    assert.equal(description.template, gemmaTemplate);
    await provisioner.dispose();
  });

  test("refuses what is not a model file, is gone, or is broken", async () => {
    const { provisioner } = provisionerFor(daemon.url, { model: "imported", licenceAccepted: true });
    const text = path.join(folder, "notes.gguf");
    await writeFile(text, "These are notes, and no model at all.");
    const broken = path.join(folder, "broken.gguf");
    await writeFile(broken, (await readFile(await modelFile())).subarray(0, 3_000_000));
    await truncate(broken, 2_000_000);
    const problems: string[] = [];
    for (const file of [text, path.join(folder, "nowhere.gguf"), broken]) {
      const failure = await failureOf(provisioner.importModel(file, never));
      problems.push(failure.kind === "pullFailed" ? failure.problem : failure.kind);
    }
    assert.deepEqual(problems, ["notGguf", "fileGone", "notGguf"]);
    await provisioner.dispose();
  });
});
