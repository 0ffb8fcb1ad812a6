import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { daemonProgram } from "./daemon.ts";
import { startKept, type KeptProcess } from "./keptProcess.ts";
import { freshModels } from "./model.ts";

/** A daemon that belongs to one program, on a free port of the loopback, with folders of its own. */
export interface OwnDaemon {
  readonly url: string;
  readonly pid: number;
  readonly logFile: string;
  readonly models: string;
  readonly stop: () => Promise<void>;
  /** Kills the daemon alone, as a crash would. */
  readonly kill: () => void;
  /** Starts it again on the same port, with the same folders. */
  readonly restart: () => Promise<void>;
}

/** What a daemon is started with. */
export interface OwnDaemonOptions {
  readonly program: string;
  readonly models: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts a daemon and waits until it answers. It ends with us, its children too. */
export async function startOwnDaemon({ program, models, env = {} }: OwnDaemonOptions): Promise<OwnDaemon> {
  const home = await mkdtemp(path.join(os.tmpdir(), "facet-daemon-"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const logFile = path.join(home, "daemon.log");
  const environment = {
    PATH: process.env["PATH"],
    HOME: home,
    USERPROFILE: home,
    TMPDIR: process.env["TMPDIR"],
    SystemRoot: process.env["SystemRoot"],
    OLLAMA_HOST: `127.0.0.1:${port}`,
    OLLAMA_MODELS: models,
    OLLAMA_NO_CLOUD: "1",
    LLAMA_ARG_CACHE_RAM: "1024",
    LLAMA_ARG_CTX_CHECKPOINTS: "4",
    ...env,
  };
  const start = async (): Promise<KeptProcess> => {
    const process = await startKept(program, ["serve"], { env: environment, logFile });
    await answering(url, process, logFile);
    return process;
  };
  let running = await start();
  return {
    url,
    get pid() {
      return running.pid;
    },
    logFile,
    models,
    stop: async () => {
      await running.stop();
      await rm(home, { recursive: true, force: true });
    },
    kill: () => process.kill(running.pid, "SIGKILL"),
    restart: async () => {
      await running.stop();
      running = await start();
    },
  };
}

/** Threads that wait for each other by spinning come to a standstill on a machine that is busy with other tests. */
const besideOtherTests = { LLAMA_ARG_THREADS: "1", LLAMA_ARG_THREADS_BATCH: "1" };

/** The real daemon with the small model under the real name: what every test means by "the real thing"; one thread, unless told otherwise. */
export async function realDaemon(env: Readonly<Record<string, string>> = besideOtherTests): Promise<OwnDaemon> {
  const program = await daemonProgram();
  const models = await freshModels();
  const daemon = await startOwnDaemon({ program, models, env });
  return {
    ...daemon,
    get pid() {
      return daemon.pid;
    },
    stop: async () => {
      await daemon.stop();
      await rm(models, { recursive: true, force: true });
    },
  };
}

async function answering(url: string, daemon: KeptProcess, logFile: string): Promise<void> {
  const ended = daemon.ended.then(() => "ended" as const);
  for (let tries = 0; tries < 600; tries++) {
    const answer = await Promise.race([
      fetch(`${url}/api/version`).then(
        (one) => one.ok,
        () => false,
      ),
      ended,
    ]);
    if (answer === true) return;
    if (answer === "ended") throw new Error(`The daemon ended at once:\n${await readFile(logFile, "utf8")}`);
    await pause(50);
  }
  await daemon.stop();
  throw new Error(`The daemon does not answer at ${url}.`);
}

/** A port of the loopback that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  if (address === null || typeof address === "string") throw new Error("no port of the loopback is free");
  return address.port;
}
