import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { CancellationTokenSource } from "vscode-languageserver-protocol";
import { type OwnDaemon, realDaemon } from "../../scripts/parts/ownDaemon.ts";
import { noKeeper } from "../../src/ollama/noKeeper.ts";
import { DaemonMeter } from "../daemonMeter.ts";
import { WorkingWindow } from "./kills/workingWindow.ts";
import { never } from "./provisioning/provisionerFor.ts";

const windows = 8;
const questions = 2;
/** How often a person asks for ghost text who shares the daemon with the others. */
const mostAsks = 20;

/** A window with a meter between it and the daemon. */
interface MeteredWindow {
  readonly window: WorkingWindow;
  readonly meter: DaemonMeter;
  readonly log: string[];
}

describe(
  "several windows at one real daemon, in each of which is typed and asked at once",
  { timeout: 900_000 },
  () => {
    let daemon: OwnDaemon;
    let home = "";
    let all: MeteredWindow[] = [];

    before(async () => {
      daemon = await realDaemon();
      home = await mkdtemp(path.join(os.tmpdir(), "facet-windows-"));
      all = await Promise.all(
        Array.from({ length: windows }, (_, at) => opened(path.join(home, `window${at}`, "storage"))),
      );
    });
    after(async () => {
      await Promise.all(all.map(({ window }) => window.close()));
      await Promise.all(all.map(({ meter }) => meter.stop()));
      await daemon.stop();
      await rm(home, { recursive: true, force: true });
    });

    async function opened(folder: string): Promise<MeteredWindow> {
      const meter = await DaemonMeter.before(daemon.url);
      const log: string[] = [];
      const user = { url: meter.url, folder, log, window: () => noKeeper };
      return { window: new WorkingWindow(user, folder, () => undefined), meter, log };
    }

    /** Types a line as a person does who does not wait for ghost text: each key takes the question of the one before it back. */
    async function type({ server }: WorkingWindow): Promise<void> {
      const asked: Promise<unknown>[] = [];
      let last = new CancellationTokenSource();
      for (const key of "\nexport const may = 5;") {
        last.cancel();
        last = new CancellationTokenSource();
        asked.push(server.type(key, last.token));
        await new Promise((resolve) => setImmediate(resolve));
      }
      await Promise.all(asked);
    }

    /** Asks in the chat, one question after the other, and returns how the answers ended. */
    async function chat(window: WorkingWindow): Promise<readonly string[]> {
      await window.session.open(undefined);
      const ends: string[] = [];
      for (let question = 1; question <= questions; question++)
        ends.push((await window.ask(`What is ${question}?`)).answer.end?.kind ?? "none");
      return ends;
    }

    test("all are answered, all get ghost text, and no window ever has two questions under way", async (context) => {
      await Promise.all(all.map(({ window }) => window.provisioner.ensureReady(never)));
      await Promise.all(
        all.map(async ({ window, log }, at) => {
          const [ends] = await Promise.all([chat(window), type(window)]);
          for (const end of ends)
            assert.match(end, /^(?:complete|roomUsed)$/, `window ${at}: ${log.slice(-10).join("\n")}`);
          for (let asks = 1; (await window.server.type("\nexport const june =")) === undefined; asks++)
            assert.ok(asks < mostAsks, `window ${at} gets no ghost text:\n${log.slice(-10).join("\n")}`);
        }),
      );
      for (const [at, { meter }] of all.entries()) {
        const { generations } = meter;
        assert.equal(generations.filter((one) => one.path === "/api/chat").length, questions);
        // That one was closed and the next one come on connections of their own, in either order.
        for (const { path: asked, during } of generations) {
          assert.ok(during.length <= 1, `window ${at} has ${during.length} under way when ${asked} comes`);
          for (const one of during) assert.ok(one.wasClosed, `window ${at} asks for ${asked} beside ${one.path}`);
        }
        const closed = generations.filter((one) => one.wasClosed).length;
        context.diagnostic(`window ${at}: ${generations.length} requests, ${closed} of them closed`);
      }
      assert.deepEqual(
        all.flatMap(({ window }) => window.server.accidents),
        [],
      );
    });
  },
);
