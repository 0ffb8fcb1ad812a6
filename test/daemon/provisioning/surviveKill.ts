import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, rm } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { freshModels, modelFile } from "../../../scripts/parts/model.ts";
import { gemmaNotice, gemmaTemplate } from "../../../src/core/provisioning/gemmaTemplate.ts";
import { gemmaModel } from "../../../src/core/settings.ts";
import { FileMemory } from "../../../src/ollama/fileMemory.ts";
import { type DaemonRecord, recordIn } from "../../../src/ollama/supervision.ts";
import { isAlive } from "../../../src/shared/process/isAlive.ts";
import { runProcess } from "../../../src/shared/process/runProcess.ts";
import { hubModel } from "../../hub/hubModel.ts";
import { startHub, type StandInHub } from "../../hub/standInHub.ts";
import { ownDaemonUser } from "./ownDaemons.ts";
import { never, ownerIn, provisionerFor } from "./provisionerFor.ts";
import type { WindowOrder } from "./windowToKill.ts";

/** When it is killed. */
export type Moment = "starting" | "loading" | "ready" | "pulling" | "verifying" | "copying" | "importing" | "creating";

/** What is killed. */
export type Victim = "daemon" | "supervisor" | "window";

/** How the window comes to each moment, and what it says when it is there. */
const moments: Readonly<Record<Moment, { readonly work: WindowOrder["work"]; readonly says: RegExp }>> = {
  starting: { work: "look", says: /^starting/ },
  loading: { work: "look", says: /^loading/ },
  ready: { work: "look", says: /^ready/ },
  pulling: { work: "pull", says: /^pulling [3-9]\d{7}/ },
  verifying: { work: "pull", says: /^verifying/ },
  // The copy itself takes a millisecond: what a kill before it leaves is made by hand.
  copying: { work: "pull", says: /^ready/ },
  importing: { work: "import", says: /^pulling [1-9]\d{7}/ },
  creating: { work: "import", says: /^verifying/ },
};

const repository = "google/gemma-3-4b-it-qat-q4_0-gguf";

/** Kills at a moment, begins anew as the next window does, and throws unless that comes to a ready model and leaves nothing behind. */
export async function surviveKill(moment: Moment, victims: readonly Victim[]): Promise<void> {
  const { work, says } = moments[moment];
  const models = work === "look" ? await freshModels() : undefined;
  const hub = await hubWithModel();
  const user = await ownDaemonUser({ ...hub.environment, ...(models === undefined ? {} : { OLLAMA_MODELS: models }) });
  if (moment === "pulling") hub.state.stallAfterBytes = 60_000_000;
  const order: WindowOrder = {
    folder: user.folder,
    url: user.url,
    program: user.program,
    supervisor: user.supervisor,
    memory: path.join(user.folder, "memory.json"),
    work,
    file: await modelFile(),
  };
  const window = spawn(
    process.execPath,
    ["--import", "tsx", "test/daemon/provisioning/windowToKill.ts", JSON.stringify(order)],
    {
      env: { ...user.environment },
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  const lines = createInterface({ input: window.stdout });
  const seen: string[] = [];
  try {
    for await (const line of lines) {
      seen.push(line);
      if (says.test(line)) break;
    }
    assert.match(seen.at(-1) ?? "nothing", says, "the window comes to the moment");
    if (moment === "copying") {
      await fetch(`${user.url}/api/copy`, body({ source: gemmaModel, destination: `huggingface.co/${repository}` }));
      await fetch(`${user.url}/api/delete`, { ...body({ model: gemmaModel }), method: "DELETE" });
    }
    const before = await recordOf(user.folder);
    for (const victim of victims) kill(victim, window.pid, before);
    // The window ends in any case: it is the next one that must heal.
    if (window.exitCode === null && window.signalCode === null) {
      const ended = once(window, "exit");
      window.kill("SIGKILL");
      await ended;
    }
    hub.state.stallAfterBytes = undefined;
    hub.dropAll();

    const memory = new FileMemory(order.memory);
    const keeper = user.window();
    const { provisioner } = provisionerFor(user.url, { licenceAccepted: true }, keeper, memory);
    if (work !== "look" && moment !== "copying") {
      // What was begun is known, unless it had ended already.
      if (provisioner.unfinishedPull !== undefined) assert.equal(provisioner.unfinishedPull, gemmaModel);
      if (work === "import") await provisioner.importModel(order.file, never);
      else await provisioner.pullModel(never);
    }
    const { runtime } = await provisioner.ensureReady(never);
    assert.equal(runtime.model, gemmaModel);
    assert.equal(ownerIn(provisioner.state), "ours");
    await provisioner.dispose();
    await keeper.release();
    await nothingLeft(models ?? user.models);
  } finally {
    window.kill("SIGKILL");
    await user.end();
    await hub.stop();
    if (models !== undefined) await rm(models, { recursive: true, force: true });
  }
}

async function hubWithModel(): Promise<StandInHub> {
  const hub = await startHub();
  const weights = await readFile(await modelFile());
  hub.models.set(`huggingface.co/${repository}`, hubModel(weights, { template: gemmaTemplate, license: gemmaNotice }));
  return hub;
}

function body(value: object): RequestInit {
  return { method: "POST", body: JSON.stringify(value) };
}

async function recordOf(folder: string): Promise<DaemonRecord | undefined> {
  return readFile(recordIn(folder), "utf8").then(
    (text) => JSON.parse(text) as DaemonRecord,
    () => undefined,
  );
}

function kill(victim: Victim, window: number | undefined, record: DaemonRecord | undefined): void {
  const pid = { daemon: record?.daemonPid, supervisor: record?.supervisorPid, window }[victim];
  // While everything is only starting there may be none yet.
  if (pid !== undefined && isAlive(pid)) process.kill(pid, "SIGKILL");
}

/** Waits until no process speaks of the models folder any more: no daemon's runner holds the model in memory. */
async function nothingLeft(models: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    const { stdout } = await runProcess({ command: "ps", args: ["-eo", "args="] }, never);
    const left = stdout.split("\n").filter((line) => line.includes(`${models}/blobs`));
    if (left.length === 0) return;
    assert.ok(tries < 600, left.join("\n"));
    await pause(50);
  }
}
