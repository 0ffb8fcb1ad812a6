import { DaemonWay } from "./daemonWay.ts";

/** One request that went to the daemon. */
export interface MeteredRequest {
  readonly path: string;
  readonly body: string;
  /** Whether the client closed it before its answer had ended. */
  wasClosed: boolean;
  hasEnded: boolean;
}

/** Sees every request to a daemon. */
export class DaemonMeter {
  readonly requests: MeteredRequest[];
  readonly #way: DaemonWay;

  private constructor(way: DaemonWay, requests: MeteredRequest[]) {
    this.#way = way;
    this.requests = requests;
  }

  /** Opens a way to a daemon, on a free port of the loopback. */
  static async before(daemonUrl: string): Promise<DaemonMeter> {
    const requests: MeteredRequest[] = [];
    const way = await DaemonWay.to(daemonUrl, (path, body) => {
      const seen = { path, body: body.toString("utf8"), wasClosed: false, hasEnded: false };
      requests.push(seen);
      return { onEnd: (wasClosed) => Object.assign(seen, { wasClosed, hasEnded: !wasClosed }) };
    });
    return new DaemonMeter(way, requests);
  }

  get url(): string {
    return this.#way.url;
  }

  /** The requests for generated text. */
  get generations(): readonly MeteredRequest[] {
    return this.requests.filter((one) => /^\/api\/(generate|chat)$/.test(one.path) && !/"prompt":""/.test(one.body));
  }

  stop(): Promise<void> {
    return this.#way.stop();
  }
}
