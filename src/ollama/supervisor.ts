import { chmodSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { wordsOfError } from "../core/wordsOfError.ts";
import { startProcess, type RunningProcess } from "../shared/process/runProcess.ts";
import { killGroup } from "./endProcessGroup.ts";
import {
  Lines,
  type DaemonRecord,
  type SupervisorGreeting,
  type SupervisorNews,
  type SupervisorOrder,
} from "./supervision.ts";

/** How often a daemon that ends is started again, and after how long a good life the count begins anew. */
const tries = 3;
const goodLifeMs = 60_000;

/** An aborted download writes its state within 5 ms; ending the daemon before that loses it (facts: ollama 8). */
const farewellMs = 150;

/** A daemon has this long to end by itself before it is killed, ms. */
const patienceMs = 5_000;

/** Without a first window in this time the one that started us is gone, ms. */
const loneMs = 15_000;

/**
 * Runs our daemon for as long as a window is connected. Each window holds a connection, which the system closes
 * when the window ends in any way at all; so nothing is left behind even when everything else is killed.
 */
class Supervisor {
  readonly #order: SupervisorOrder;
  readonly #windows = new Set<Socket>();
  readonly #server = createServer((socket) => this.#welcome(socket));
  #daemon: RunningProcess | undefined;
  #startedAtMs = 0;
  #failures = 0;
  #isEnding = false;
  #lastWords: string[] = [];
  #leave: NodeJS.Timeout | undefined;

  constructor(order: SupervisorOrder) {
    this.#order = order;
  }

  async run(): Promise<void> {
    if (!(await this.#listen())) {
      greet({ kind: "taken" });
      return;
    }
    for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => void this.#end());
    this.#leave = setTimeout(() => void this.#end(), loneMs);
    await this.#startDaemon();
    greet({ kind: "listening" });
  }

  /** Takes the socket; one that nobody answers at is what a killed supervisor left. */
  async #listen(): Promise<boolean> {
    if (await this.#tryToListen()) return true;
    if (await answers(this.#order.socket)) return false;
    if (process.platform !== "win32") rmSync(this.#order.socket, { force: true });
    return this.#tryToListen();
  }

  #tryToListen(): Promise<boolean> {
    return new Promise((resolve) => {
      const refuse = (): void => resolve(false);
      this.#server.once("error", refuse);
      this.#server.listen(this.#order.socket, () => {
        this.#server.off("error", refuse);
        // Who may write to it may use and end the daemon.
        if (process.platform !== "win32") chmodSync(this.#order.socket, 0o600);
        resolve(true);
      });
    });
  }

  #welcome(window: Socket): void {
    this.#windows.add(window);
    clearTimeout(this.#leave);
    window.on("error", () => undefined);
    window.on("close", () => {
      this.#windows.delete(window);
      if (this.#windows.size === 0 && !this.#isEnding) this.#leave = setTimeout(() => void this.#end(), farewellMs);
    });
    // Nothing is ever read, but a socket that nobody reads from does not notice its end.
    window.resume();
    const pid = this.#daemon?.pid;
    if (this.#isEnding) tell(window, { kind: "ending" });
    else if (pid !== undefined) tell(window, { kind: "running", url: this.#order.url, pid });
  }

  async #startDaemon(): Promise<void> {
    this.#startedAtMs = Date.now();
    this.#lastWords = [];
    try {
      const daemon = await startProcess({
        command: this.#order.program,
        args: this.#order.args,
        env: process.env,
        stdio: ["ignore", "pipe", "pipe"],
        isDetached: true,
      });
      this.#daemon = daemon;
      const lines = new Lines((line) => this.#hear(line));
      daemon.stdout?.on("data", (piece: Buffer) => lines.take(piece.toString("utf8")));
      daemon.stderr?.on("data", (piece: Buffer) => lines.take(piece.toString("utf8")));
      daemon.once("exit", (code) => void this.#daemonEnded(daemon, code ?? -1));
      this.#write(daemon.pid ?? 0);
      this.#tell({ kind: "running", url: this.#order.url, pid: daemon.pid ?? 0 });
    } catch (error) {
      this.#lastWords = [wordsOfError(error)];
      // Whoever started us connects after the greeting: the bad news must wait for it.
      this.#failures = tries;
      this.#leave?.refresh();
      setImmediate(() => void this.#giveUp(-1));
    }
  }

  async #daemonEnded(daemon: RunningProcess, exitCode: number): Promise<void> {
    // What it had started outlives it (facts: ollama 10).
    if (daemon.pid !== undefined) await killGroup(daemon.pid);
    this.#daemon = undefined;
    if (this.#isEnding) return;
    this.#failures = Date.now() - this.#startedAtMs > goodLifeMs ? 1 : this.#failures + 1;
    const isPortTaken = this.#lastWords.some((line) => line.includes("address already in use"));
    if (isPortTaken || this.#failures >= tries) return this.#giveUp(exitCode);
    this.#tell({ kind: "restarting", exitCode });
    await this.#startDaemon();
  }

  async #giveUp(exitCode: number): Promise<void> {
    const news: SupervisorNews = { kind: "failed", exitCode, lastWords: this.#lastWords.slice(-3).join("\n") };
    this.#tell(news);
    // A window that is about to connect hears it too.
    this.#server.on("connection", (window: Socket) => tell(window, news));
    await this.#windowsHaveHeard();
    await this.#end();
  }

  async #windowsHaveHeard(): Promise<void> {
    if (this.#windows.size > 0) return;
    await new Promise<void>((resolve) => {
      const enough = setTimeout(resolve, 2_000);
      this.#server.once("connection", () => {
        clearTimeout(enough);
        setTimeout(resolve, 50);
      });
    });
  }

  async #end(): Promise<void> {
    if (this.#isEnding) return;
    this.#isEnding = true;
    clearTimeout(this.#leave);
    this.#tell({ kind: "ending" });
    const daemon = this.#daemon;
    if (daemon !== undefined) await endDaemon(daemon);
    rmSync(this.#order.record, { force: true });
    this.#server.close();
    for (const window of this.#windows) window.end();
    process.exit(0);
  }

  #hear(line: string): void {
    this.#lastWords = [...this.#lastWords.slice(-19), line];
    this.#tell({ kind: "log", line });
  }

  #tell(news: SupervisorNews): void {
    for (const window of this.#windows) tell(window, news);
  }

  #write(daemonPid: number): void {
    const record: DaemonRecord = { url: this.#order.url, daemonPid, supervisorPid: process.pid };
    try {
      // Whoever reads it finds the last one or this one, whole.
      const draft = `${this.#order.record}.new`;
      writeFileSync(draft, JSON.stringify(record), { mode: 0o600 });
      renameSync(draft, this.#order.record);
    } catch {
      // Without the record only a crash of both of us leaves something behind.
    }
  }
}

async function endDaemon(daemon: RunningProcess): Promise<void> {
  if (daemon.exitCode !== null || daemon.signalCode !== null) return;
  await new Promise<void>((resolve) => {
    const kill = setTimeout(resolve, patienceMs);
    daemon.once("exit", () => {
      clearTimeout(kill);
      resolve();
    });
    daemon.kill("SIGTERM");
  });
  if (daemon.pid !== undefined) await killGroup(daemon.pid);
}

function tell(window: Socket, news: SupervisorNews): void {
  if (!window.destroyed) window.write(`${JSON.stringify(news)}\n`);
}

function answers(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(socket);
    probe.once("connect", () => {
      probe.destroy();
      resolve(true);
    });
    probe.once("error", () => resolve(false));
  });
}

function greet(greeting: SupervisorGreeting): void {
  process.stdout.write(`${JSON.stringify(greeting)}\n`);
}

// The window that started us may be gone when something is written to it.
process.stdout.on("error", () => undefined);
void new Supervisor(JSON.parse(process.argv[2] ?? "{}") as SupervisorOrder).run();
