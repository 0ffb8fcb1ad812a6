import assert from "node:assert/strict";
import type { ServerResponse } from "node:http";
import { suite, test } from "node:test";
import { BareClient } from "../../bareClient.ts";
import { answerLine, FaultyDaemon, lastLine } from "../../faults/faultyDaemon.ts";

const windows = 8;
const letters = "total of the cart";

/** Answers one question at a time in the order in which they came, as a daemon with one slot does; what was closed leaves the line. */
class OneSlot {
  readonly #line: { readonly response: ServerResponse; readonly path: string }[] = [];
  #isBusy = false;

  take(response: ServerResponse, path: string): void {
    this.#line.push({ response, path });
    this.#next();
  }

  #next(): void {
    if (this.#isBusy) return;
    const first = this.#line.shift();
    if (first === undefined) return;
    if (first.response.destroyed) {
      this.#next();
      return;
    }
    this.#isBusy = true;
    first.response.writeHead(200, { "content-type": "application/x-ndjson" });
    first.response.write(answerLine(first.path, "1 + 2;\n"));
    // The next one is served in a later turn, so that those who came meanwhile stand in line.
    setImmediate(() => {
      first.response.end(lastLine(first.path));
      this.#isBusy = false;
      this.#next();
    });
  }
}

suite("eight windows at one daemon", () => {
  test("are all served, with no pile of questions, and leave none behind", async () => {
    const daemon = await FaultyDaemon.start();
    const settings = { endpoint: daemon.url, daemon: { autoStart: false }, completion: { trigger: "typing" } };
    const clients = await Promise.all(Array.from({ length: windows }, () => BareClient.start(settings)));
    try {
      await Promise.all(clients.map((client) => client.logLine(/-> ready$/)));
      const slot = new OneSlot();
      const mostOpen = new Map<string, number>();
      daemon.strike("begin", (response, { path, body }) => {
        const window = /window\d/.exec(body)?.[0] ?? "";
        const open = daemon.asked.filter((one) => one.isOpen && one.path === path && one.body.includes(window));
        mostOpen.set(window, Math.max(mostOpen.get(window) ?? 0, open.length));
        slot.take(response, path);
      });
      const served = await Promise.all(
        clients.map(async (client, at) => {
          let offers = 0;
          let position = await client.open(`window${at}.ts`, "typescript", "const price = |\n");
          for (const letter of letters) {
            position = await client.type(position, letter);
            if ((await client.ask(position)) !== undefined) offers++;
          }
          return offers;
        }),
      );
      for (const [at, offers] of served.entries()) assert.ok(offers > 0, `window ${at} is served`);
      assert.equal(mostOpen.size, windows);
      // One runs; the daemon may hear of the next before it hears that the one before was closed.
      for (const [window, most] of mostOpen) assert.ok(most <= 2, `${window} had ${most} questions open`);
      await daemon.until(() => daemon.open === 0);
    } finally {
      await Promise.all(clients.map((client) => client.stop()));
      await daemon.stop();
    }
  });
});
