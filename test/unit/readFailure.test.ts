import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { Failure } from "../../src/core/failures.ts";
import { DaemonError, readFailure } from "../../src/ollama/readFailure.ts";

const context = { endpoint: "http://127.0.0.1:11434", model: "the-model" };

/** An answer with an error status, as the npm client throws it. */
class StatusError extends Error {
  readonly status_code: number;

  constructor(status: number, message: string) {
    super(message);
    this.status_code = status;
  }
}

function ofText(text: string, status?: number): Failure {
  return readFailure(status === undefined ? new Error(text) : new StatusError(status, text), context);
}

function ofCode(code: string): Failure {
  return readFailure(new TypeError("fetch failed", { cause: Object.assign(new Error("inner"), { code }) }), context);
}

/** The daemon's own words (facts: ollama 1.6), with the status they come with; without one, in the middle of a stream. */
const words: readonly (readonly [number | undefined, string, Failure["kind"]])[] = [
  [404, "model 'hf.co/google/gemma' not found", "modelMissing"],
  [404, 'model "x" not found, try pulling it first', "modelMissing"],
  [400, "registry.ollama.ai/library/gemma3:270m does not support insert", "unsupported"],
  [400, "hf.co/x does not support tools", "unsupported"],
  [400, '"x" does not support thinking', "unsupported"],
  [400, '"x" does not support chat', "unsupported"],
  [500, "this model is missing data required for image input", "unsupported"],
  [400, "the input length exceeds the context length", "contextExceeded"],
  [400, "the prompt is longer than the context length currently available to the model; shorten it", "contextExceeded"],
  [
    400,
    '{"error":{"code":400,"message":"the request (9000 tokens) exceeds the available context size (8192 tokens), try increasing it","type":"exceed_context_size_error"}}',
    "contextExceeded",
  ],
  [403, "remote model is unavailable (cloud is disabled)", "notLocal"],
  [503, "server busy, please try again.  maximum pending requests exceeded", "busy"],
  [503, "anything", "busy"],
  [500, "model requires more system memory (5.1 GiB) than is available (2.0 GiB)", "outOfMemory"],
  [500, "llama-server reported out-of-memory during startup: x", "outOfMemory"],
  [500, "llama runner process has terminated: cudaMalloc failed: out of memory", "outOfMemory"],
  [500, "llama-server process has terminated: ErrorOutOfDeviceMemory", "outOfMemory"],
  [500, "llama runner process has terminated: exit status 2", "runnerFailed"],
  [500, "llama-server process has terminated: exit status 1", "runnerFailed"],
  [500, "timed out waiting for llama runner to start - progress 0.00", "runnerFailed"],
  [500, "timed out waiting for llama-server to start - loading", "runnerFailed"],
  [500, "error starting llama-server: fork/exec: permission denied", "runnerFailed"],
  [500, "llama-server binary not found (checked: /a, /b)", "runnerFailed"],
  [
    500,
    "model runner has unexpectedly stopped, this may be due to resource limitations or an internal error, check ollama server logs for details",
    "runnerFailed",
  ],
  [undefined, "an error was encountered while running the model: CUDA error", "runnerFailed"],
  [undefined, "an error was encountered while running the model: unexpected EOF", "cutOff"],
  [undefined, "Did not receive done or success response in stream.", "cutOff"],
  [400, "missing request body", "other"],
  [400, "top_logprobs must be between 0 and 20", "other"],
  [500, 'option "num_ctx" must be of type integer', "other"],
  [404, "404 page not found", "notOllama"],
  [405, "Method Not Allowed", "notOllama"],
  [undefined, "Unexpected token '<', \"<!DOCTYPE \"... is not valid JSON", "notOllama"],
  [502, "<html><head><title>502 Bad Gateway</title></head></html>", "notOllama"],
];

