import assert from "node:assert/strict";
import { test } from "node:test";
import { runProcess } from "../../../src/shared/process/runProcess.ts";

const never = new AbortController().signal;
const node = (script: string): { command: string; args: string[] } => ({
  command: process.execPath,
  args: ["-e", script],
});

test("collects both outputs and the exit code", async () => {
  const outcome = await runProcess(node("console.log('out'); console.error('err'); process.exitCode = 3"), never);
  assert.deepEqual(outcome, { exitCode: 3, stdout: "out\n", stderr: "err\n", isTruncated: false });
});

test("hands in what the program reads", async () => {
  const { stdout } = await runProcess({ ...node("process.stdin.pipe(process.stdout)"), stdin: "grüße" }, never);
  assert.equal(stdout, "grüße");
});

test("cuts a long output and says so", async () => {
  const outcome = await runProcess({ ...node("process.stdout.write('x'.repeat(200000))"), maxBytes: 1000 }, never);
  assert.equal(outcome.stdout.length, 1000);
  assert.equal(outcome.isTruncated, true);
});

test("does not fail when the program ends without reading its input", async () => {
  const outcome = await runProcess({ ...node("process.exit(0)"), stdin: "x".repeat(1_000_000) }, never);
  assert.equal(outcome.exitCode, 0);
});

test("rejects with ENOENT where there is no such program", async () => {
  await assert.rejects(runProcess({ command: "no-such-program-of-facet", args: [] }, never), { code: "ENOENT" });
});

test("ends the program when the signal aborts, and rejects with its reason", async () => {
  const controller = new AbortController();
  const reason = new Error("enough");
  const running = runProcess(node("setInterval(() => {}, 1000)"), controller.signal);
  controller.abort(reason);
  await assert.rejects(running, reason);
});

test("starts nothing for a signal that has already aborted", async () => {
  const reason = new Error("before");
  await assert.rejects(runProcess(node(""), AbortSignal.abort(reason)), reason);
});
