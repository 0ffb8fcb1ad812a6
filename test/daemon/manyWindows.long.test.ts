import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { freshModels } from "../../scripts/parts/model.ts";
import { gemmaModel } from "../../src/core/settings.ts";
import { BareClient } from "../bareClient.ts";
import { processesOf } from "../processesOf.ts";
import { type OwnDaemonUser, ownDaemonUser } from "./provisioning/ownDaemons.ts";

const windows = 8;
/** What even the smallest model goes on with. */
const days = 'export const weekdays = [\n  "Monday",\n  "Tuesday",\n  "Wednesday",\n  |\n];\n';
/** How often a person asks who shares the daemon with seven others. */
const mostAsks = 20;

describe("eight windows that start at once, with no daemon yet", { timeout: 300_000 }, () => {
  let models = "";
  let user: OwnDaemonUser;
  let clients: BareClient[] = [];

  before(async () => {
    models = await freshModels();
    const oneThread = { LLAMA_ARG_THREADS: "1", LLAMA_ARG_THREADS_BATCH: "1" };
    user = await ownDaemonUser({ ...oneThread, OLLAMA_MODELS: models });
  });

  after(async () => {
    await Promise.all(clients.map((client) => client.stop()));
    // Throws where anything is left.
    await user.end();
    await rm(models, { recursive: true, force: true });
  });

  /** The numbers of what runs for this user besides the windows, by what it is. */
  function running(): Readonly<Record<"supervisors" | "daemons" | "runners", readonly number[]>> {
    const all = processesOf(user.folder.slice(0, user.folder.lastIndexOf("/")));
    const of = (pattern: RegExp): readonly number[] =>
      all.filter(({ command }) => pattern.test(command)).map(({ pid }) => pid);
    return { supervisors: of(/supervisor\.js/), daemons: of(/ollama serve/), runners: of(/llama-server/) };
  }

  test("share one daemon and one copy of the model, all get ghost text while all type, and leave nothing", async () => {
    const settings = {
      endpoint: user.url,
      model: gemmaModel,
      contextLength: 2048,
      licenceAccepted: true,
      daemon: { path: user.program, autoStart: true },
      completion: { trigger: "typing" },
    };
    const environment = user.environment as Readonly<Record<string, string>>;
    clients = await Promise.all(Array.from({ length: windows }, () => BareClient.start(settings, environment)));
    await Promise.all(clients.map((client) => client.logLine(/is ready with/)));
    const atFirst = running();
    assert.deepEqual(
      [atFirst.supervisors.length, atFirst.daemons.length, atFirst.runners.length],
      [1, 1, 1],
      JSON.stringify(atFirst),
    );

    await Promise.all(
      clients.map(async (client, at) => {
        let cursor = await client.open(`window${at}.ts`, "typescript", days);
        for (const letter of '"Th') {
          cursor = await client.type(cursor, letter);
          await client.ask(cursor);
        }
        for (let asks = 1; (await client.ask(cursor, "explicit")) === undefined; asks++) {
          assert.ok(asks < mostAsks, `window ${at} gets no ghost text:\n${client.logged.slice(-10).join("\n")}`);
        }
      }),
    );
    assert.deepEqual(running(), atFirst, "nothing was started anew, and the model not loaded again");

    const [last, ...others] = clients;
    await Promise.all(others.map((client) => client.stop()));
    clients = last === undefined ? [] : [last];
    assert.deepEqual(running(), atFirst, "the last window still needs it");
    await last?.stop();
    clients = [];
  });
});
