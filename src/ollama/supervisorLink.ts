import type { Socket } from "node:net";
import type { KeptDaemon } from "./daemonKeeper.ts";
import { Lines, type SupervisorNews } from "./supervision.ts";

/** Where it is written what goes on: by us, and finer, by the daemon itself. */
export interface DaemonLog {
  readonly log: (line: string) => void;
  /** Gets some thirty lines for each request. */
  readonly trace: (line: string) => void;
}

/** Why there is no daemon any more, in its supervisor's words. */
export type Farewell = Extract<SupervisorNews, { kind: "failed" | "ending" }>;

/** One window's connection to the supervisor. */
export class SupervisorLink {
  /** Resolves once the supervisor has said how things stand. */
  readonly greeted: Promise<void>;
  readonly closed: Promise<void>;
  readonly #gone = new AbortController();
  /** Why there is no daemon, once the supervisor has said so. */
  lost: Farewell | undefined;
  readonly #socket: Socket;
  readonly #needs: DaemonLog;
  #daemon: KeptDaemon | undefined;

  constructor(socket: Socket, needs: DaemonLog) {
    this.#socket = socket;
    this.#needs = needs;
    this.closed = new Promise((resolve) => socket.once("close", () => resolve()));
    let greet: () => void = () => undefined;
    this.greeted = new Promise((resolve) => (greet = resolve));
    void this.closed.then(() => {
      this.#gone.abort();
      greet();
    });
    const lines = new Lines((line) => {
      const news = JSON.parse(line) as SupervisorNews;
      this.#hear(news);
      if (news.kind !== "log") greet();
    });
    socket.on("error", () => undefined);
    socket.on("data", (piece: Buffer) => lines.take(piece.toString("utf8")));
  }

  /** Aborts when there is no daemon any more. */
  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  /** The daemon; undefined where the supervisor has none any more. */
  async daemon(): Promise<KeptDaemon | undefined> {
    await this.greeted;
    return this.lost === undefined ? this.#daemon : undefined;
  }

  /** The daemon lives as long as we do, but it is no reason for us to live. */
  keepsNobodyAlive(): void {
    this.#socket.unref();
  }

  leave(): void {
    this.#socket.destroy();
  }

  #hear(news: SupervisorNews): void {
    switch (news.kind) {
      case "running":
        this.#daemon = { url: news.url, pid: news.pid };
        return;
      case "restarting":
        this.#needs.log(`the daemon ended with ${news.exitCode} and is started again`);
        return;
      case "failed":
      case "ending":
        // Why it failed says more than that the supervisor then ends.
        if (this.lost?.kind !== "failed") this.lost = news;
        this.#gone.abort();
        return;
      case "log":
        this.#needs.trace(`ollama: ${news.line}`);
    }
  }
}
