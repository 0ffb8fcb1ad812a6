import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { daemonProgram } from "../../../scripts/parts/daemon.ts";
import { startOwnDaemon } from "../../../scripts/parts/ownDaemon.ts";
import { gemmaModel } from "../../../src/core/settings.ts";
import { DaemonClient } from "../../../src/ollama/daemonClient.ts";
import { pullModel } from "../../../src/ollama/pullModel.ts";
import { DaemonError } from "../../../src/ollama/readFailure.ts";
import { runProcess } from "../../../src/shared/process/runProcess.ts";
import { fakeGguf, hubModel } from "../../hub/hubModel.ts";
import { startHub } from "../../hub/standInHub.ts";

const never = new AbortController().signal;

async function canRun(command: string, args: readonly string[]): Promise<boolean> {
  return runProcess({ command, args }, never).then(
    ({ exitCode }) => exitCode === 0,
    () => false,
  );
}

test("a full disk and a models folder that may not be written are named", { timeout: 120_000 }, async (context) => {
  const models = await mkdtemp(path.join(os.tmpdir(), "facet-disk-"));
  if (!(await canRun("mount", ["-t", "tmpfs", "-o", "size=24m", "facet-test", models]))) {
    await rm(models, { recursive: true, force: true });
    context.skip("a small disk of its own cannot be mounted here");
    return;
  }
  const hub = await startHub();
  const daemon = await startOwnDaemon({ program: await daemonProgram(), models, env: hub.environment });
  const client = new DaemonClient(daemon.url);
  const problemOfPull = async (): Promise<string> => {
    try {
      await pullModel(client, gemmaModel, { moved: () => undefined, verifying: () => undefined }, () => 0, never);
    } catch (error) {
      assert.ok(error instanceof DaemonError, String(error));
      return error.failure.kind === "pullFailed" ? error.failure.problem : error.failure.kind;
    }
    assert.fail("it fitted");
  };
  try {
    const model = hubModel(fakeGguf(60_000_000, "large"), { template: "" });
    hub.models.set("huggingface.co/google/gemma-3-4b-it-qat-q4_0-gguf", model);
    assert.equal(await problemOfPull(), "noSpace");
    assert.ok(await canRun("mount", ["-o", "remount,ro", models]));
    assert.equal(await problemOfPull(), "readOnly");
  } finally {
    await daemon.stop();
    await hub.stop();
    await canRun("umount", ["-l", models]);
    await rm(models, { recursive: true, force: true });
  }
});
