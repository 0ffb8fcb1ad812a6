import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { processesOf } from "../../processesOf.ts";

test("a test run that is killed leaves neither a daemon nor its folder", { timeout: 120_000 }, async () => {
  const args = ["--import", "tsx", "test/daemon/provisioning/runnerToKill.ts"];
  const runner = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const [said] = (await once(runner.stdout, "data")) as [Buffer];
  const home = said.toString("utf8").trim();
  assert.ok(
    processesOf(home).some(({ command }) => command.includes("ollama serve")),
    "a daemon runs, or this would prove nothing",
  );
  runner.kill("SIGKILL");
  while (processesOf(home).length > 0 || existsSync(home)) await pause(20);
});
