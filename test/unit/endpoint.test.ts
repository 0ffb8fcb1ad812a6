import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { type Endpoint, isEndpoint, resolveEndpoint } from "../../src/ollama/endpoint.ts";

function resolved(setting: string, host?: string): Endpoint {
  const endpoint = resolveEndpoint(setting, host === undefined ? {} : { OLLAMA_HOST: host });
  assert.ok(isEndpoint(endpoint), `${setting} ${host ?? ""}`);
  return endpoint;
}

/** Every form of OLLAMA_HOST that the daemon's own tests know (envconfig), and where a client must knock. */
const forms: readonly (readonly [string, string])[] = [
  ["", "http://127.0.0.1:11434"],
  ["   ", "http://127.0.0.1:11434"],
  ["1.2.3.4", "http://1.2.3.4:11434"],
  [":1234", "http://127.0.0.1:1234"],
  ["1.2.3.4:1234", "http://1.2.3.4:1234"],
  ["example.com", "http://example.com:11434"],
  ["example.com:1234", "http://example.com:1234"],
  [":66000", "http://127.0.0.1:11434"],
  [":-1", "http://127.0.0.1:11434"],
  ["example.com:abc", "http://example.com:11434"],
  ["[::1]:66000", "http://[::1]:11434"],
  ["https://example.com:66000/x", "https://example.com/x"],
  ["[::1]", "http://[::1]:11434"],
  ["::1", "http://[::1]:11434"],
  ["fe80::1", "http://[fe80::1]:11434"],
  ["[::1]:1337", "http://[::1]:1337"],
  [" 1.2.3.4 ", "http://1.2.3.4:11434"],
  ['"1.2.3.4"', "http://1.2.3.4:11434"],
  ['" 1.2.3.4 "', "http://1.2.3.4:11434"],
  ["'1.2.3.4'", "http://1.2.3.4:11434"],
  ["http://1.2.3.4", "http://1.2.3.4"],
  ["http://1.2.3.4:4321", "http://1.2.3.4:4321"],
  ["https://1.2.3.4", "https://1.2.3.4"],
  ["https://1.2.3.4:4321", "https://1.2.3.4:4321"],
  ["HTTP://Example.com", "http://example.com"],
  ["https://example.com/ollama", "https://example.com/ollama"],
  ["https://example.com/ollama/", "https://example.com/ollama"],
  ["1.2.3.4:1234/", "http://1.2.3.4:1234"],
  // Where a daemon listens on every address, a client takes the loopback.
  ["0.0.0.0", "http://127.0.0.1:11434"],
  ["0.0.0.0:8080", "http://127.0.0.1:8080"],
  ["http://0.0.0.0:8080", "http://127.0.0.1:8080"],
  ["[::]", "http://127.0.0.1:11434"],
  ["::", "http://127.0.0.1:11434"],
  ["[::]:1337", "http://127.0.0.1:1337"],
];

suite("the endpoint", () => {
  test("is what OLLAMA_HOST means to the daemon, in each of its forms", () => {
    for (const [host, url] of forms) assert.equal(resolved("", host).url, url, host);
  });

  test("is the setting's before OLLAMA_HOST's before the default", () => {
    assert.deepEqual(resolved("box", "1.2.3.4"), { url: "http://box:11434", source: "setting", isLoopback: false });
    assert.equal(resolved(" ", "1.2.3.4").source, "OLLAMA_HOST");
    assert.equal(resolved("").source, "default");
  });

  test("is on this machine only where its name can mean nothing else", () => {
    const here = ["localhost", "LOCALHOST:5", "a.localhost", "127.0.0.1", "127.8.9.1:1", "[::1]", "0.0.0.0", "::"];
    for (const host of here) assert.equal(resolved(host).isLoopback, true, host);
    const elsewhere = [
      "127.0.0.1.example.com",
      "localhost.example.com",
      "notlocalhost",
      "10.0.0.1",
      "[::2]",
      "128.0.0.1",
    ];
    for (const host of elsewhere) assert.equal(resolved(host).isLoopback, false, host);
  });

  test("is refused where the setting is no address", () => {
    const wrong = [
      "http://",
      "ftp://box",
      "box:abc",
      "box:66000",
      "a b",
      "http://user:secret@box",
      "http://box?x=1",
      "http://[::1",
      "box#top",
    ];
    for (const setting of wrong) {
      assert.deepEqual(resolveEndpoint(setting, {}), { kind: "badEndpoint", endpoint: setting });
    }
  });
});
