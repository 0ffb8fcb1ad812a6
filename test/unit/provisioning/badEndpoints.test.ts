import assert from "node:assert/strict";
import { createServer as createHttpServer, type RequestListener } from "node:http";
import { createServer as createTcpServer, type Server } from "node:net";
import { afterEach, suite, test } from "node:test";
import { wayOnAfter } from "../../../src/core/provisioning/wayOn.ts";
import { defaultSettings } from "../../../src/core/settings.ts";
import { viewOf } from "../../../src/core/status.ts";
import { DaemonClient } from "../../../src/ollama/daemonClient.ts";
import { ShortMemory } from "../../../src/ollama/memory.ts";
import { noKeeper } from "../../../src/ollama/noKeeper.ts";
import { Provisioner } from "../../../src/ollama/provisioner.ts";

const loginPage = "<!doctype html><html><title>Sign in</title><form method=post></form></html>";

/** What may answer at an address that is not a daemon's. */
const strangers: Readonly<Record<string, () => Server>> = {
  "another protocol": () =>
    createTcpServer((socket) => socket.on("error", () => undefined).end("SSH-2.0-OpenSSH_9.6\r\n")),
  "a page instead of JSON": () => http((_, response) => response.setHeader("content-type", "text/html").end(loginPage)),
  "a page that claims to be JSON": () =>
    http((_, response) => response.setHeader("content-type", "application/json").end(loginPage)),
  "JSON of something else": () =>
    http((_, response) => response.setHeader("content-type", "application/json").end('{"name":"other"}')),
  "a proxy's way to its login page": () =>
    http((request, response) => {
      if (request.url === "/login") response.setHeader("content-type", "text/html").end(loginPage);
      else response.writeHead(302, { location: "/login" }).end();
    }),
  "a proxy that wants a password": () => http((_, response) => response.writeHead(407).end(loginPage)),
  "a server that knows no such path": () => http((_, response) => response.writeHead(404).end("404 page not found")),
  "a server that forbids": () => http((_, response) => response.writeHead(403).end()),
};

function http(answer: RequestListener): Server {
  return createHttpServer(answer);
}

let server: Server | undefined;
let provisioner: Provisioner;
afterEach(async () => {
  await provisioner.dispose();
  server?.close();
  server = undefined;
});

/** What the status bar says of an address, with its click, and the one way on of the set-up. */
async function shownFor(endpoint: string): Promise<{ text: string; lines: number; click: string; way: string }> {
  provisioner = new Provisioner({
    settings: { ...defaultSettings, endpoint },
    modelOf: (settings) => settings.model,
    environment: {},
    keeper: noKeeper,
    memory: new ShortMemory(),
    timer: { set: () => () => undefined },
    now: () => performance.now(),
    clientFor: (url) => new DaemonClient(url),
    log: () => undefined,
  });
  await assert.rejects(provisioner.ensureReady(new AbortController().signal));
  const { state } = provisioner;
  assert.ok(state.kind === "failed", state.kind);
  const { tooltip, action } = viewOf({ kind: "provisioning", state });
  return { text: tooltip[0] ?? "", lines: tooltip.length, click: action, way: wayOnAfter(state.failure) };
}

suite("an address that is none", () => {
  for (const endpoint of ["ftp://somewhere", "http://", "not an address", "http://127.0.0.1:99999"]) {
    test(`${endpoint}: is named, and the setting is the way on`, async () => {
      const { text, lines, click, way } = await shownFor(endpoint);
      assert.ok(text.includes(endpoint), text);
      assert.match(text, /^[“\p{Lu}].*\.$/u);
      assert.deepEqual([lines, click, way], [1, "workbench.action.openSettings", "changeEndpoint"]);
    });
  }
});

suite("an address where something else answers", () => {
  for (const [what, make] of Object.entries(strangers)) {
    test(`${what}: is named, and the setting is the way on`, async () => {
      const made = make();
      server = made;
      await new Promise<void>((resolve) => made.listen(0, "127.0.0.1", resolve));
      const address = made.address();
      assert.ok(address !== null && typeof address === "object");
      const endpoint = `http://127.0.0.1:${address.port}`;
      const { text, lines, click, way } = await shownFor(endpoint);
      assert.ok(text.includes(endpoint), text);
      assert.match(text, /is not Ollama/);
      assert.doesNotMatch(text, /Error|undefined|fetch failed|\bat \w+ \(|<html/);
      assert.deepEqual([lines, click, way], [1, "workbench.action.openSettings", "changeEndpoint"]);
    });
  }
});
