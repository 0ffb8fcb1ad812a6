import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { isAlive } from "../../../src/shared/process/isAlive.ts";
import { untilGone } from "../../untilGone.ts";

test("a process runs until it has ended", async () => {
  assert.ok(isAlive(process.pid));
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  await once(child, "spawn");
  const { pid = 0 } = child;
  assert.ok(isAlive(pid));
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
  assert.ok(!isAlive(pid));
});

test("one that nobody has buried does not run", { skip: process.platform !== "linux" }, async () => {
  // The shell becomes a program that never asks after its child.
  const parent = spawn("sh", ["-c", "sleep 0.01 & echo $!; exec sleep 600"], { stdio: ["ignore", "pipe", "ignore"] });
  const [line] = (await once(parent.stdout, "data")) as [Buffer];
  const pid = Number(line.toString("utf8"));
  await untilGone(pid);
  process.kill(pid, 0);
  parent.kill("SIGKILL");
});
