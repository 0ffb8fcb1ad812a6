import assert from "node:assert/strict";
import { test } from "node:test";
import type { KeptDaemon } from "../../../src/ollama/daemonKeeper.ts";
import { noKeeper } from "../../../src/ollama/noKeeper.ts";
import { gemmaModel } from "../../../src/core/settings.ts";
import { never, ownerIn, provisionerFor } from "../../daemon/provisioning/provisionerFor.ts";
import { ScriptedDaemon } from "../../scriptedDaemon.ts";

/** Whose a daemon is taken to be, where each look for ours finds the next of these. */
async function ownerWhere(lookUp: (url: string) => readonly (KeptDaemon | undefined)[]): Promise<string | undefined> {
  const daemon = await ScriptedDaemon.start();
  const looks = [...lookUp(daemon.url)];
  const keeper = { ...noKeeper, running: () => Promise.resolve(looks.length > 1 ? looks.shift() : looks[0]) };
  const { provisioner } = provisionerFor(daemon.url, { model: gemmaModel, licenceAccepted: true }, keeper);
  try {
    await provisioner.ensureReady(never);
    return ownerIn(provisioner.state);
  } finally {
    await provisioner.dispose();
    await daemon.stop();
  }
}

test("a daemon that we run is ours", async () => {
  assert.equal(await ownerWhere((url) => [{ url, pid: 1 }]), "ours");
});

test("a daemon that our supervisor had only just begun to start is ours: nobody else would keep it alive", async () => {
  assert.equal(await ownerWhere((url) => [undefined, { url, pid: 1 }]), "ours");
});

test("a daemon that nobody of us runs is somebody's, also where ours runs elsewhere", async () => {
  assert.equal(await ownerWhere(() => [undefined]), "found");
  assert.equal(await ownerWhere(() => [{ url: "http://127.0.0.1:9", pid: 1 }]), "found");
});
