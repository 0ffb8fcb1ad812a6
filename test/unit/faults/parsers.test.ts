import assert from "node:assert/strict";
import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { after, before, suite, test } from "node:test";
import fc from "fast-check";
import { readCommitlint } from "../../../src/core/commit/commitlint.ts";
import { splitPatches, unquotePath } from "../../../src/core/commit/patches.ts";
import { readRawList } from "../../../src/core/commit/rawList.ts";
import { readAnswer } from "../../../src/core/commit/readAnswer.ts";
import { readConversation } from "../../../src/core/conversation/readConversation.ts";
import { wordsOfFailure } from "../../../src/core/failureWords.ts";
import { isMatchedByAny } from "../../../src/core/globs.ts";
import { readCompletionSettings, readSettings } from "../../../src/core/settings.ts";
import { DaemonClient } from "../../../src/ollama/daemonClient.ts";
import { isEndpoint, resolveEndpoint } from "../../../src/ollama/endpoint.ts";
import { DaemonError, readFailure } from "../../../src/ollama/readFailure.ts";
import { closeTransport } from "../../../src/ollama/transport.ts";
import { isChatFact, isChatWish } from "../../../src/shared/frames/chatFrames.ts";
import { BlockStream } from "../../../webview/markdown/blockStream.ts";
import { blocksOf, htmlOf } from "../../../webview/markdown/parse.ts";
import { BareClient } from "../../bareClient.ts";

const text = fc.string({ unit: "binary", maxLength: 200 });
/** Any value that JSON can bring, with the names that readers look for among its keys. */
const loose = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom(null, true, false, 0, -1, 1e308, Number.NaN, "", "x", "auto", "__proto__"),
    text,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(
      fc.constantFrom(
        ...[
          "endpoint",
          "model",
          "completion",
          "languages",
          "trigger",
          "maxLines",
          "daemon",
          "id",
          "type",
          "text",
          "error",
        ],
        ...[
          "exchanges",
          "question",
          "answer",
          "attachments",
          "end",
          "kind",
          "message",
          "__proto__",
          "constructor",
          "status",
        ],
      ),
      tie("value"),
      { maxKeys: 6, noNullPrototype: false },
    ),
  ),
})).value;

function fieldsOf(value: unknown): object {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}

const diff = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "diff --git a/x b/x\n",
        'diff --git "a/\\303\\244" "b/x y"\n',
        "--- a/x\n",
        "+++ b/x\n",
        "@@ -1 +1,2 @@\n",
      ),
      fc.constantFrom(
        "rename from a\n",
        "Binary files differ\n",
        "\\ No newline at end of file\n",
        ":100644 100644 a b M\0",
        "\0",
        "\r\n",
      ),
      text,
    ),
    { maxLength: 12 },
  )
  .map((pieces) => pieces.join(""));

const markdown = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "```",
        "````ts\n",
        "~~~\n",
        "\n",
        "\n\n",
        "- ",
        "1. ",
        "> ",
        "|a|b|\n|-|-|\n",
        "# ",
        "    ",
        "\t",
        "***",
      ),
      fc.constantFrom(
        "<script>alert(1)</script>",
        "[x](command:facet.stop)",
        "[x](javascript:x)",
        "![x](https://e.org/a.png)",
      ),
      fc.string({ maxLength: 12 }),
    ),
    { maxLength: 25 },
  )
  .map((pieces) => pieces.join(""));

