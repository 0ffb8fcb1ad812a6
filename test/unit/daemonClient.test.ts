import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createSocketServer, type AddressInfo } from "node:net";
import { after, suite, test, type TestContext } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import type { Failure } from "../../src/core/failures.ts";
import type { AnswerEvent } from "../../src/ollama/answerEvents.ts";
import { DaemonClient } from "../../src/ollama/daemonClient.ts";
import type { Timer } from "../../src/ollama/idleDeadline.ts";
import { DaemonError } from "../../src/ollama/readFailure.ts";
import { closeTransport } from "../../src/ollama/transport.ts";

const runtime = { model: "the-model", numCtx: 8192, keepAlive: "30m" };
const never = new AbortController().signal;

after(closeTransport);

/** A program in the daemon's place, which answers as it is told and remembers what it was asked. */
class Stand {
  readonly asked: { readonly path: string; readonly body: Record<string, unknown> }[] = [];
  readonly #server: Server;

  private constructor(answer: (response: ServerResponse, request: IncomingMessage) => void) {
    this.#server = createServer((request, response) => {
      let body = "";
      request.setEncoding("utf8");
      request.on("data", (chunk: string) => (body += chunk));
      request.on("end", () => {
        this.asked.push({
          path: request.url ?? "",
          body: body === "" ? {} : (JSON.parse(body) as Record<string, unknown>),
        });
        answer(response, request);
      });
    });
  }

  static async start(
    context: TestContext,
    answer: (response: ServerResponse, request: IncomingMessage) => void,
  ): Promise<Stand> {
    const stand = new Stand(answer);
    stand.#server.listen(0, "127.0.0.1");
    await once(stand.#server, "listening");
    context.after(() => {
      stand.#server.closeAllConnections();
      stand.#server.close();
    });
    return stand;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get client(): DaemonClient {
    return new DaemonClient(this.url);
  }
}

/** A clock that only a test moves. */
class HandTimer implements Timer {
  #runs: (() => void)[] = [];
  #waiters: (() => void)[] = [];

  readonly set = (run: () => void): (() => void) => {
    this.#runs.push(run);
    for (const wake of this.#waiters.splice(0)) wake();
    return () => {
      this.#runs = this.#runs.filter((one) => one !== run);
    };
  };

  get isRunning(): boolean {
    return this.#runs.length > 0;
  }

  /** Lets every deadline pass. */
  pass(): void {
    for (const run of this.#runs.splice(0)) run();
  }

  /** Resolves when a deadline is next set. */
  nextSet(): Promise<void> {
    return new Promise((resolve) => this.#waiters.push(resolve));
  }
}

const line = (value: unknown): string => `${JSON.stringify(value)}\n`;
const lastLine = line({ response: "", done: true, done_reason: "stop", prompt_eval_count: 12, eval_count: 2 });

function asking(client: DaemonClient, signal = never): AsyncGenerator<AnswerEvent, void, undefined> {
  return client.generateRaw(runtime, "prompt", { numPredict: 8, temperature: 0 }, signal);
}

async function textOf(events: AsyncIterable<AnswerEvent>): Promise<string> {
  let text = "";
  for await (const event of events) if (event.kind === "text") text += event.text;
  return text;
}

async function failureOf(work: Promise<unknown>): Promise<Failure> {
  const error: unknown = await work.then(
    () => assert.fail("nothing went wrong"),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof DaemonError, String(error));
  return error.failure;
}

suite("a model's description that is just being written", () => {
  const halfRead = (context: TestContext, times: number): Promise<Stand> => {
    let asked = 0;
    return Stand.start(context, (response) => {
      response.statusCode = ++asked <= times ? 500 : 200;
      response.end(asked <= times ? line({ error: "EOF" }) : line({ details: { family: "gemma3" }, model_info: {} }));
    });
  };

  test("is read again until it is whole", async (context) => {
    const stand = await halfRead(context, 3);
    assert.equal((await stand.client.show("the-model", never)).family, "gemma3");
    assert.equal(stand.asked.length, 4);
  });

  test("is not read for ever, nor after an abort", async (context) => {
    const stand = await halfRead(context, Number.POSITIVE_INFINITY);
    await assert.rejects(stand.client.show("the-model", never), DaemonError);
    const stop = new AbortController();
    const shown = stand.client.show("the-model", stop.signal);
    const before = stand.asked.length;
    while (stand.asked.length === before) await turn();
    stop.abort(new Error("enough"));
    await assert.rejects(shown, /enough/);
  });
});

suite("a question to the daemon", () => {
  test("carries the shared options and nothing that would reload the model", async (context) => {
    const stand = await Stand.start(context, (response) => response.end(lastLine));
    await textOf(
      stand.client.generateRaw(runtime, "a prompt", { numPredict: 0, temperature: 0, stop: ["x"], seed: 7 }, never),
    );
    await textOf(stand.client.chat(runtime, [{ role: "user", content: "hello" }], { numPredict: 9 }, never));
    await textOf(stand.client.generateInsert(runtime, "before", "after", { numPredict: 9 }, never));
    await stand.client.load(runtime, never);
    assert.deepEqual(stand.asked, [
      {
        path: "/api/generate",
        body: {
          model: "the-model",
          prompt: "a prompt",
          raw: true,
          stream: true,
          keep_alive: "30m",
          // Zero would be without end.
          options: { num_ctx: 8192, num_predict: 1, temperature: 0, stop: ["x"], seed: 7 },
        },
      },
      {
        path: "/api/chat",
        body: {
          model: "the-model",
          messages: [{ role: "user", content: "hello" }],
          stream: true,
          keep_alive: "30m",
          options: { num_ctx: 8192, num_predict: 9 },
        },
      },
      {
        path: "/api/generate",
        body: {
          model: "the-model",
          prompt: "before",
          suffix: "after",
          stream: true,
          keep_alive: "30m",
          options: { num_ctx: 8192, num_predict: 9 },
        },
      },
      {
        path: "/api/generate",
        body: {
          model: "the-model",
          prompt: "",
          stream: false,
          keep_alive: "30m",
          options: { num_ctx: 8192 },
        },
      },
    ]);
  });

  test("is answered piece by piece, with figures in milliseconds at the end", async (context) => {
    const stand = await Stand.start(context, (response) => {
      response.write(line({ response: "one", done: false }));
      response.write(line({ response: " two", done: false }));
      response.end(
        line({
          response: "",
          done: true,
          done_reason: "length",
          prompt_eval_count: 100,
          prompt_eval_cached_count: 90,
          prompt_eval_duration: 20_000_000,
          eval_count: 2,
          eval_duration: 50_000_000,
          load_duration: 3_000_000,
          total_duration: 80_000_000,
        }),
      );
    });
    const events: AnswerEvent[] = [];
    for await (const event of asking(stand.client)) events.push(event);
    assert.deepEqual(events, [
      { kind: "text", text: "one" },
      { kind: "text", text: " two" },
      {
        kind: "end",
        figures: {
          promptTokens: 100,
          cachedTokens: 90,
          promptEvaluationMs: 20,
          generatedTokens: 2,
          generationMs: 50,
          loadMs: 3,
          totalMs: 80,
          doneReason: "length",
        },
      },
    ]);
  });

  test("understands lines and letters that arrive in halves", async (context) => {
    const whole = Buffer.from(line({ response: "größe 😀 日本", done: false }) + lastLine);
    const stand = await Stand.start(context, (response) => {
      // One byte at a time, each in a packet of its own.
      response.socket?.setNoDelay(true);
      const send = (at: number): void => {
        if (at === whole.length) response.end();
        else response.write(whole.subarray(at, at + 1), () => setImmediate(send, at + 1));
      };
      send(0);
    });
    assert.equal(await textOf(asking(stand.client)), "größe 😀 日本");
  });

  test("understands a packed answer, as a proxy may make of it", async (context) => {
    const stand = await Stand.start(context, (response) => {
      response.writeHead(200, { "Content-Encoding": "gzip" });
      response.end(gzipSync(line({ response: "packed", done: false }) + lastLine));
    });
    assert.equal(await textOf(asking(stand.client)), "packed");
  });

  test("goes over the connection of the one before, once that is answered to its end", async (context) => {
    const ports = new Set<number | undefined>();
    const stand = await Stand.start(context, (response, request) => {
      ports.add(request.socket.remotePort);
      response.end(line({ response: "one", done: false }) + lastLine);
    });
    for (let question = 0; question < 3; question++) {
      assert.equal(await textOf(asking(stand.client)), "one");
      // Undici lets a turn pass before it uses a connection again.
      await turn();
      await turn();
    }
    assert.equal(ports.size, 1);
  });

  test("follows where another address is named", async (context) => {
    const real = await Stand.start(context, (response) => response.end(line({ response: "there" }) + lastLine));
    const gate = await Stand.start(context, (response) => {
      response.writeHead(308, { location: `${real.url}/api/generate` });
      response.end();
    });
    assert.equal(await textOf(asking(gate.client)), "there");
    assert.equal(real.asked[0]?.body["prompt"], "prompt");
  });

  test("takes nothing of the wrong type for text or figures", async (context) => {
    const stand = await Stand.start(context, (response) => {
      response.write(line({ response: 5 }));
      response.write(line({ response: { text: "x" } }));
      response.write(line({ response: null, message: { content: "not a chat" } }));
      response.end(line({ response: "right", done: true, prompt_eval_count: "many", eval_duration: null }));
    });
    const events: AnswerEvent[] = [];
    for await (const event of asking(stand.client)) events.push(event);
    const [text, end] = events;
    assert.deepEqual(text, { kind: "text", text: "right" });
    assert.ok(end?.kind === "end");
    assert.equal(end.figures.promptTokens, 0);
    assert.equal(end.figures.cachedTokens, undefined);
    assert.equal(end.figures.generationMs, 0);
  });

  test("keeps what came where the daemon ends without a word, and has failed where nothing came", async (context) => {
    const stand = await Stand.start(context, (response) => response.end(line({ response: "so far", done: false })));
    assert.equal(await textOf(asking(stand.client)), "so far");
    const empty = await Stand.start(context, (response) => response.end(line({ response: "", done: false })));
    assert.equal((await failureOf(textOf(asking(empty.client)))).kind, "cutOff");
  });
});

suite("what goes wrong on the way to the daemon", () => {
  async function failureFrom(
    context: TestContext,
    answer: (response: ServerResponse) => void,
    ask: (client: DaemonClient) => Promise<unknown> = (client) => textOf(asking(client)),
  ): Promise<Failure> {
    const stand = await Stand.start(context, answer);
    return failureOf(ask(stand.client));
  }

  const withStatus =
    (status: number, body: string, type = "application/json") =>
    (response: ServerResponse): void => {
      response.writeHead(status, { "Content-Type": type });
      response.end(body);
    };

  test("is read from the status and the words", async (context) => {
    const missing = await failureFrom(context, withStatus(404, line({ error: "model 'the-model' not found" })));
    assert.deepEqual(missing, { kind: "modelMissing", model: "the-model" });
    const busy = await failureFrom(context, withStatus(503, line({ error: "server busy, please try again." })));
    assert.equal(busy.kind, "busy");
    const inner = JSON.stringify({ error: { message: "the request exceeds the available context size" } });
    const tooLong = await failureFrom(context, withStatus(400, line({ error: inner })));
    assert.equal(tooLong.kind, "contextExceeded");
  });

  test("is read from a line in the middle of an answer", async (context) => {
    const failure = await failureFrom(context, (response) => {
      response.write(line({ response: "one", done: false }));
      response.end(line({ error: "an error was encountered while running the model: CUDA error" }));
    });
    assert.equal(failure.kind, "runnerFailed");
  });

  test("is something else than Ollama that answers: a page, another program, no HTTP at all", async (context) => {
    const page = withStatus(200, "<!DOCTYPE html><html><body>Log in</body></html>", "text/html");
    assert.equal((await failureFrom(context, page)).kind, "notOllama");
    assert.equal((await failureFrom(context, page, (client) => client.version(never))).kind, "notOllama");
    assert.equal((await failureFrom(context, withStatus(404, "not here", "text/plain"))).kind, "notOllama");
    const other = withStatus(200, line({ hello: "world" }));
    assert.equal((await failureFrom(context, other, (client) => client.version(never))).kind, "notOllama");
    assert.equal((await failureFrom(context, other, (client) => client.loaded(never))).kind, "notOllama");
    assert.equal((await failureFrom(context, other, (client) => client.list(never))).kind, "notOllama");
    const list = withStatus(200, "[]");
    assert.equal((await failureFrom(context, list, (client) => client.loaded(never))).kind, "notOllama");

    const garbage = createSocketServer((socket) => {
      socket.on("error", () => undefined);
      socket.end("SSH-2.0-OpenSSH_9.6\r\n");
    });
    garbage.listen(0, "127.0.0.1");
    await once(garbage, "listening");
    context.after(() => garbage.close());
    const client = new DaemonClient(`http://127.0.0.1:${(garbage.address() as AddressInfo).port}`);
    assert.equal((await failureOf(client.version(never))).kind, "notOllama");
  });

  test("is a connection that ends too soon", async (context) => {
    const atOnce = await failureFrom(context, (response) => response.socket?.resetAndDestroy());
    assert.equal(atOnce.kind, "cutOff");
    const inTheMiddle = await failureFrom(context, (response) => {
      response.write(line({ response: "one", done: false }), () => response.socket?.resetAndDestroy());
    });
    assert.equal(inTheMiddle.kind, "cutOff");
    const halfALine = await failureFrom(context, (response) => {
      response.write('{"response":"on', () => response.socket?.destroy());
    });
    assert.equal(halfALine.kind, "cutOff");
  });

  test("is nobody there", async (context) => {
    const stand = await Stand.start(context, (response) => response.end());
    const { url } = stand;
    const free = createSocketServer();
    free.listen(0, "127.0.0.1");
    await once(free, "listening");
    const { port } = free.address() as AddressInfo;
    free.close();
    await once(free, "close");
    assert.notEqual(url, `http://127.0.0.1:${port}`);
    const endpoint = `http://127.0.0.1:${port}`;
    assert.deepEqual(await failureOf(new DaemonClient(endpoint).version(never)), { kind: "refused", endpoint });
  });

  test("is a download without success at its end", async (context) => {
    const pulling = async (client: DaemonClient): Promise<unknown> => {
      const seen = [];
      for await (const one of client.pull("m", never)) seen.push(one);
      return seen;
    };
    const silent = await failureFrom(
      context,
      (response) => response.end(line({ status: "pulling manifest" })),
      pulling,
    );
    assert.equal(silent.kind, "cutOff");
    const stand = await Stand.start(context, (response) => {
      response.write(line({ status: "pulling abc", digest: "sha256:abc", total: 10, completed: 4 }));
      response.end(line({ status: "success" }));
    });
    assert.deepEqual(await pulling(stand.client), [
      { status: "pulling abc", digest: "sha256:abc", total: 10, completed: 4 },
      { status: "success", digest: "", total: 0, completed: 0 },
    ]);
  });
});

suite("ending a call", () => {
  test("closes the connection, even before the daemon has said a word", async (context) => {
    const controller = new AbortController();
    const reason = new Error("no longer wanted");
    let closed: Promise<unknown> = Promise.resolve();
    const stand = await Stand.start(context, (response) => {
      closed = once(response, "close");
      controller.abort(reason);
    });
    await assert.rejects(textOf(asking(stand.client, controller.signal)), reason);
    await closed;
  });

  test("closes the connection in the middle of an answer", async (context) => {
    const controller = new AbortController();
    const reason = new Error("no longer wanted");
    let closed: Promise<unknown> = Promise.resolve();
    const stand = await Stand.start(context, (response) => {
      closed = once(response, "close");
      response.write(line({ response: "one", done: false }));
    });
    const events = asking(stand.client, controller.signal);
    assert.deepEqual(await events.next(), { done: false, value: { kind: "text", text: "one" } });
    controller.abort(reason);
    await assert.rejects(events.next(), reason);
    await closed;
  });

  test("by leaving the loop closes the connection too", async (context) => {
    let closed: Promise<unknown> = Promise.resolve();
    const stand = await Stand.start(context, (response) => {
      closed = once(response, "close");
      response.write(line({ response: "one", done: false }));
    });
    for await (const event of asking(stand.client)) {
      assert.equal(event.kind, "text");
      break;
    }
    await closed;
  });

  test("that has not begun asks nothing", async (context) => {
    const stand = await Stand.start(context, (response) => response.end(lastLine));
    const reason = new Error("too late");
    await assert.rejects(textOf(asking(stand.client, AbortSignal.abort(reason))), reason);
    await assert.rejects(stand.client.version(AbortSignal.abort(reason)), reason);
    assert.deepEqual(stand.asked, []);
  });

  test("does not end another one of the same client", async (context) => {
    const first = new AbortController();
    const responses: ServerResponse[] = [];
    const stand = await Stand.start(context, (response) => {
      responses.push(response);
      response.write(line({ response: `${responses.length}`, done: false }));
    });
    const { client } = stand;
    const one = asking(client, first.signal);
    await one.next();
    const two = asking(client);
    await two.next();
    first.abort();
    await assert.rejects(one.next());
    responses[1]?.end(line({ response: " goes on", done: true }));
    assert.equal(await textOf(two), " goes on");
  });
});

suite("a daemon that falls silent", () => {
  test("is given up after the idle deadline, its connection closed", async (context) => {
    const timer = new HandTimer();
    let closed: Promise<unknown> = Promise.resolve();
    const stand = await Stand.start(context, (response) => {
      closed = once(response, "close");
      timer.pass();
    });
    const client = new DaemonClient(stand.url, { answerMs: 330_000 }, timer);
    assert.deepEqual(await failureOf(textOf(asking(client))), { kind: "silent", afterMs: 330_000 });
    await closed;
    assert.equal(timer.isRunning, false);
  });

  test("has its time anew with each word it says", async (context) => {
    const timer = new HandTimer();
    let daemon: ServerResponse | undefined;
    const stand = await Stand.start(context, (response) => {
      daemon = response;
      response.write(line({ response: "one", done: false }));
    });
    const client = new DaemonClient(stand.url, { answerMs: 5_000 }, timer);
    const events = asking(client);
    const deadlines: unknown[] = [timer.nextSet().then(() => deadlines.push("begin"))];
    await events.next();
    const touched = timer.nextSet();
    daemon?.write(line({ response: "two", done: false }));
    await events.next();
    await touched;
    timer.pass();
    assert.equal((await failureOf(events.next())).kind, "silent");
  });

  test("keeps no deadline once the call is over", async (context) => {
    const timer = new HandTimer();
    const stand = await Stand.start(context, (response) => response.end(lastLine));
    await textOf(asking(new DaemonClient(stand.url, {}, timer)));
    assert.equal(timer.isRunning, false);
    for await (const event of asking(new DaemonClient(stand.url, {}, timer))) {
      assert.ok(event);
      break;
    }
    assert.equal(timer.isRunning, false);
  });
});

suite("what the daemon tells of models", () => {
  test("is read by name, whatever else is there or missing", async (context) => {
    const answers: Readonly<Record<string, unknown>> = {
      "/api/version": { version: "0.34.0" },
      "/api/ps": { models: [{ name: "a:latest", digest: "d", context_length: 4096, size: 7, size_vram: 3 }, null, 5] },
      "/api/tags": {
        models: [
          { name: "a:latest", size: 9 },
          { name: "b:cloud", remote_host: "https://away" },
        ],
      },
      "/api/show": {
        template: "{{ .Prompt }}",
        details: { family: "gemma3", parameter_size: "4B" },
        model_info: { "general.architecture": "gemma3", "gemma3.context_length": 131_072 },
        capabilities: ["completion", 7, "vision"],
      },
    };
    const stand = await Stand.start(context, (response, request) => response.end(line(answers[request.url ?? ""])));
    const { client } = stand;
    assert.equal(await client.version(never), "0.34.0");
    assert.deepEqual(await client.loaded(never), [
      { name: "a:latest", digest: "d", contextLength: 4096, sizeBytes: 7, sizeVramBytes: 3 },
    ]);
    assert.deepEqual(await client.list(never), [
      { name: "a:latest", digest: "", sizeBytes: 9, isRemote: false },
      { name: "b:cloud", digest: "", sizeBytes: 0, isRemote: true },
    ]);
    assert.deepEqual(await client.show("a", never), {
      capabilities: ["completion", "vision"],
      template: "{{ .Prompt }}",
      family: "gemma3",
      license: "",
      parameters: "",
      parameterSize: "4B",
      quantization: "",
      remoteHost: undefined,
      trainedContext: 131_072,
    });
  });
});
