import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from "node:http";

/** One request that went to the daemon. */
export interface MeteredRequest {
  readonly path: string;
  readonly body: string;
  /** Whether the client closed it before its answer had ended. */
  wasClosed: boolean;
  hasEnded: boolean;
}

/** A way to a daemon on which every request is seen; it changes nothing. */
export class DaemonMeter {
  readonly url: string;
  readonly requests: MeteredRequest[] = [];
  readonly #server: Server;

  private constructor(server: Server, url: string) {
    this.#server = server;
    this.url = url;
  }

  /** Opens a way to a daemon, on a free port of the loopback. */
  static async before(daemonUrl: string): Promise<DaemonMeter> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    const meter = new DaemonMeter(server, `http://127.0.0.1:${address.port}`);
    server.on("request", (incoming, outgoing) => meter.#pass(daemonUrl, incoming, outgoing));
    return meter;
  }

  /** The requests for generated text. */
  get generations(): readonly MeteredRequest[] {
    return this.requests.filter((one) => /^\/api\/(generate|chat)$/.test(one.path) && !/"prompt":""/.test(one.body));
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #pass(daemonUrl: string, incoming: IncomingMessage, outgoing: ServerResponse): void {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const body = Buffer.concat(chunks);
      const seen: MeteredRequest = {
        path: incoming.url ?? "",
        body: body.toString("utf8"),
        wasClosed: false,
        hasEnded: false,
      };
      this.requests.push(seen);
      const headers = { ...incoming.headers, host: new URL(daemonUrl).host };
      const onward = request(`${daemonUrl}${seen.path}`, { method: incoming.method, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
        answer.on("end", () => (seen.hasEnded = true));
        answer.on("error", () => outgoing.destroy());
      });
      onward.on("error", () => outgoing.destroy());
      outgoing.on("close", () => {
        seen.wasClosed = !seen.hasEnded;
        onward.destroy();
      });
      onward.end(body);
    });
  }
}
