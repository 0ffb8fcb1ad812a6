import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { modelFile } from "../../../scripts/parts/model.ts";
import { gemmaTemplate } from "../../../src/core/provisioning/gemmaTemplate.ts";
import type { Provisioner } from "../../../src/ollama/provisioner.ts";
import { hubModel } from "../../hub/hubModel.ts";
import { startHub, type StandInHub } from "../../hub/standInHub.ts";
import { type OwnDaemonUser, ownDaemonUser } from "./ownDaemons.ts";
import { never, provisionerFor, reached } from "./provisionerFor.ts";

const stallAfterBytes = 40_000_000;

/** What was in the sockets when a connection ended is sent twice, and no more. */
const slackBytes = 15_000_000;

/** Resolves once a window shows that so many bytes have come, be it as its state or beside a model that is in use. */
async function seesBytes(provisioner: Provisioner, bytes: number): Promise<void> {
  const hasCome = (): boolean => {
    const { state } = provisioner;
    return state.kind === "pulling" && state.progress.completedBytes >= bytes;
  };
  while (!hasCome()) {
    await new Promise<void>((resolve) => {
      const end = provisioner.onChange(() => {
        end();
        resolve();
      });
    });
  }
}

describe("the same model pulled in two windows", { timeout: 600_000 }, () => {
  let hub: StandInHub;
  let user: OwnDaemonUser;
  let weights: Buffer;
  let count = 0;

  before(async () => {
    hub = await startHub();
    weights = await readFile(await modelFile());
    user = await ownDaemonUser(hub.environment);
  });
  after(async () => {
    await user.end();
    await hub.stop();
  });

  /** Puts other bytes into the hub than any time before, and lets it stop in their middle. */
  function offer(): void {
    const fresh = Buffer.concat([weights, Buffer.alloc(64 * ++count)]);
    hub.models.set("huggingface.co/google/gemma-3-4b-it-qat-q4_0-gguf", hubModel(fresh, { template: gemmaTemplate }));
    hub.state.stallAfterBytes = hub.sentBytes() + stallAfterBytes;
  }

  function release(): void {
    hub.state.stallAfterBytes = undefined;
    hub.dropAll();
  }

  test("comes once; both see it come, and what one of them cancels comes all the same for the other", async () => {
    offer();
    const sentBefore = hub.sentBytes();
    const keepers = [user.window(), user.window()] as const;
    const [one, other] = keepers.map((keeper) => provisionerFor(user.url, {}, keeper).provisioner);
    assert.ok(one !== undefined && other !== undefined);
    const controller = new AbortController();
    const first = one.pullModel(controller.signal);
    await seesBytes(one, 1_000_000);
    const second = other.pullModel(never);
    await Promise.all([one, other].map((each) => seesBytes(each, 20_000_000)));
    controller.abort(new Error("enough"));
    await assert.rejects(first, /enough/);
    assert.equal(one.state.kind, "modelMissing");
    assert.equal(one.unfinishedPull, undefined, "nobody is asked later whether to go on with it");
    release();
    await second;
    assert.equal(other.state.kind, "ready");
    // The one that had enough finds what is there all the same.
    await reached(one, "ready");
    const again = hub.sentBytes() - sentBefore - weights.length;
    assert.ok(again < slackBytes, `${again} bytes were sent again`);
    for (const each of [one, other]) await each.dispose();
    for (const keeper of keepers) await keeper.release();
  });

  test("comes once where both ask at the same moment; both are told of it, and both end ready", async () => {
    offer();
    hub.state.stallAfterBytes = undefined;
    const sentBefore = hub.sentBytes();
    const keepers = [user.window(), user.window()] as const;
    const made = keepers.map((keeper) => provisionerFor(user.url, {}, keeper));
    await Promise.all(made.map(({ provisioner }) => provisioner.pullModel(never)));
    for (const { provisioner, kinds } of made) {
      assert.equal(provisioner.state.kind, "ready");
      assert.ok(kinds.includes("pulling"), kinds.join(", "));
    }
    const sent = hub.sentBytes() - sentBefore;
    assert.ok(sent < weights.length + slackBytes, `${sent} bytes were sent for ${weights.length}`);
    for (const { provisioner } of made) await provisioner.dispose();
    for (const keeper of keepers) await keeper.release();
  });

  test("goes on in the other window where the one that began it is closed", async () => {
    offer();
    const keepers = [user.window(), user.window()] as const;
    const [one, other] = keepers.map((keeper) => provisionerFor(user.url, {}, keeper).provisioner);
    assert.ok(one !== undefined && other !== undefined);
    const first = one.pullModel(never);
    await seesBytes(one, 1_000_000);
    const second = other.pullModel(never);
    await seesBytes(other, 20_000_000);
    await Promise.all([assert.rejects(first), one.dispose()]);
    await keepers[0].release();
    release();
    await second;
    assert.equal(other.state.kind, "ready");
    await other.dispose();
    await keepers[1].release();
  });
});
