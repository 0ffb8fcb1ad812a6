import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultSettings, gemmaModel } from "../../../src/core/settings.ts";
import { never, provisionerFor } from "../../daemon/provisioning/provisionerFor.ts";
import { ScriptedDaemon } from "../../scriptedDaemon.ts";

/** A daemon without a model, whose pulls come to some place and stay there. */
async function withoutModel(): Promise<{ readonly daemon: ScriptedDaemon; readonly asked: Promise<void> }> {
  const daemon = await ScriptedDaemon.start();
  daemon.instead.set("/api/tags", (_, response) => response.end('{"models":[]}'));
  daemon.instead.set("/api/show", (_, response) => {
    response.statusCode = 404;
    response.end(`{"error":"model '${gemmaModel}' not found"}`);
  });
  const asked = new Promise<void>((resolve) =>
    daemon.instead.set("/api/pull", (_, response) => {
      response.write('{"status":"pulling a","digest":"sha256:a","total":3000000000,"completed":1000000000}\n');
      resolve();
    }),
  );
  return { daemon, asked };
}

test("a download belongs to the daemon it was begun at: with another endpoint it stops, and the next one begins there", async () => {
  const [old, anew] = await Promise.all([withoutModel(), withoutModel()]);
  const { provisioner } = provisionerFor(old.daemon.url);
  try {
    const first = provisioner.pullModel(never);
    await old.asked;
    const stopped = assert.rejects(first, /stopped/);
    provisioner.useSettings({ ...defaultSettings, endpoint: anew.daemon.url });
    const second = assert.rejects(provisioner.pullModel(never));
    await Promise.all([stopped, anew.asked]);
    provisioner.cancelPull();
    await second;
    assert.equal(provisioner.state.kind, "modelMissing");
  } finally {
    await provisioner.dispose();
    await Promise.all([old.daemon.stop(), anew.daemon.stop()]);
  }
});
