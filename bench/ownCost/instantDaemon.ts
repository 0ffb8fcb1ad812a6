import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

/** A daemon that takes no time: what is measured before it is our own work alone. */
export class InstantDaemon {
  readonly url: string;
  /** What it says to every question for text. */
  answer = "";
  readonly #server: Server;
  readonly #model: string;

  private constructor(server: Server, url: string, model: string) {
    this.#server = server;
    this.url = url;
    this.#model = model;
  }

  static async start(model: string): Promise<InstantDaemon> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    const daemon = new InstantDaemon(server, `http://127.0.0.1:${address.port}`, model);
    server.on("request", (request, response) => daemon.#serve(request, response));
    return daemon;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    request.resume().on("end", () => {
      const line = (value: object): string => `${JSON.stringify({ model: this.#model, ...value })}\n`;
      if (request.url === "/api/ps") {
        response.end(line({ models: [{ name: this.#model, model: this.#model, context_length: 8192, size: 1 }] }));
        return;
      }
      const pieces = this.answer.match(/\s*\S+|\s+$/g) ?? [];
      const end = {
        done: true,
        done_reason: "stop",
        prompt_eval_count: 600,
        prompt_eval_cached_count: 590,
        prompt_eval_duration: 1e6,
        eval_count: pieces.length,
        eval_duration: 1e6,
      };
      response.end(
        [...pieces.map((text) => line({ response: text, done: false })), line({ response: "", ...end })].join(""),
      );
    });
  }
}
