import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";
import { DaemonClient } from "../../../src/ollama/daemonClient.ts";
import { isAlive } from "../../../src/shared/process/isAlive.ts";
import { DaemonError } from "../../../src/ollama/readFailure.ts";
import { recordIn, type DaemonRecord } from "../../../src/ollama/supervision.ts";
import { ownDaemonUser, type OwnDaemonUser } from "./ownDaemons.ts";

const never = new AbortController().signal;

/** Waits for something that happens by itself; a test's own limit ends a wait in vain. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
}

async function recordOf(user: OwnDaemonUser): Promise<DaemonRecord> {
  return JSON.parse(await readFile(recordIn(user.folder), "utf8")) as DaemonRecord;
}

describe("a daemon of our own", { timeout: 120_000 }, () => {
  let user: OwnDaemonUser;
  before(async () => {
    user = await ownDaemonUser();
  });
  after(() => user.end());

  test("runs where it was asked to, and not at all before", async () => {
    const window = user.window();
    assert.equal(await window.running(), undefined);
    const daemon = await window.start(user.url, never);
    assert.equal(daemon.url, user.url);
    assert.match(await new DaemonClient(user.url).version(never), /^\d+\.\d+/);
    await window.release();
    await until(() => !isAlive(daemon.pid));
  });

  test("is shared by two windows, and ends with the last of them", async () => {
    const [first, second] = [user.window(), user.window()];
    const [one, other] = await Promise.all([first.start(user.url, never), second.start(user.url, never)]);
    assert.equal(one.pid, other.pid);
    await first.release();
    await new DaemonClient(user.url).list(never);
    assert.equal((await second.running())?.pid, one.pid);
    await second.release();
    await until(() => !isAlive(one.pid));
  });

  test("takes a newcomer that comes while the last window leaves", async () => {
    const [first, second] = [user.window(), user.window()];
    const before = await first.start(user.url, never);
    await first.release();
    const after = await second.start(user.url, never);
    await new DaemonClient(after.url).list(never);
    await second.release();
    await until(() => !isAlive(before.pid) && !isAlive(after.pid));
  });

  test("ends when the only window is killed", async () => {
    const child = spawn(
      process.execPath,
      ["--import", "tsx", "test/daemon/provisioning/oneWindow.ts", user.folder, user.url, user.program],
      {
        env: { ...user.environment, FACET_SUPERVISOR: user.supervisor.args[0] },
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    const [said] = (await once(child.stdout, "data")) as [Buffer];
    const pid = Number(said.toString("utf8"));
    assert.ok(isAlive(pid));
    child.kill("SIGKILL");
    await until(() => !isAlive(pid));
  });

  test("starts again by itself when it is killed", async () => {
    const window = user.window();
    const { pid } = await window.start(user.url, never);
    process.kill(pid, "SIGKILL");
    await until(async () => {
      const now = await window.running();
      return now !== undefined && now.pid !== pid;
    });
    const anew = await window.start(user.url, never);
    await window.release();
    await until(() => !isAlive(anew.pid));
  });

  test("is ended and started anew when its supervisor was killed", async () => {
    const window = user.window();
    const { pid } = await window.start(user.url, never);
    let isLost = false;
    window.onLost(() => (isLost = true));
    process.kill((await recordOf(user)).supervisorPid, "SIGKILL");
    await until(() => isLost);
    assert.ok(isAlive(pid));
    const anew = await window.start(user.url, never);
    assert.ok(!isAlive(pid));
    assert.notEqual(anew.pid, pid);
    await window.release();
    await until(() => !isAlive(anew.pid));
  });

  test("says when another program has the port", async () => {
    const other = createServer().listen(Number(new URL(user.url).port), "127.0.0.1");
    await once(other, "listening");
    try {
      await assert.rejects(user.window().start(user.url, never), (error) => {
        assert.ok(error instanceof DaemonError && error.failure.kind === "startFailed");
        assert.equal(error.failure.problem, "portTaken");
        return true;
      });
    } finally {
      other.close();
    }
  });

  test("takes a free port where it may choose", async () => {
    const window = user.window();
    const daemon = await window.start("http://127.0.0.1:0", never);
    await new DaemonClient(daemon.url).list(never);
    await window.release();
    await until(() => !isAlive(daemon.pid));
  });

  test("says when the chosen program is none", async () => {
    const window = user.window();
    window.useSettings({ path: "/nowhere/ollama", proxy: "", noProxy: [] });
    await assert.rejects(window.start(user.url, never), (error) => {
      assert.ok(error instanceof DaemonError);
      assert.deepEqual(error.failure, {
        kind: "startFailed",
        problem: "notInstalled",
        subject: "/nowhere/ollama",
        detail: "",
      });
      return true;
    });
    window.useSettings({ path: "/bin/false", proxy: "", noProxy: [] });
    await assert.rejects(window.start(user.url, never), (error) => {
      assert.ok(error instanceof DaemonError && error.failure.kind === "startFailed");
      assert.equal(error.failure.problem, "ended");
      return true;
    });
  });
});
