import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { DaemonError, readFailure } from "../../../src/ollama/readFailure.ts";
import { readPullFailure } from "../../../src/ollama/readPullFailure.ts";

/** Reads a text as it comes from the daemon, through the same reading that the client does first. */
function read(text: string): string {
  const cause = new Error(text);
  const error = new DaemonError(readFailure(cause, { endpoint: "http://127.0.0.1:11434", model: "m" }), cause);
  const end = readPullFailure(error, "m");
  if (end.kind === "realmHost") return "realmHost";
  if (end.kind === "gate") return `gate ${end.step}`;
  return end.failure.kind === "pullFailed" ? end.failure.problem : end.failure.kind;
}

/** The texts that were seen on real daemons (facts: ollama 4.1, 7.2, 7.3, 8 and 9). */
const texts: readonly (readonly [string, string])[] = [
  ['pull model manifest: realm host "huggingface.co" does not match original host "hf.co"', "realmHost"],
  ['pull model manifest: 401: {"error":"Invalid username or password."}', "gate key"],
  [
    'pull model manifest: 403: {"error":"Access to model google/gemma-3-4b-it-qat-q4_0-gguf is restricted and you are not in the authorized list. Visit https://huggingface.co/google/x to ask for access."}',
    "gate licence",
  ],
  [
    'pull model manifest: 401: {"error":"Access to model google/x is restricted and you are not in the authorized list."}',
    "gate licence",
  ],
  ["pull model manifest: file does not exist", "notOnHub"],
  ['pull model manifest: 404: {"error":"Repository not found"}', "notOnHub"],
  [
    'pull model manifest: 400: {"error":"The specified tag is not available in the repository. Please use another tag or \\"latest\\""}',
    "notOnHub",
  ],
  [
    'pull model manifest: 400: The specified tag is not available in the repository. Please use another tag or "latest"',
    "notOnHub",
  ],
  ["pull model manifest: 500", "hubError"],
  ["pull model manifest: 502: <html>Bad gateway</html>", "hubError"],
  ["pull model manifest: unauthorized: access denied", "gate key"],
  [
    'pull model manifest: 429: {"error":"We had to rate limit your IP (127.0.0.1). To continue using our service, …"}',
    "rateLimited",
  ],
  [
    'pull model manifest: Get "https://huggingface.co/v2/google/gemma-3-4b-it-qat-q4_0-gguf/manifests/latest": Bad Gateway',
    "proxy",
  ],
  ['pull model manifest: Get "https://huggingface.co/v2/x/manifests/latest": Forbidden', "proxy"],
  ['pull model manifest: Get "https://huggingface.co/v2/x/manifests/latest": Proxy Authentication Required', "proxy"],
  [
    'pull model manifest: Get "https://huggingface.co/v2/x/manifests/latest": proxyconnect tcp: dial tcp 127.0.0.1:9: connect: connection refused',
    "proxy",
  ],
  [
    'pull model manifest: Get "https://huggingface.co/v2/x/manifests/latest": tls: failed to verify certificate: x509: certificate signed by unknown authority',
    "certificate",
  ],
  [
    'pull model manifest: Get "https://nosuch.invalid/v2/x/manifests/latest": dial tcp: lookup nosuch.invalid on 10.0.0.1:53: no such host',
    "hubUnreachable",
  ],
  ["max retries exceeded: unexpected EOF", "hubUnreachable"],
  ["max retries exceeded: EOF", "hubUnreachable"],
  ['max retries exceeded: Get "https://cas-bridge.xethub.hf.co/sha256:a5?X-Signature=ok": Bad Gateway', "proxy"],
  ["digest mismatch, file must be downloaded again: want sha256:a5, got sha256:a1", "damaged"],
  ["write /models/blobs/sha256-a5-partial: no space left on device", "noSpace"],
  ["open /models/blobs/sha256-a5-partial: permission denied", "readOnly"],
  ["mkdir /models/blobs: read-only file system", "readOnly"],
  ["supplied file was not in GGUF format", "notGguf"],
  ["invalid file magic", "notGguf"],
  ["invalid model name", "badName"],
  ["template error: template: :1: unclosed action", "daemonTools"],
  [
    "failed to validate GGUF with llama-quantize without compatibility patches: llama-quantize unavailable: llama-quantize binary not found (checked: /x)",
    "daemonTools",
  ],
  ["open /models/blobs/sha256-111: no such file or directory", "fileGone"],
  ["something that nobody has seen yet", "other"],
];

describe("what a pull ended with", () => {
  for (const [text, meaning] of texts) {
    test(`${text.slice(0, 90)}: ${meaning}`, () => assert.equal(read(text), meaning));
  }

  test("signed addresses are not shown", () => {
    const cause = new Error('max retries exceeded: Get "https://cas.example/x?X-Signature=secret": timeout');
    const end = readPullFailure(new DaemonError({ kind: "other", detail: "" }, cause), "m");
    assert.ok(end.kind === "failure" && end.failure.kind === "pullFailed");
    assert.doesNotMatch(end.failure.detail, /secret/);
    assert.match(end.failure.detail, /cas\.example/);
  });
});
