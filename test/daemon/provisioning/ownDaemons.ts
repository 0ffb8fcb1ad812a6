import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import * as esbuild from "esbuild";
import { daemonProgram } from "../../../scripts/parts/daemon.ts";
import { freePort } from "../../../scripts/parts/ownDaemon.ts";
import { DaemonClient } from "../../../src/ollama/daemonClient.ts";
import { OwnDaemonKeeper } from "../../../src/ollama/ownDaemonKeeper.ts";

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
  /** Ends all windows and removes the folders. */
  end(): Promise<void>;
}

let bundled: Promise<string> | undefined;

/** The supervisor as it is shipped: one file. */
async function supervisorFile(): Promise<string> {
  bundled ??= (async () => {
    const outfile = path.join(await mkdtemp(path.join(os.tmpdir(), "facet-supervisor-")), "supervisor.cjs");
    await esbuild.build({
      entryPoints: [path.resolve("src/ollama/supervisor.ts")],
      outfile,
      bundle: true,
      platform: "node",
      target: "node20",
      format: "cjs",
    });
    return outfile;
  })();
  return bundled;
}

export async function ownDaemonUser(extra: Readonly<Record<string, string>> = {}): Promise<OwnDaemonUser> {
  const program = await daemonProgram();
  const supervisor = { command: process.execPath, args: [await supervisorFile()] };
  const home = await mkdtemp(path.join(os.tmpdir(), "facet-user-"));
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
        },
        { path: program, proxy: "", noProxy: [] },
      );
      windows.push(keeper);
      return keeper;
    },
    end: async () => {
      for (const window of windows) await window.release();
      await rm(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
}
