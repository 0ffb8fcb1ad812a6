import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { repository } from "../../scripts/editor/openEditor.ts";
import { type OwnDaemon, realDaemon } from "../../scripts/parts/ownDaemon.ts";
import { gemmaModel } from "../../src/core/settings.ts";
import { type ProcessOutcome, runProcess } from "../../src/shared/process/runProcess.ts";
import { BareClient } from "../bareClient.ts";

const never = new AbortController().signal;

describe("the set-up in a terminal", { timeout: 300_000 }, () => {
  let daemon: OwnDaemon;
  let home = "";
  before(async () => {
    daemon = await realDaemon();
    home = await mkdtemp(path.join(os.tmpdir(), "facet-terminal-"));
  });
  after(async () => {
    await daemon.stop();
    await rm(home, { recursive: true, force: true });
  });

  function setUp(language: string): Promise<ProcessOutcome> {
    const env = { PATH: process.env["PATH"], HOME: home, USERPROFILE: home, LOCALAPPDATA: home, LANG: language };
    const args = [path.join(repository, "dist", "server.js"), "--set-up", "--endpoint", daemon.url];
    return runProcess({ command: process.execPath, args, env }, never);
  }

  test("leads to a loaded model, in the terminal's language", async () => {
    const { exitCode, stdout } = await setUp("de_DE.UTF-8");
    assert.equal(exitCode, 0, stdout);
    assert.match(stdout, /wird in den Speicher geladen[\s\S]*Facet ist bereit/);
  });

  test("is all that another editor needs before its first accepted suggestion", async () => {
    await setUp("C.UTF-8");
    const client = await BareClient.start(
      { endpoint: daemon.url, model: gemmaModel },
      { HOME: home, LOCALAPPDATA: home },
    );
    try {
      await client.logLine(/is ready/);
      const drawn = 'export const weekdays = [\n  "Monday",\n  "Tuesday",\n  "Wednesday",\n  |\n];\n';
      const cursor = await client.open("days.ts", "typescript", drawn);
      const item = await client.ask(await client.type(cursor, '"Th'), "explicit");
      assert.ok(item !== undefined, client.logged.join("\n"));
      await client.accept(item);
      assert.match(client.text, /"Wednesday",\n {2}"Th\w+/);
    } finally {
      await client.stop();
    }
  });
});