suite("whatever comes,", () => {
  test("settings are read to settings of the right kind, and the same again", () => {
    fc.assert(
      fc.property(loose, (value) => {
        const read = readSettings(value);
        assert.equal(typeof read.endpoint, "string");
        assert.ok(read.model !== "" && Number.isInteger(read.contextLength) && read.contextLength > 0);
        assert.ok(read.completion.maxLines >= 1 && read.completion.minDelayMs >= 0);
        assert.deepEqual(readSettings(read), read);
        readCompletionSettings(value, read.completion);
        assert.equal(({} as Record<string, unknown>)["endpoint"], undefined, "no prototype is changed");
      }),
      { numRuns: 1_000 },
    );
  });

  test("an address is an endpoint or a failure with a sentence", () => {
    fc.assert(
      fc.property(
        fc.oneof(text, fc.webUrl(), fc.ipV4(), fc.ipV6(), fc.constantFrom("http://", ":0", "[::1]", "0.0.0.0:99999")),
        (address) => {
          const endpoint = resolveEndpoint(address, { OLLAMA_HOST: address });
          if (!isEndpoint(endpoint)) assert.ok(wordsOfFailure(endpoint).length > 5);
          else assert.match(endpoint.url, /^https?:\/\//);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test("an error is read to a failure with a sentence", () => {
    const context = { endpoint: "http://127.0.0.1:1", model: "m" };
    const errors = fc.oneof(
      loose,
      fc.tuple(loose, loose).map(([message, error]) => Object.assign(new Error(JSON.stringify(message)), { error })),
      fc
        .tuple(text, fc.nat(600), text)
        .map(([message, status_code, code]) => Object.assign(new Error(message), { status_code, code })),
    );
    fc.assert(
      fc.property(errors, (error) => {
        const words = wordsOfFailure(readFailure(error, context));
        assert.ok(words.length > 5 && words.length < 1_000, words);
      }),
      { numRuns: 1_000 },
    );
  });

  test("a conversation on disk is one or none, and the same again", () => {
    fc.assert(
      fc.property(loose, (value) => {
        const whole = readConversation({ id: "a", exchanges: [value], ...fieldsOf(value) });
        const read = readConversation(value) ?? whole;
        if (read !== undefined) assert.deepEqual(readConversation(JSON.parse(JSON.stringify(read))), read);
      }),
      { numRuns: 1_000 },
    );
  });

  test("a message between frames is one of those that are meant, or none", () => {
    const types = fc.constantFrom(
      "send",
      "stop",
      "act",
      "openLink",
      "insert",
      "screen",
      "chunk",
      "__proto__",
      "toString",
    );
    fc.assert(
      fc.property(types, loose, (type, value) => {
        const message: unknown = { ...fieldsOf(value), type };
        if (isChatWish(message) && message.type === "send") assert.equal(typeof message.text, "string");
        if (isChatWish(message) && message.type === "act") assert.equal(typeof message.action, "string");
        if (isChatFact(message) && message.type === "chunk") assert.equal(typeof message.at, "number");
        assert.ok(!isChatWish(value) || typeof value === "object");
      }),
      { numRuns: 2_000 },
    );
  });

  test("what git says is read to its end", () => {
    fc.assert(
      fc.property(diff, (output) => {
        for (const [path, patch] of splitPatches(output))
          assert.ok(typeof path === "string" && output.length >= patch.length);
        readRawList(output);
        unquotePath(output);
        readCommitlint("package.json", output);
        readCommitlint("commitlint.config.js", output);
        const answer = readAnswer(output, true);
        assert.ok(!answer.subject.includes("\n"));
      }),
      { numRuns: 1_000 },
    );
  });

  test("a pattern of exclusion never throws and never takes long", () => {
    const pattern = fc.array(
      fc.constantFrom("**/", "**", "*", "?", "{", "}", ",", "[a-", "[!x]", "]", "a", ".", "\\", "/"),
      { maxLength: 14 },
    );
    fc.assert(
      fc.property(pattern, text, (pieces, path) => {
        isMatchedByAny(`${path}/aaaaaaaaaaaaaaaaaaaa/x`, [pieces.join("")]);
      }),
      { numRuns: 500 },
    );
  });

  test("an answer in Markdown holds nothing that acts, and is drawn the same in whatever pieces it comes", () => {
    fc.assert(
      fc.property(markdown, fc.integer({ min: 1, max: 9 }), (source, size) => {
        const html = htmlOf(source);
        assert.ok(!/<(?:script|iframe|img|style|link|form|input|button|svg|object)\b/i.test(html), html);
        assert.ok(!/\bhref="(?!https?:|mailto:)/i.test(html) && !/\son\w+="/i.test(html.replace(/&quot;/g, "")), html);
        const stream = new BlockStream(blocksOf);
        let length = 0;
        for (let at = 0; at < source.length; at += size) {
          for (const piece of stream.append(source.slice(at, at + size)).pieces) length += JSON.stringify(piece).length;
        }
        for (const piece of stream.finish().pieces) length += JSON.stringify(piece).length;
        assert.ok(length < 200 + source.length * 200);
      }),
      { numRuns: 500 },
    );
  });
});

suite("an answer of any bytes", () => {
  const body = { now: Buffer.alloc(0), type: "application/x-ndjson", status: 200 };
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(body.status, { "content-type": body.type });
    response.end(body.now);
  });
  before(async () => {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
  });
  after(async () => {
    server.close();
    await closeTransport();
  });

  test("ends as an answer or as a failure with a sentence, in each call", async () => {
    const client = new DaemonClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const never = new AbortController().signal;
    const options = { model: "m", numCtx: 2_048, keepAlive: "1m" };
    const lines = fc
      .array(
        fc.oneof(
          loose.map((one) => `${JSON.stringify(one)}\n`),
          fc.constant('{"response":"a","done":false}\n'),
          text,
        ),
        { maxLength: 6 },
      )
      .map((pieces) => Buffer.from(pieces.join("")));
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          lines,
          fc.uint8Array({ maxLength: 60 }).map((one) => Buffer.from(one)),
        ),
        fc.constantFrom("application/x-ndjson", "application/json", "text/html", ""),
        fc.constantFrom(200, 200, 400, 500),
        async (bytes, type, status) => {
          Object.assign(body, { now: bytes, type, status });
          const read = async (events: AsyncIterable<unknown>): Promise<void> => {
            for await (const event of events) assert.ok(event);
          };
          for (const call of [
            () => client.version(never),
            () => client.show("m", never),
            () => client.loaded(never),
            () => client.list(never),
            () => read(client.generateRaw(options, "p", { numPredict: 4 }, never)),
            () => read(client.chat(options, [{ role: "user", content: "q" }], { numPredict: 4 }, never)),
            () => read(client.pull("m", never)),
          ]) {
            await call().catch((error: unknown) => {
              assert.ok(error instanceof DaemonError, String(error));
              assert.ok(wordsOfFailure(error.failure).length > 5);
            });
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});

suite("a message of any kind to the server", () => {
  test("does not end it", async () => {
    const client = await BareClient.start({ endpoint: "http://127.0.0.1:1", daemon: { autoStart: false } });
    try {
      const methods = [
        ...["facet/runtime", "facet/cursor", "facet/mute", "workspace/didChangeConfiguration", "textDocument/didClose"],
        ...["notebookDocument/didChange", "notebookDocument/didClose", "$/cancelRequest"],
      ];
      const requests = [
        "facet/foreground",
        "textDocument/inlineCompletion",
        "workspace/executeCommand",
        "facet/nothing",
      ];
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...methods),
          fc.constantFrom(...requests),
          loose,
          async (notification, request, value) => {
            const params = typeof value === "object" && value !== null && !Array.isArray(value) ? value : { value };
            await client.connection.sendNotification(notification, params);
            await client.connection.sendRequest(request, params).then(undefined, () => undefined);
          },
        ),
        { numRuns: 200 },
      );
      const position = await client.open("a.ts", "typescript", "const a = |\n");
      assert.equal(await client.ask(position), undefined);
      assert.equal(client.process.exitCode, null);
    } finally {
      await client.stop();
    }
  });
});
