import { createPublicKey, verify } from "node:crypto";
import { once } from "node:events";
import { createServer as createProxy, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createHub } from "node:https";
import { connect, type AddressInfo, type Socket } from "node:net";
import { certificateFor } from "./certificate.ts";
import { digestOfBytes, type HubModel } from "./hubModel.ts";

/** Where the large files come from; the daemon follows a redirect to another host only (facts: ollama 7.1). */
const contentHost = "cas-bridge.xethub.hf.co";
const hosts = ["hf.co", "huggingface.co", contentHost, "registry.ollama.ai"];

/** How the hub behaves; a test changes it at any time. */
export interface HubState {
  /** Repositories that ask for a sign-in. */
  readonly gated: Set<string>;
  isKeyRegistered: boolean;
  isLicenceAccepted: boolean;
  /** Says the realm instead of the manifest that the licence is missing. */
  isLicenceAskedByRealm: boolean;
  /** The proxy answers nothing but 502. */
  isDown: boolean;
  /** The proxy refuses the hub by 403. */
  isForbidden: boolean;
  /** Answers manifests with this status and body. */
  manifestError: { readonly status: number; readonly body: string } | undefined;
  /** The realm's answer instead of a token. */
  realmError: { readonly status: number; readonly body: string } | undefined;
  /** Sends other bytes than promised. */
  isCorrupt: boolean;
  /** Cuts each answer of the content host after so many bytes, once per request. */
  dropAfterBytes: number | undefined;
  /** Sends nothing more after so many bytes, until it is released. */
  stallAfterBytes: number | undefined;
}

/** A hub on the loopback that a real daemon pulls from, through a proxy and with a certificate of its own. */
export interface StandInHub {
  readonly state: HubState;
  /** What a daemon's environment needs to pull from here. */
  readonly environment: Readonly<Record<string, string>>;
  readonly certificateFile: string;
  /** By registry host and repository, as in `huggingface.co/owner/name`; `hf.co` serves the same. */
  readonly models: Map<string, HubModel>;
  /** Bytes of content sent so far. */
  readonly sentBytes: () => number;
  /** What was asked for beyond the hub's hosts. */
  readonly refused: readonly string[];
  readonly requests: readonly string[];
  /** The next time so many bytes have been sent. */
  readonly afterBytes: (bytes: number) => Promise<void>;
  readonly dropAll: () => void;
  readonly stop: () => Promise<void>;
}

/** Starts a hub. */
export async function startHub(): Promise<StandInHub> {
  const { file, certificate, key, remove } = await certificateFor(hosts);
  const hub = new Hub();
  const server = createHub({ cert: certificate, key }, (request, response) => hub.answer(request, response));
  await listening(server);
  const sockets = new Set<Socket>();
  const proxy = createProxy((_request, response) => response.writeHead(403).end());
  proxy.on("connect", (request: IncomingMessage, client: Socket) => {
    const target = request.url ?? "";
    const host = target.replace(/:443$/, "");
    if (!hosts.includes(host) || hub.state.isForbidden) {
      if (!hub.state.isForbidden) hub.refused.push(target);
      client.end("HTTP/1.1 403 Forbidden\r\n\r\n");
      return;
    }
    if (hub.state.isDown) {
      client.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
      return;
    }
    const inner = connect((server.address() as AddressInfo).port, "127.0.0.1", () => {
      client.write("HTTP/1.1 200 Connection established\r\n\r\n");
      client.pipe(inner).pipe(client);
    });
    for (const socket of [client, inner]) {
      sockets.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => {
        sockets.delete(socket);
        client.destroy();
        inner.destroy();
      });
    }
  });
  await listening(proxy);
  const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const dropAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    state: hub.state,
    certificateFile: file,
    environment: { HTTPS_PROXY: address, HTTP_PROXY: address, SSL_CERT_FILE: file },
    models: hub.models,
    sentBytes: () => hub.sentBytes,
    refused: hub.refused,
    requests: hub.requests,
    afterBytes: (bytes) => hub.afterBytes(bytes),
    dropAll,
    stop: async () => {
      dropAll();
      server.closeAllConnections();
      await Promise.all([server, proxy].map((one) => new Promise<void>((resolve) => one.close(() => resolve()))));
      await remove();
    },
  };
}

