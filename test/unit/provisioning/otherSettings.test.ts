import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { defaultSettings } from "../../../src/core/settings.ts";
import { noKeeper } from "../../../src/ollama/noKeeper.ts";
import { freePort } from "../../../scripts/parts/ownDaemon.ts";
import { never, provisionerFor } from "../../daemon/provisioning/provisionerFor.ts";
import { ScriptedDaemon } from "../../scriptedDaemon.ts";

/** Something that is waited for and that a test brings about. */
function moment(): { readonly comes: Promise<void>; readonly bring: () => void } {
  let bring = (): void => undefined;
  const comes = new Promise<void>((resolve) => (bring = resolve));
  return { comes, bring };
}

suite("what was begun for other settings", () => {
  test("tells of nothing that it finds after they have changed: neither that Ollama is not installed, nor whose daemon runs", async () => {
    const daemon = await ScriptedDaemon.start();
    const [asked, told] = [moment(), moment()];
    const keeper = {
      ...noKeeper,
      binary: async (): Promise<undefined> => {
        asked.bring();
        await told.comes;
        return undefined;
      },
    };
    const { provisioner, kinds } = provisionerFor(`http://127.0.0.1:${await freePort()}`, {}, keeper);
    try {
      const first = provisioner.ensureReady(never);
      await asked.comes;
      provisioner.useSettings({ ...defaultSettings, endpoint: daemon.url });
      await provisioner.ensureReady(never);
      told.bring();
      assert.equal((await first).runtime.endpoint, daemon.url, "whoever waited for it gets what there is now");
      assert.deepEqual(kinds, ["looking", "idle", "looking", "loading", "ready"]);
    } finally {
      await provisioner.dispose();
      await daemon.stop();
    }
  });

  test("does not bring back the model of the daemon before, whose answer was on its way", async () => {
    const [old, anew] = await Promise.all([ScriptedDaemon.start(), ScriptedDaemon.start()]);
    let nowMs = 0;
    const { provisioner } = provisionerFor(old.url, {}, noKeeper, undefined, () => nowMs);
    try {
      await provisioner.ensureReady(never);
      const [asked, told] = [moment(), moment()];
      old.instead.set("/api/ps", (_, response) => {
        asked.bring();
        void told.comes.then(() => response.destroy());
      });
      nowMs = 60_000;
      const late = provisioner.ensureReady(never);
      await asked.comes;
      provisioner.useSettings({ ...defaultSettings, endpoint: anew.url });
      const first = await provisioner.ensureReady(never);
      told.bring();
      assert.equal((await late).runtime.endpoint, anew.url);
      assert.equal(first.runtime.endpoint, anew.url);
      assert.ok(provisioner.state.kind === "ready" && provisioner.state.runtime.endpoint === anew.url);
      assert.deepEqual(provisioner.recentFailures, []);
    } finally {
      await provisioner.dispose();
      await Promise.all([old.stop(), anew.stop()]);
    }
  });
});
