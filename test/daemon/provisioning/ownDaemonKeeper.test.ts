import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, chown, mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createServer as createConnectionServer } from "node:net";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { DaemonClient } from "../../../src/ollama/daemonClient.ts";
import { isAlive } from "../../../src/shared/process/isAlive.ts";
import { DaemonError } from "../../../src/ollama/readFailure.ts";
import { recordIn, socketFor, type DaemonRecord } from "../../../src/ollama/supervision.ts";
import { changesIn } from "../../changesIn.ts";
import { untilGone } from "../../untilGone.ts";
import { ownDaemonUser, type OwnDaemonUser } from "./ownDaemons.ts";

const never = new AbortController().signal;

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
    await untilGone(daemon.pid);
  });

  test("is out of reach of other users of the machine", { skip: process.platform === "win32" }, async () => {
    const window = user.window();
    await rm(user.folder, { recursive: true, force: true });
    const daemon = await window.start(user.url, never);
    for (const file of [user.folder, recordIn(user.folder), socketFor(user.folder)]) {
      assert.equal((await stat(file)).mode & 0o077, 0, file);
    }
    await window.release();
    await untilGone(daemon.pid);
  });

  test("is not looked for at a socket that another user has made", { skip: process.getuid?.() !== 0 }, async () => {
    await mkdir(user.folder, { recursive: true });
    const stranger = createConnectionServer((socket) => {
      // Whoever only looks whether somebody answers goes at once.
      socket.on("error", () => undefined);
      socket.write(`${JSON.stringify({ kind: "running", url: "http://127.0.0.1:9", pid: 1 })}\n`);
    });
    stranger.listen(socketFor(user.folder));
    await once(stranger, "listening");
    await chown(socketFor(user.folder), 65_534, 65_534);
    try {
      const window = user.window();
      assert.equal(await window.running(), undefined);
      await assert.rejects(window.start(user.url, never), DaemonError);
    } finally {
      stranger.close();
    }
  });

  test("is shared by two windows, and ends with the last of them", async () => {
    const [first, second] = [user.window(), user.window()];
    const [one, other] = await Promise.all([first.start(user.url, never), second.start(user.url, never)]);
    assert.equal(one.pid, other.pid);
    await first.release();
    await new DaemonClient(user.url).list(never);
    assert.equal((await second.running())?.pid, one.pid);
    await second.release();
    await untilGone(one.pid);
  });

  test("takes a newcomer that comes while the last window leaves", async () => {
    const [first, second] = [user.window(), user.window()];
    const before = await first.start(user.url, never);
    await first.release();
    const after = await second.start(user.url, never);
    await new DaemonClient(after.url).list(never);
    await second.release();
    await untilGone(before.pid, after.pid);
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
    await untilGone(pid);
  });

  test("starts again by itself when it is killed", async () => {
    const window = user.window();
    const { pid } = await window.start(user.url, never);
    const changes = changesIn(user.folder);
    process.kill(pid, "SIGKILL");
    let anew: number | undefined;
    for await (const name of changes) {
      if (name !== path.basename(recordIn(user.folder))) continue;
      // A record is there from the first to the last moment, and whole at each.
      anew = (await recordOf(user)).daemonPid;
      if (anew !== pid) break;
    }
    // It may be written down before the window is told of it.
    await window.start(user.url, never);
    assert.ok(anew !== undefined && isAlive(anew));
    await window.release();
    await untilGone(anew);
  });

  test("ends with a window that asked for it more than once at the same time", async () => {
    const window = user.window();
    const [one, other] = await Promise.all([window.start(user.url, never), window.start(user.url, never)]);
    assert.equal(one.pid, other.pid);
    await Promise.all([window.running(), window.running()]);
    await window.release();
    await untilGone(one.pid);
  });

  test("is shared too where its supervisor has only just begun", async () => {
    await mkdir(user.folder, { recursive: true });
    const daemon = { url: user.url, daemonPid: process.pid, supervisorPid: process.pid };
    await writeFile(recordIn(user.folder), JSON.stringify(daemon));
    const window = user.window();
    const looked = window.running();
    // There is no socket yet when it looks.
    await stat(recordIn(user.folder));
    const supervisor = createConnectionServer((socket) =>
      socket.end(`${JSON.stringify({ kind: "running", url: user.url, pid: process.pid })}\n`),
    );
    supervisor.listen(socketFor(user.folder));
    try {
      assert.equal((await looked)?.url, user.url);
    } finally {
      supervisor.close();
      await window.release();
      await rm(recordIn(user.folder));
    }
  });

  test("is ended and started anew when its supervisor was killed", async () => {
    const window = user.window();
    const { pid } = await window.start(user.url, never);
    const lost = new Promise<void>((resolve) => window.onLost(resolve));
    process.kill((await recordOf(user)).supervisorPid, "SIGKILL");
    // A window keeps no process alive.
    const alive = setInterval(() => undefined, 60_000);
    await lost;
    clearInterval(alive);
    assert.ok(isAlive(pid));
    const anew = await window.start(user.url, never);
    assert.ok(!isAlive(pid));
    assert.notEqual(anew.pid, pid);
    await window.release();
    await untilGone(anew.pid);
  });

  test("comes all the same when its supervisor is killed while it is starting", async () => {
    // By its name it is known to be ours when its supervisor is gone; a shell that becomes another program would not be.
    const slow = path.join(user.folder, "ollama-slow.sh");
    await mkdir(user.folder, { recursive: true });
    // Says nothing the first time.
    const begun = `${slow}.begun`;
    await writeFile(slow, `#!/bin/sh\n[ -e "${begun}" ] && exec "${user.program}" "$@"\ntouch "${begun}"\nsleep 600\n`);
    await chmod(slow, 0o755);
    const window = user.window();
    window.useSettings({ path: slow, proxy: "", noProxy: [] });
    const changes = changesIn(user.folder);
    const starting = window.start(user.url, never);
    // It runs, and its supervisor has written down that it does.
    let killed: DaemonRecord | undefined;
    for await (const name of changes) {
      if (name === path.basename(slow)) continue;
      killed = existsSync(begun) ? await recordOf(user).catch(() => undefined) : undefined;
      if (killed !== undefined && isAlive(killed.daemonPid)) break;
    }
    assert.ok(killed);
    process.kill(killed.supervisorPid, "SIGKILL");
    const anew = await starting;
    assert.notEqual(anew.pid, killed.daemonPid);
    await window.release();
    await untilGone(anew.pid);
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
    await untilGone(daemon.pid);
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
