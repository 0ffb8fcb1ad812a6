import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { BareClient } from "../bareClient.ts";
import { FaultyDaemon } from "../faults/faultyDaemon.ts";
import { randomFrom } from "../unit/commit/random.ts";
import { SoakTypist } from "./soakTypist.ts";

/** What a soak has seen. */
export interface SoakReport {
  readonly steps: number;
  readonly offers: number;
  readonly accepted: number;
  readonly compared: number;
  /** The server's memory after a tenth of the steps and at the end, MB. */
  readonly memoryMb: readonly [number, number];
  /** Its open files and sockets at the same moments; zero where the system does not tell. */
  readonly handles: readonly [number, number];
}

/** The heap that the server may have, MB: one that leaks does not get through a soak with it. */
const heapMb = 200;

/** Types at random for a number of steps against the bundled server, beside a daemon that answers at once. */
export async function soak(steps: number, seed: number): Promise<SoakReport> {
  const daemon = await FaultyDaemon.start();
  const client = await BareClient.start(
    { endpoint: daemon.url, daemon: { autoStart: false }, completion: { trigger: "typing" } },
    { NODE_OPTIONS: `--max-old-space-size=${heapMb}` },
  );
  try {
    await client.logLine(/-> ready$/);
    const typist = new SoakTypist(client, daemon, randomFrom(seed));
    await typist.openAll();
    const pid = client.process.pid ?? 0;
    let early: readonly [number, number] = [0, 0];
    for (let step = 1; step <= steps; step++) {
      await typist.step();
      // What it has said is not what is tested here.
      client.logged.length = 0;
      if (step === Math.ceil(steps / 10)) early = measured(pid);
    }
    await daemon.until(() => daemon.open === 0);
    assert.equal(client.process.exitCode, null, "the server lives");
    const late = measured(pid);
    const { offers, accepted, compared } = typist;
    return { steps, offers, accepted, compared, memoryMb: [early[0], late[0]], handles: [early[1], late[1]] };
  } finally {
    await client.stop();
    await daemon.stop();
  }
}

function measured(pid: number): readonly [number, number] {
  if (process.platform === "win32") return [0, 0];
  const kilobytes = Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" }).trim());
  const folder = `/proc/${pid}/fd`;
  return [Math.round(kilobytes / 1024), existsSync(folder) ? readdirSync(folder).length : 0];
}
