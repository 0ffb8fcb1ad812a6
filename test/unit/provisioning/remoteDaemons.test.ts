import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import { afterEach, suite, test } from "node:test";
import { say } from "../../../src/core/words/words.ts";
import { DaemonClient } from "../../../src/ollama/daemonClient.ts";
import { RemoteDaemons, type RemoteUi } from "../../../src/providers/remoteDaemons.ts";

const configuration = "Host work\n  User ada\n\nHost home\n  User ada\n";

/** A person who answers in a fixed order, and what they were shown and got. */
class Person {
  readonly shown: string[] = [];
  readonly copied: string[] = [];
  readonly written: string[] = [];
  readonly #answers: (string | undefined)[];
  readonly #file: string | undefined;
  #beforeAnswer: (words: string) => Promise<void> = () => Promise.resolve();

  constructor(file: string | undefined, ...answers: readonly (string | undefined)[]) {
    this.#file = file;
    this.#answers = [...answers];
  }

  doing(work: (words: string) => Promise<void>): this {
    this.#beforeAnswer = work;
    return this;
  }

  get ui(): RemoteUi {
    const answer = async (words: string): Promise<string | undefined> => {
      this.shown.push(words);
      await this.#beforeAnswer(words);
      return this.#answers.shift();
    };
    return {
      remoteName: "ssh-remote",
      ask: async (_loudness, words, ...buttons) => {
        const said = await answer(words);
        return buttons.find((one) => one === said);
      },
      askModal: (words) => answer(words),
      confirm: async (words, _detail, button) => (await answer(words)) === button,
      choose: async (title, choices) => {
        const said = await answer(title);
        return choices.find((one) => one.label === said)?.value;
      },
      copy: (text) => Promise.resolve(void this.copied.push(text)),
      set: () => Promise.resolve(),
      sshConfiguration: () =>
        Promise.resolve(
          this.#file === undefined
            ? undefined
            : {
                path: "/home/ada/.ssh/config",
                text: this.#file,
                write: (text: string) => Promise.resolve(this.written.push(text) > 0),
              },
        ),
    };
  }
}

const [forward, write, copy, retry] = [
  say("action.setUp.forward"),
  say("action.setUp.writeLine"),
  say("action.setUp.copyLine"),
  say("action.retry"),
];
const clientFor = (url: string): DaemonClient => new DaemonClient(url);
let server: Server | undefined;
afterEach(() => void server?.close());

/** An address at which nothing answers until `begin` is called. */
async function later(): Promise<{ readonly url: string; readonly begin: () => Promise<void> }> {
  const daemon = createServer((_request, response) => {
    response.setHeader("content-type", "application/json").end('{"version":"0.34.0"}');
  });
  await new Promise<void>((resolve) => daemon.listen(0, "127.0.0.1", resolve));
  const address = daemon.address();
  assert.ok(address !== null && typeof address === "object");
  await new Promise<void>((resolve) => daemon.close(() => resolve()));
  const begin = (): Promise<void> =>
    new Promise((resolve) => {
      server = daemon.listen(address.port, "127.0.0.1", resolve);
    });
  return { url: `http://127.0.0.1:${address.port}`, begin };
}

suite("a daemon on the machine in front of the user, behind SSH", () => {
  test("is named where it is expected, with its way", () => {
    const { words, buttons } = new RemoteDaemons(new Person(undefined).ui, clientFor).waysFor("http://127.0.0.1:11434");
    assert.match(words ?? "", /on the machine you are connected to.*127\.0\.0\.1:11434/);
    assert.deepEqual(buttons, [forward]);
  });

  test("gets its line written under the host that the user picks, and is looked for until it answers", async () => {
    const { url, begin } = await later();
    const port = new URL(url).port;
    const person = new Person(configuration, write, "home", write, retry, retry).doing((words) =>
      words === say("setUp.forward.silent", { endpoint: url }) ? begin() : Promise.resolve(),
    );
    assert.equal(await new RemoteDaemons(person.ui, clientFor).take(forward, url), true);
    const line = `RemoteForward ${port} 127.0.0.1:11434`;
    assert.deepEqual(person.written, [configuration.replace("Host home\n", `Host home\n  ${line}\n`)]);
    assert.deepEqual(person.shown, [
      say("setUp.forward.ask"),
      say("setUp.forward.pickHost"),
      say("setUp.forward.write", { host: "home", file: "/home/ada/.ssh/config" }),
      say("setUp.forward.written", { host: "home" }),
      say("setUp.forward.silent", { endpoint: url }),
    ]);
    assert.deepEqual(person.copied, []);
  });

  test("nothing is written without the user's word", async () => {
    for (const answers of [[undefined], [write, undefined], [write, "home", undefined]]) {
      const person = new Person(configuration, ...answers);
      assert.equal(await new RemoteDaemons(person.ui, clientFor).take(forward, "http://127.0.0.1:11434"), false);
      assert.deepEqual(person.written, []);
    }
  });

  test("a line that stands there is not written again", async () => {
    const there = "Host home\n  RemoteForward 11434 127.0.0.1:11434\n";
    const person = new Person(there, write, "home", undefined);
    await new RemoteDaemons(person.ui, clientFor).take(forward, "http://127.0.0.1:11434");
    assert.deepEqual(person.written, []);
    assert.equal(person.shown.at(-1), say("setUp.forward.written", { host: "home" }));
  });

  test("gets its line into the clipboard where the file is out of reach, or on request", async () => {
    for (const [file, answer] of [
      [undefined, write],
      ["# empty\n", write],
      [configuration, copy],
    ] as const) {
      const person = new Person(file, answer, undefined);
      assert.equal(await new RemoteDaemons(person.ui, clientFor).take(forward, "http://127.0.0.1:11434"), false);
      assert.deepEqual(person.copied, ["RemoteForward 11434 127.0.0.1:11434"]);
      assert.deepEqual(person.written, []);
    }
  });
});
