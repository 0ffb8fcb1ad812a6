import { DaemonWay } from "./daemonWay.ts";

/** One request that went to the daemon. */
export interface MeteredRequest {
  readonly path: string;
  readonly body: string;
  /** The requests for generated text that were under way when it came. */
  readonly during: readonly MeteredRequest[];
  /** Whether the client closed it before its answer had ended. */
  wasClosed: boolean;
  hasEnded: boolean;
  /** What the daemon has answered so far. */
  answer: string;
}

/** Sees every request to a daemon. */
export class DaemonMeter {
  readonly requests: MeteredRequest[];
  readonly #way: DaemonWay;
  readonly #gate: { held: Promise<void> | undefined };

  private constructor(way: DaemonWay, requests: MeteredRequest[], gate: { held: Promise<void> | undefined }) {
    this.#way = way;
    this.requests = requests;
    this.#gate = gate;
  }

  /** Opens a way to a daemon, on a free port of the loopback. */
  static async before(daemonUrl: string): Promise<DaemonMeter> {
    const requests: MeteredRequest[] = [];
    const gate: { held: Promise<void> | undefined } = { held: undefined };
    const way = await DaemonWay.to(daemonUrl, (path, body) => {
      const during = generationsOf(requests).filter((one) => !one.hasEnded && !one.wasClosed);
      const seen = { path, body: body.toString("utf8"), during, wasClosed: false, hasEnded: false, answer: "" };
      requests.push(seen);
      return {
        onText: (text) => void (seen.answer += text),
        hold: () => (path === "/api/chat" ? gate.held : undefined),
        onEnd: (wasClosed) => Object.assign(seen, { wasClosed, hasEnded: !wasClosed }),
      };
    });
    return new DaemonMeter(way, requests, gate);
  }

  /** From now on, answers to a person stand still after their first piece, until the returned function is called. */
  holdAnswers(): () => void {
    let release = (): void => undefined;
    this.#gate.held = new Promise((resolve) => (release = resolve));
    return () => {
      this.#gate.held = undefined;
      release();
    };
  }

  get url(): string {
    return this.#way.url;
  }

  /** The requests for generated text. */
  get generations(): readonly MeteredRequest[] {
    return generationsOf(this.requests);
  }

  stop(): Promise<void> {
    return this.#way.stop();
  }
}

function generationsOf(requests: readonly MeteredRequest[]): readonly MeteredRequest[] {
  return requests.filter((one) => /^\/api\/(generate|chat)$/.test(one.path) && !/"prompt":""/.test(one.body));
}