suite("what the daemon says", () => {
  test("is told apart as its sources word it", () => {
    for (const [status, text, kind] of words) assert.equal(ofText(text, status).kind, kind, text);
  });

  test("keeps what is needed to say it: which model, what it cannot do, where it was asked", () => {
    assert.deepEqual(ofText("model 'x' not found", 404), { kind: "modelMissing", model: "the-model" });
    assert.deepEqual(ofText("x does not support vision", 400), {
      kind: "unsupported",
      model: "the-model",
      capability: "vision",
    });
    assert.deepEqual(ofText("404 page not found", 404), {
      kind: "notOllama",
      endpoint: context.endpoint,
      detail: "HTTP 404",
    });
    assert.deepEqual(ofText("llama-server process has terminated: exit status 1\nstack\nstack", 500), {
      kind: "runnerFailed",
      detail: "llama-server process has terminated: exit status 1",
    });
  });

  test("is without its markup where a page comes in its place", () => {
    const detail = (text: string): string => {
      const failure = ofText(text, 502);
      return failure.kind === "notOllama" ? failure.detail : failure.kind;
    };
    assert.equal(detail("<html><body>\n<h1>Bad Gateway</h1>\n</body></html>"), "Bad Gateway");
    assert.equal(detail("<!doctype html><style>b { x: 1 }</style><script>if (a < b) c();</script>Sign in"), "Sign in");
    assert.equal(detail("<html></html>"), "HTML");
  });

  test("is unpacked where the daemon hands on its runner's JSON", () => {
    const inner = JSON.stringify({ error: { message: "out of memory", type: "server_error" } });
    assert.deepEqual(ofText(inner), { kind: "outOfMemory", detail: "out of memory" });
    assert.deepEqual(ofText(`llama-server: ${JSON.stringify({ error: inner })}`), {
      kind: "outOfMemory",
      detail: "out of memory",
    });
  });

  test("stays in its own words where nobody knows it, cut to a line that can be read", () => {
    assert.deepEqual(ofText("something new\nwith more"), { kind: "other", detail: "something new" });
    const long = ofText("x".repeat(5_000));
    assert.equal(long.kind === "other" && long.detail.length, 300);
    assert.equal(readFailure("not even an error", context).kind, "other");
    assert.equal(readFailure(undefined, context).kind, "other");
  });

  test("is not read again where it has been read", () => {
    const failure: Failure = { kind: "silent", afterMs: 5 };
    assert.equal(readFailure(new DaemonError(failure), context), failure);
  });
});

suite("what the network says", () => {
  test("is told apart by its code, however deep that lies", () => {
    assert.deepEqual(ofCode("ECONNREFUSED"), { kind: "refused", endpoint: context.endpoint });
    for (const code of ["ECONNRESET", "EPIPE", "UND_ERR_SOCKET"]) assert.equal(ofCode(code).kind, "cutOff", code);
    for (const code of [
      "ENOTFOUND",
      "EAI_AGAIN",
      "EHOSTUNREACH",
      "ENETUNREACH",
      "ETIMEDOUT",
      "UND_ERR_CONNECT_TIMEOUT",
    ]) {
      assert.equal(ofCode(code).kind, "unreachable", code);
    }
    for (const code of ["HPE_INVALID_CONSTANT", "ERR_SSL_WRONG_VERSION_NUMBER", "ERR_TLS_HANDSHAKE_TIMEOUT"]) {
      assert.equal(ofCode(code).kind, "notOllama", code);
    }
    assert.equal(ofCode("SOMETHING_NEW").kind, "other");
  });

  test("names the certificate that is not trusted, rather than calling it unknown", () => {
    for (const code of [
      "DEPTH_ZERO_SELF_SIGNED_CERT",
      "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
      "CERT_HAS_EXPIRED",
      "ERR_TLS_CERT_ALTNAME_INVALID",
    ]) {
      assert.equal(ofCode(code).kind, "unreachable", code);
    }
  });

  test("is read where both addresses of a name refuse", () => {
    const refused = Object.assign(new Error("connect"), { code: "ECONNREFUSED" });
    const both = new TypeError("fetch failed", { cause: new AggregateError([refused, refused]) });
    assert.equal(readFailure(both, context).kind, "refused");
  });
});
