import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { daemonProgram } from "../../../scripts/parts/daemon.ts";
import { freePort } from "../../../scripts/parts/ownDaemon.ts";
import { DaemonClient } from "../../../src/ollama/daemonClient.ts";
import { OwnDaemonKeeper } from "../../../src/ollama/ownDaemonKeeper.ts";
import { processesOf } from "../../processesOf.ts";

/** The folders, the port and the environment of one user with daemons of their own; windows of this user share them. */
export interface OwnDaemonUser {
  readonly folder: string;
  readonly models: string;
  readonly url: string;
  readonly program: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly log: string[];
  /** How the supervisor is run, for a process of its own. */
  readonly supervisor: { readonly command: string; readonly args: readonly string[] };
  /** What one window has. */
  window(): OwnDaemonKeeper;
  /** Ends all windows and removes the folders; throws where anything that was started goes on running. */
  end(): Promise<void>;
}

/** How long whatever was started may take to end, looks of 50 ms; a busy machine needs some of it. */
const mostLooks = 600;

export async function ownDaemonUser(extra: Readonly<Record<string, string>> = {}): Promise<OwnDaemonUser> {
  const program = await daemonProgram();
  const supervisor = { command: process.execPath, args: [path.resolve("dist", "supervisor.js")] };
  const home = await mkdtemp(path.join(os.tmpdir(), "facet-user-"));
  const warden = fork(path.resolve("test", "daemon", "provisioning", "warden.ts"), [home], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    detached: true,
  });
  const url = `http://127.0.0.1:${await freePort()}`;
  const models = path.join(home, "models");
  const log: string[] = [];
  const environment = {
    PATH: "/usr/bin:/bin",
    HOME: home,
    OLLAMA_MODELS: models,
    OLLAMA_HOST: url,
    ...extra,
  };
  const windows: OwnDaemonKeeper[] = [];
  return {
    folder: path.join(home, "storage"),
    models,
    url,
    program,
    environment,
    log,
    supervisor,
    window: () => {
      const keeper = new OwnDaemonKeeper(
        {
          folder: path.join(home, "storage"),
          supervisor,
          environment,
          clientFor: (endpoint) => new DaemonClient(endpoint),
          log: (line) => void log.push(line),
          trace: (line) => void log.push(line),
        },
        { path: program, proxy: "", noProxy: [] },
      );
      windows.push(keeper);
      return keeper;
    },
    end: async () => {
      for (const window of windows) await window.release();
      const gone = once(warden, "exit");
      try {
        await nothingLeftOf(home);
      } finally {
        warden.disconnect();
        await gone;
      }
    },
  };
}

/** Waits until everything that this user had started has ended; throws with what has not. */
async function nothingLeftOf(home: string): Promise<void> {
  for (let looks = 0; ; looks++) {
    const left = processesOf(home).filter(({ command }) => !command.includes("warden.ts"));
    if (left.length === 0) return;
    if (looks === mostLooks) throw new Error(`Left behind: ${left.map(({ command }) => command).join("; ")}`);
    await pause(50);
  }
}
