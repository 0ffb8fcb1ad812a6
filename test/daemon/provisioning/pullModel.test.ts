import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, afterEach, before, describe, test } from "node:test";
import { daemonProgram } from "../../../scripts/parts/daemon.ts";
import { startOwnDaemon, type OwnDaemon } from "../../../scripts/parts/ownDaemon.ts";
import type { Failure } from "../../../src/core/failures.ts";
import { gemmaTemplate } from "../../../src/core/provisioning/gemmaTemplate.ts";
import type { PullProgress } from "../../../src/core/provisioning/state.ts";
import { gemmaModel } from "../../../src/core/settings.ts";
import { DaemonClient } from "../../../src/ollama/daemonClient.ts";
import { GateError, pullModel } from "../../../src/ollama/pullModel.ts";
import { DaemonError } from "../../../src/ollama/readFailure.ts";
import { fakeGguf, hubModel } from "../../hub/hubModel.ts";
import { startHub, type StandInHub, undisturbed } from "../../hub/standInHub.ts";

const never = new AbortController().signal;
const repository = "google/gemma-3-4b-it-qat-q4_0-gguf";

describe("pulling from the hub", { timeout: 240_000 }, () => {
  let hub: StandInHub;
  let daemon: OwnDaemon;
  let models: string;
  let client: DaemonClient;
  let count = 0;

  before(async () => {
    hub = await startHub();
    models = await mkdtemp(path.join(os.tmpdir(), "facet-models-"));
    daemon = await startOwnDaemon({ program: await daemonProgram(), models, env: hub.environment });
    client = new DaemonClient(daemon.url);
  });
  after(async () => {
    await daemon.stop();
    await hub.stop();
    await rm(models, { recursive: true, force: true });
  });
  afterEach(async () => {
    Object.assign(hub.state, undisturbed);
    hub.state.gated.clear();
    hub.dropAll();
    for (const { name } of await client.list(never)) await remove(name);
  });

  async function remove(name: string): Promise<void> {
    await fetch(`${daemon.url}/api/delete`, { method: "DELETE", body: JSON.stringify({ model: name }) });
  }

  /** Puts a fresh model, which no daemon has a part of, into the hub. */
  function offer(sizeBytes = 4_000_000, name = repository): void {
    const model = hubModel(fakeGguf(sizeBytes, `model ${count++}`), {
      template: gemmaTemplate,
      license: "the licence",
      parameters: { stop: ["<end_of_turn>"] },
    });
    hub.models.set(`huggingface.co/${name}`, model);
  }

  async function pull(model = gemmaModel, signal = never): Promise<readonly PullProgress[]> {
    const seen: PullProgress[] = [];
    const watcher = { moved: (progress: PullProgress) => void seen.push(progress), verifying: () => undefined };
    await pullModel(client, model, watcher, () => performance.now(), signal);
    return seen;
  }

  async function failureOf(work: Promise<unknown>): Promise<Failure> {
    try {
      await work;
    } catch (error) {
      assert.ok(error instanceof DaemonError, String(error));
      return error.failure;
    }
    assert.fail("did not fail");
  }

  async function problemOf(work: Promise<unknown>): Promise<string> {
    const failure = await failureOf(work);
    return failure.kind === "pullFailed" ? failure.problem : failure.kind;
  }

  async function gateOf(work: Promise<unknown>): Promise<string> {
    try {
      await work;
    } catch (error) {
      assert.ok(error instanceof GateError, String(error));
      return error.step;
    }
    assert.fail("no gate");
  }

  test("an open model comes, and ends at 100 %", async () => {
    // The daemon tells nothing of a layer that comes within 60 ms.
    offer(150_000_000);
    const seen = await pull();
    const last = seen.at(-1);
    assert.ok(last !== undefined && last.completedBytes === last.totalBytes && last.totalBytes >= 150_000_000);
    const shown = await client.show(gemmaModel, never);
    assert.equal(shown.family, "gemma3");
    assert.equal(shown.license, "the licence");
    assert.deepEqual(hub.refused, []);
  });

  test("a gated model comes under its own name although the daemon cannot sign in there", async () => {
    offer();
    hub.state.gated.add(repository);
    hub.state.isKeyRegistered = true;
    hub.state.isLicenceAccepted = true;
    await pull();
    const names = (await client.list(never)).map((one) => one.name);
    assert.ok(names.includes(`${gemmaModel}:latest`), names.join());
  });

  test("a key that the hub does not know is a step for the user", async () => {
    offer();
    hub.state.gated.add(repository);
    assert.equal(await gateOf(pull()), "key");
  });

  for (const isLicenceAskedByRealm of [true, false]) {
    const who = isLicenceAskedByRealm ? "the realm" : "the manifest";
    test(`a licence not accepted, told by ${who}, is a step for the user`, async () => {
      offer();
      hub.state.gated.add(repository);
      hub.state.isKeyRegistered = true;
      hub.state.isLicenceAskedByRealm = isLicenceAskedByRealm;
      assert.equal(await gateOf(pull()), "licence");
    });
  }

  const realmCases: readonly (readonly [string, number, string, string])[] = [
    ["404", 404, '{"error":"Repository not found"}', "notOnHub"],
    ["500 without words", 500, "", "hubError"],
    ["502 with a page", 502, "<html>Bad gateway</html>", "hubError"],
  ];
  for (const [name, status, body, problem] of realmCases) {
    test(`the realm answers ${name}`, async () => {
      offer();
      hub.state.gated.add(repository);
      hub.state.realmError = { status, body };
      assert.equal(await problemOf(pull()), problem);
    });
  }

  test("the realm gives an empty token", async () => {
    offer();
    hub.state.gated.add(repository);
    hub.state.realmError = { status: 200, body: '{"token":""}' };
    assert.equal(await gateOf(pull()), "key");
  });

  test("a repository that is not there", async () => {
    for (const name of ["hf.co/nobody/nothing", "huggingface.co/nobody/nothing"]) {
      assert.equal(await problemOf(pull(name)), "notOnHub");
    }
  });

  test("a tag that is not there", async () => {
    offer();
    assert.equal(await problemOf(pull(`${gemmaModel}:Q8_0`)), "notOnHub");
  });

  test("a name that is none", async () => {
    assert.equal(await problemOf(pull("hf.co//:::")), "badName");
  });

  test("the hub limits the rate", async () => {
    offer();
    const body = '{"error":"We had to rate limit your IP (127.0.0.1). To continue using our service, log in."}';
    hub.state.manifestError = { status: 429, body };
    for (const name of [gemmaModel, `huggingface.co/${repository}`]) {
      assert.equal(await problemOf(pull(name)), "rateLimited");
    }
  });

  test("a proxy that has no way to the hub, or refuses it", async () => {
    offer();
    hub.state.isDown = true;
    assert.equal(await problemOf(pull()), "proxy");
    hub.state.isDown = false;
    hub.state.isForbidden = true;
    assert.equal(await problemOf(pull()), "proxy");
  });

  test("cancelled in the middle, it stops, and the next pull sends only the rest", async () => {
    offer(60_000_000);
    const before = hub.sentBytes();
    const controller = new AbortController();
    const running = pull(gemmaModel, controller.signal);
    await hub.afterBytes(before + 20_000_000);
    controller.abort(new Error("enough"));
    await assert.rejects(running, /enough/);
    const seen = await pull();
    assert.ok((seen[0]?.completedBytes ?? 0) > 0, "begins where it ended");
    // Only what was in the sockets is sent twice.
    const again = hub.sentBytes() - before - 60_000_000;
    assert.ok(again < 15_000_000, `${again} bytes were sent again`);
  });

  test("a connection that drops is taken up again by the daemon", async () => {
    offer(8_000_000);
    const before = hub.sentBytes();
    const running = pull();
    await hub.afterBytes(before + 2_000_000);
    hub.dropAll();
    await running;
    await client.show(gemmaModel, never);
  });

  test("what comes damaged is thrown away", async () => {
    offer();
    hub.state.isCorrupt = true;
    assert.equal(await problemOf(pull()), "damaged");
    assert.deepEqual(await client.list(never), []);
    hub.state.isCorrupt = false;
    await pull();
  });

  test("a daemon that is killed in the middle is a cut connection", async () => {
    offer(60_000_000);
    const before = hub.sentBytes();
    const running = failureOf(pull());
    await hub.afterBytes(before + 5_000_000);
    daemon.kill();
    assert.equal((await running).kind, "cutOff");
    await daemon.restart();
    await pull();
  });
});