/** A hub that asks for nothing and breaks nothing. */
export const undisturbed: Omit<HubState, "gated"> = {
  isKeyRegistered: false,
  isLicenceAccepted: false,
  isLicenceAskedByRealm: false,
  isDown: false,
  isForbidden: false,
  manifestError: undefined,
  realmError: undefined,
  isCorrupt: false,
  dropAfterBytes: undefined,
  stallAfterBytes: undefined,
};

class Hub {
  readonly models = new Map<string, HubModel>();
  readonly refused: string[] = [];
  readonly requests: string[] = [];
  readonly state: HubState = { gated: new Set(), ...undisturbed };
  sentBytes = 0;
  #waiting: { readonly bytes: number; readonly resolve: () => void }[] = [];

  afterBytes(bytes: number): Promise<void> {
    if (this.sentBytes >= bytes) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ bytes, resolve }));
  }

  answer(request: IncomingMessage, response: ServerResponse): void {
    const host = (request.headers.host ?? "").replace(/:\d+$/, "");
    const url = new URL(request.url ?? "/", `https://${host}`);
    this.requests.push(`${request.method ?? ""} ${host}${url.pathname}`);
    response.on("error", () => undefined);
    if (host === contentHost) return this.#content(request, response, url.pathname.slice(1));
    const realm = /^\/api\/models\/(.+)\/ssh-auth$/.exec(url.pathname);
    if (realm !== null) return this.#realm(request, response, url);
    const registry = /^\/v2\/(.+)\/(manifests|blobs)\/([^/]+)$/.exec(url.pathname);
    if (registry === null) return refuse(response, 404, "Not Found");
    const [, repository = "", what, name = ""] = registry;
    if (this.state.gated.has(repository) && !this.#mayHave(request, response, repository)) return;
    const model = this.models.get(`${host === "hf.co" ? "huggingface.co" : host}/${repository}`);
    if (what === "manifests") return this.#manifest(response, model, name);
    return this.#blob(request, response, model, name);
  }

  #manifest(response: ServerResponse, model: HubModel | undefined, tag: string): void {
    const { manifestError } = this.state;
    if (manifestError !== undefined) return refuse(response, manifestError.status, manifestError.body);
    if (model === undefined) return refuse(response, 404, JSON.stringify({ error: "Repository not found" }));
    if (tag === "Q8_0") {
      const error = 'The specified tag is not available in the repository. Please use another tag or "latest"';
      return refuse(response, 400, JSON.stringify({ error }));
    }
    response
      .writeHead(200, { "Content-Type": "application/json", "Docker-Content-Digest": digestOfBytes(model.manifest) })
      .end(model.manifest);
  }

  #blob(request: IncomingMessage, response: ServerResponse, model: HubModel | undefined, digest: string): void {
    const layer = model?.layers.find((one) => one.digest === digest);
    if (layer === undefined) return refuse(response, 404, "");
    if (request.method === "HEAD") {
      response.writeHead(200, { "Content-Length": layer.bytes.length, "Accept-Ranges": "bytes" }).end();
      return;
    }
    response.writeHead(307, { Location: `https://${contentHost}/${digest}?X-Signature=ok` }).end();
  }

  #content(request: IncomingMessage, response: ServerResponse, digest: string): void {
    const layer = [...this.models.values()].flatMap((model) => model.layers).find((one) => one.digest === digest);
    if (layer === undefined) return refuse(response, 404, "");
    const range = /^bytes=(\d+)-(\d+)?$/.exec(request.headers.range ?? "");
    const from = Number(range?.[1] ?? 0);
    const to = Math.min(layer.bytes.length, Number(range?.[2] ?? layer.bytes.length - 1) + 1);
    const bytes = Buffer.from(layer.bytes.subarray(from, to));
    if (this.state.isCorrupt && bytes.length > 1000) bytes[500] = (bytes[500] ?? 0) ^ 255;
    response.writeHead(range === null ? 200 : 206, {
      "Content-Length": bytes.length,
      "Content-Range": `bytes ${from}-${to - 1}/${layer.bytes.length}`,
    });
    void this.#send(response, bytes);
  }

  async #send(response: ServerResponse, bytes: Buffer): Promise<void> {
    const step = 65_536;
    const closing = new AbortController();
    const closed = closing.signal;
    response.once("close", () => closing.abort());
    for (let at = 0; at < bytes.length; at += step) {
      if (response.destroyed) return;
      const { dropAfterBytes, stallAfterBytes } = this.state;
      if (dropAfterBytes !== undefined && at >= dropAfterBytes) {
        response.socket?.destroy();
        return;
      }
      if (stallAfterBytes !== undefined && this.sentBytes >= stallAfterBytes) return;
      const piece = bytes.subarray(at, at + step);
      const hasRoom = response.write(piece);
      this.#count(piece.length);
      if (!hasRoom) {
        await once(response, "drain", { signal: closed }).catch(() => undefined);
      }
    }
    response.end();
  }

  #count(bytes: number): void {
    this.sentBytes += bytes;
    for (const waiting of this.#waiting) if (this.sentBytes >= waiting.bytes) waiting.resolve();
    this.#waiting = this.#waiting.filter((one) => this.sentBytes < one.bytes);
  }

  /** Where the daemon signs in with its key; the signature is checked as the real hub does. */
  #realm(request: IncomingMessage, response: ServerResponse, url: URL): void {
    const { realmError } = this.state;
    if (realmError !== undefined) return refuse(response, realmError.status, realmError.body);
    const [key = "", signature = ""] = (request.headers.authorization ?? "").split(":");
    const signed = `GET,${url.href},${Buffer.from(emptyDigest).toString("base64")}`;
    if (!this.state.isKeyRegistered || !isSignedBy(key, signature, signed)) {
      return refuse(response, 401, JSON.stringify({ error: "Invalid username or password." }));
    }
    if (this.state.isLicenceAskedByRealm && !this.state.isLicenceAccepted) {
      return refuse(response, 403, JSON.stringify({ error: restricted }));
    }
    response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify({ token: "facet-test-token" }));
  }

  #mayHave(request: IncomingMessage, response: ServerResponse, repository: string): boolean {
    if (request.headers.authorization !== "Bearer facet-test-token") {
      const realm = `https://huggingface.co/api/models/${repository}/ssh-auth`;
      response
        .writeHead(401, {
          "WWW-Authenticate": `Bearer realm="${realm}",service="huggingface.co",scope="repository:${repository}:pull"`,
        })
        .end(JSON.stringify({ error: "Invalid username or password." }));
      return false;
    }
    if (this.state.isLicenceAccepted) return true;
    refuse(response, 403, JSON.stringify({ error: restricted }));
    return false;
  }
}

const emptyDigest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const restricted =
  "Access to model google/gemma-3-4b-it-qat-q4_0-gguf is restricted and you are not in the authorized list. Visit https://huggingface.co/google/gemma-3-4b-it-qat-q4_0-gguf to ask for access.";

function refuse(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status).end(body);
}

/** An SSH public key holds the raw 32 bytes at its end; Node wants them in a structure of twelve fixed bytes. */
function isSignedBy(key: string, signature: string, text: string): boolean {
  try {
    const raw = Buffer.from(key, "base64").subarray(-32);
    const publicKey = createPublicKey({
      key: Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), raw]),
      format: "der",
      type: "spki",
    });
    return verify(null, Buffer.from(text), publicKey, Buffer.from(signature, "base64"));
  } catch {
    return false;
  }
}

function listening(server: ReturnType<typeof createProxy> | ReturnType<typeof createHub>): Promise<void> {
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
}
