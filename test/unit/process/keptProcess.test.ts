import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { suite, test } from "node:test";
import { startKept } from "../../../scripts/parts/keptProcess.ts";
import { isAlive } from "../../../src/shared/process/isAlive.ts";
import { untilGone } from "../../untilGone.ts";

/** A program that starts another one and says its number; both go on for ever. */
const twoPrograms = `
  const child = require("node:child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1e6)"]);
  console.log(child.pid + ";");
  setInterval(() => {}, 1e6);
`;

suite("a program that is kept", () => {
  test("ends with all that it has started", async (context) => {
    const folder = await mkdtemp(path.join(os.tmpdir(), "facet-kept-"));
    context.after(() => rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }));
    const logFile = path.join(folder, "log");
    const kept = await startKept(process.execPath, ["-e", twoPrograms], { env: process.env, logFile });
    const started = await saidIn(logFile);
    assert.ok(isAlive(kept.pid) && isAlive(started));
    await kept.stop();
    await untilGone(kept.pid);
    await untilGone(started);
  });

  test("that cannot be started is named", async (context) => {
    const folder = await mkdtemp(path.join(os.tmpdir(), "facet-kept-"));
    context.after(() => rm(folder, { recursive: true, force: true }));
    const program = path.join(folder, "nothing");
    const starting = startKept(program, [], { env: process.env, logFile: path.join(folder, "log") });
    await assert.rejects(starting, /nothing could not be started/);
  });
});

/** The number that a program has written into its log. */
async function saidIn(file: string): Promise<number> {
  for (;;) {
    const text = await readFile(file, "utf8").catch(() => "");
    if (text.includes(";")) return Number.parseInt(text, 10);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