describe("a daemon without a way to the hub", { timeout: 120_000 }, () => {
  const cases: readonly (readonly [string, (hub: StandInHub) => Readonly<Record<string, string>>, string])[] = [
    ["a proxy that is not there", () => ({ HTTPS_PROXY: "http://127.0.0.1:9" }), "proxy"],
    ["a certificate nobody knows", (hub) => ({ ...hub.environment, SSL_CERT_FILE: "/dev/null" }), "certificate"],
  ];
  for (const [name, environment, problem] of cases) {
    test(name, async () => {
      const hub = await startHub();
      const models = await mkdtemp(path.join(os.tmpdir(), "facet-models-"));
      const daemon = await startOwnDaemon({ program: await daemonProgram(), models, env: environment(hub) });
      try {
        const client = new DaemonClient(daemon.url);
        const watcher = { moved: () => undefined, verifying: () => undefined };
        await assert.rejects(
          pullModel(client, gemmaModel, watcher, () => 0, never),
          (error) => {
            assert.ok(error instanceof DaemonError && error.failure.kind === "pullFailed", String(error));
            assert.equal(error.failure.problem, problem);
            return true;
          },
        );
      } finally {
        await daemon.stop();
        await hub.stop();
        await rm(models, { recursive: true, force: true });
      }
    });
  }
});
