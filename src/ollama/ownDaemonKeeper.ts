import { lstat, mkdir, readFile, rm } from "node:fs/promises";
import { connect, createServer, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { startProcess, type RunningProcess } from "../shared/process/runProcess.ts";
import { daemonEnvironment } from "./daemonEnvironment.ts";
import type { DaemonClient } from "./daemonClient.ts";
import type { DaemonKeeper, KeptDaemon } from "./daemonKeeper.ts";
import { isAlive } from "../shared/process/isAlive.ts";
import { isOllamaGroup, killGroup } from "./endProcessGroup.ts";
import { firstRunnable, isRunnable, placesOfOllama } from "./findOllama.ts";
import { DaemonError } from "./readFailure.ts";
import { type DaemonLog, type Farewell, SupervisorLink } from "./supervisorLink.ts";
import {
  Lines,
  recordIn,
  socketFor,
  type DaemonRecord,
  type SupervisorGreeting,
  type SupervisorOrder,
} from "./supervision.ts";

/** What the keeping of own daemons rests on. */
export interface OwnDaemonNeeds extends DaemonLog {
  /** A folder that all windows of this user share. */
  readonly folder: string;
  /** How the supervisor is run: our own Node and its bundled file. */
  readonly supervisor: { readonly command: string; readonly args: readonly string[] };
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clientFor: (endpoint: string) => DaemonClient;
}

/** What the user has set for daemons that we start. */
export interface OwnDaemonSettings {
  /** The program; empty = found by itself. */
  readonly path: string;
  readonly proxy: string;
  readonly noProxy: readonly string[];
}

/** Supervisors that vanish are replaced so often. */
const mostStarts = 3;

/** A process that was killed is looked at so often, and at this distance in ms, until it is gone. */
const mostLooks = 100;
const lookEveryMs = 20;

/** A daemon that has not answered after this time does not run, ms. */
const answerWithinMs = 60_000;

/** Runs our daemon under a supervisor that all windows share, and that ends it with the last of them. */
export class OwnDaemonKeeper implements DaemonKeeper {
  readonly #needs: OwnDaemonNeeds;
  readonly #lostListeners = new Set<() => void>();
  #settings: OwnDaemonSettings;
  #link: SupervisorLink | undefined;
  #connecting: Promise<SupervisorLink | undefined> | undefined;
  /** What the last supervisor said before it was gone; undefined where it went without a word. */
  #lastNews: Farewell | undefined;

  constructor(needs: OwnDaemonNeeds, settings: OwnDaemonSettings) {
    this.#needs = needs;
    this.#settings = settings;
  }

  /** Holds from the next start on; what runs is left as it is. */
  useSettings(settings: OwnDaemonSettings): void {
    this.#settings = settings;
  }

  onLost(listener: () => void): () => void {
    this.#lostListeners.add(listener);
    return () => this.#lostListeners.delete(listener);
  }

  async running(): Promise<KeptDaemon | undefined> {
    const link = this.#link ?? (await this.#connect()) ?? (await this.#clearAfterCrash());
    return link?.daemon();
  }

  async binary(): Promise<string | undefined> {
    const chosen = this.#settings.path.trim();
    if (chosen === "") return firstRunnable(placesOfOllama(process.platform, this.#needs.environment));
    if (await isRunnable(chosen)) return chosen;
    throw new DaemonError({ kind: "startFailed", problem: "notInstalled", subject: chosen, detail: "" });
  }

  async start(url: string, signal: AbortSignal): Promise<KeptDaemon> {
    for (let tries = 1; ; tries++) {
      const shared = await this.running();
      const daemon = shared ?? (await this.#startAt(await withFreePort(url)));
      if (await this.#answers(daemon, signal)) return daemon;
      // What went without a word was killed, and says nothing about the daemon.
      if (tries === mostStarts) throw await this.#startFailure(daemon, "");
    }
  }

  release(): Promise<void> {
    const link = this.#link;
    this.#link = undefined;
    link?.leave();
    return Promise.resolve();
  }

  async #startAt(url: string): Promise<KeptDaemon> {
    const program = await this.binary();
    if (program === undefined) {
      throw new DaemonError({ kind: "startFailed", problem: "notInstalled", subject: "", detail: "" });
    }
    const { folder } = this.#needs;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const order: SupervisorOrder = {
      socket: socketFor(folder),
      record: recordIn(folder),
      program,
      args: ["serve"],
      url,
    };
    for (let tries = 0; tries < mostStarts; tries++) {
      // A supervisor that was killed at once left its daemon behind: the next one would write down its own in place of that.
      const isThere = tries > 0 && (await this.#clearAfterCrash()) !== undefined;
      if (!isThere) await this.#startSupervisor(order);
      const link = await this.#connect();
      if (link === undefined) continue;
      const daemon = await link.daemon();
      if (daemon !== undefined) return daemon;
      const { lost } = link;
      if (lost?.kind === "failed") throw startFailure(order, lost.lastWords);
    }
    throw startFailure(order, "");
  }

  async #startSupervisor(order: SupervisorOrder): Promise<void> {
    const { command, args } = this.#needs.supervisor;
    const { proxy, noProxy } = this.#settings;
    const child = await startProcess({
      command,
      args: [...args, JSON.stringify(order)],
      env: {
        ...daemonEnvironment(this.#needs.environment, { host: order.url, proxy, noProxy }),
        // VS Code's own Node is Electron.
        ELECTRON_RUN_AS_NODE: "1",
      },
      stdio: ["ignore", "pipe", "ignore"],
      isDetached: true,
    });
    const greeting = await firstLine(child);
    this.#needs.log(`supervisor ${child.pid ?? 0}: ${greeting?.kind ?? "ended at once"}`);
    child.stdout?.destroy();
    child.unref();
  }

  /** Shares the daemon that a supervisor runs; a second connection would keep that alive when we have left it. */
  async #connect(): Promise<SupervisorLink | undefined> {
    if (this.#link?.gone.aborted === false) return this.#link;
    this.#connecting ??= this.#connectAnew().finally(() => (this.#connecting = undefined));
    return this.#connecting;
  }

  /** Connects to the supervisor; one that is ending is waited for. */
  async #connectAnew(): Promise<SupervisorLink | undefined> {
    for (;;) {
      const socket = await connected(socketFor(this.#needs.folder));
      if (socket === undefined) return undefined;
      const link = new SupervisorLink(socket, this.#needs);
      await link.greeted;
      if (link.lost?.kind === "ending") {
        await link.closed;
        continue;
      }
      this.#link = link;
      link.keepsNobodyAlive();
      void link.closed.then(() => {
        if (this.#link !== link) return;
        this.#link = undefined;
        this.#lastNews = link.lost;
        for (const listener of [...this.#lostListeners]) listener();
      });
      return link;
    }
  }

  /**
   * Ends a daemon whose supervisor was killed: nobody would end it otherwise, nor its model.
   * A supervisor that had only just begun when it was looked for is alive, and shares its daemon.
   */
  async #clearAfterCrash(): Promise<SupervisorLink | undefined> {
    const file = recordIn(this.#needs.folder);
    const record = await readRecord(file);
    if (record === undefined) return undefined;
    // One that has just been killed closes its connections first, and is gone a moment later.
    for (let looks = 0; isAlive(record.supervisorPid); looks++) {
      const link = await this.#connect();
      if (link !== undefined || looks === mostLooks) return link;
      await pause(lookEveryMs);
    }
    if (await isOllamaGroup(record.daemonPid)) {
      this.#needs.log(`ending daemon ${record.daemonPid}, which a crash left behind`);
      await killGroup(record.daemonPid);
      await untilEnded(record.daemonPid);
    }
    await rm(file, { force: true });
    return undefined;
  }

  /** Waits until a daemon answers; false where its supervisor was killed meanwhile. */
  async #answers(daemon: KeptDaemon, signal: AbortSignal): Promise<boolean> {
    const client = this.#needs.clientFor(daemon.url);
    const deadline = AbortSignal.timeout(answerWithinMs);
    for (;;) {
      signal.throwIfAborted();
      const link = this.#link;
      if (link === undefined || link.gone.aborted) {
        const news = link === undefined ? this.#lastNews : link.lost;
        if (news?.kind !== "failed") return false;
        throw await this.#startFailure(daemon, news.lastWords);
      }
      const isGone = (): boolean => link.gone.aborted;
      try {
        await client.version(AbortSignal.any([signal, deadline, link.gone]));
        return true;
      } catch (error) {
        if (!isGone() && !isComing(error)) {
          // Another program answers at this port: our daemon is about to say so.
          await Promise.race([link.closed, pause(2_000)]);
          if (!isGone() || deadline.aborted) throw error;
        }
      }
      await pause(40);
    }
  }

  async #startFailure({ url }: KeptDaemon, lastWords: string): Promise<DaemonError> {
    return startFailure({ program: (await this.binary()) ?? "ollama", url }, lastWords);
  }
}

/** Whether an error only says that the daemon is not there yet. */
function isComing(error: unknown): boolean {
  return error instanceof DaemonError && ["refused", "cutOff"].includes(error.failure.kind);
}

function startFailure(order: Pick<SupervisorOrder, "program" | "url">, lastWords: string): DaemonError {
  if (lastWords.includes("address already in use") || lastWords.includes("Only one usage of each socket address")) {
    return new DaemonError({ kind: "startFailed", problem: "portTaken", subject: order.url, detail: lastWords });
  }
  const problem = /EACCES|ENOENT|ENOEXEC|UNKNOWN/.test(lastWords) ? "notExecutable" : "ended";
  return new DaemonError({ kind: "startFailed", problem, subject: order.program, detail: lastWords });
}

/** Waits until a process has ended, for two seconds at most. */
async function untilEnded(pid: number): Promise<void> {
  for (let looks = 0; looks < mostLooks && isAlive(pid); looks++) await pause(lookEveryMs);
}

async function readRecord(file: string): Promise<DaemonRecord | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(file, "utf8"));
    if (typeof value !== "object" || value === null) return undefined;
    const { url, daemonPid, supervisorPid } = value as Record<string, unknown>;
    return typeof url === "string" && typeof daemonPid === "number" && typeof supervisorPid === "number"
      ? { url, daemonPid, supervisorPid }
      : undefined;
  } catch {
    return undefined;
  }
}

/** Connects to a supervisor of this user; whoever else has put a socket there might name a daemon of theirs. */
async function connected(socketPath: string): Promise<Socket | undefined> {
  if (!(await isOurs(socketPath))) return undefined;
  return new Promise((resolve) => {
    const socket = connect(socketPath);
    socket.once("connect", () => resolve(socket));
    socket.once("error", () => resolve(undefined));
  });
}

/** Whether a file is this user's own; a named pipe of Windows belongs to whoever made it, and no owner can be told. */
async function isOurs(file: string): Promise<boolean> {
  if (process.getuid === undefined) return true;
  const owner = await lstat(file).then(
    ({ uid }) => uid,
    () => undefined,
  );
  return owner === process.getuid();
}

function firstLine(child: RunningProcess): Promise<SupervisorGreeting | undefined> {
  return new Promise((resolve) => {
    const lines = new Lines((line) => resolve(JSON.parse(line) as SupervisorGreeting));
    child.stdout?.on("data", (piece: Buffer) => lines.take(piece.toString("utf8")));
    child.once("exit", () => resolve(undefined));
  });
}

/** Gives port 0 a number: the daemon would take any, but would not tell us which. */
async function withFreePort(url: string): Promise<string> {
  const address = new URL(url);
  if (address.port !== "0") return url;
  const server = createServer();
  const port = await new Promise<number>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const bound = server.address();
      resolve(typeof bound === "object" && bound !== null ? bound.port : 0);
    });
  });
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return `${address.protocol}//127.0.0.1:${port}`;
}
