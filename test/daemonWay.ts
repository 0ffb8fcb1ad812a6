import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from "node:http";

/** What is to be told of one request on its way. */
export interface WayWatcher {
  /** A piece of the answer's text goes by. */
  readonly onText?: (text: string) => void;
  /** Asked after each piece: what comes next waits until the promise is kept, if there is one. */
  readonly hold?: () => Promise<void> | undefined;
  /** The answer has ended, or the client has closed it before; told once. */
  readonly onEnd: (wasClosed: boolean) => void;
}

/** A way to a daemon on which every request is seen; it changes nothing but the time: of one more hop on the loopback, and where a watcher holds an answer. */
export class DaemonWay {
  readonly url: string;
  readonly #server: Server;

  private constructor(server: Server, url: string) {
    this.#server = server;
    this.url = url;
  }

  /** Opens a way to a daemon, on a free port of the loopback; each request is told when it has come whole. */
  static async to(daemonUrl: string, onRequest: (path: string, body: Buffer) => WayWatcher): Promise<DaemonWay> {
    const server = createServer((incoming, outgoing) => pass(daemonUrl, incoming, outgoing, onRequest));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    return new DaemonWay(server, `http://127.0.0.1:${address.port}`);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}

function pass(
  daemonUrl: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  onRequest: (path: string, body: Buffer) => WayWatcher,
): void {
  const chunks: Buffer[] = [];
  incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
  incoming.on("end", () => {
    const body = Buffer.concat(chunks);
    const path = incoming.url ?? "";
    const watcher = onRequest(path, body);
    let hasEnded = false;
    const end = (wasClosed: boolean): void => {
      if (hasEnded) return;
      hasEnded = true;
      watcher.onEnd(wasClosed);
    };
    const headers = { ...incoming.headers, host: new URL(daemonUrl).host };
    const onward = request(`${daemonUrl}${path}`, { method: incoming.method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.setEncoding("utf8").on("data", (text: string) => {
        outgoing.write(text);
        watcher.onText?.(text);
        const held = watcher.hold?.();
        if (held === undefined) return;
        answer.pause();
        void held.then(() => answer.resume());
      });
      answer.on("end", () => {
        end(false);
        outgoing.end();
      });
      answer.on("error", () => outgoing.destroy());
    });
    onward.on("error", () => outgoing.destroy());
    outgoing.on("close", () => {
      end(true);
      onward.destroy();
    });
    onward.end(body);
  });
}
