import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { CancellationTokenSource } from "vscode-languageserver-protocol";
import {
  InlineCompletionRequest,
  InlineCompletionTriggerKind,
  type Position,
} from "vscode-languageserver-protocol/node";
import { type Silence, wordsOfSilence } from "../../../src/core/completion/silence.ts";
import { BareClient } from "../../bareClient.ts";
import { FaultyDaemon } from "../../faults/faultyDaemon.ts";

let daemon: FaultyDaemon;
let client: BareClient;
let files = 0;

before(async () => {
  daemon = await FaultyDaemon.start();
  client = await BareClient.start({});
});

after(async () => {
  await client.stop();
  await daemon.stop();
});

const usual = { enabled: true, trigger: "typing", inComments: true };

/** Uses settings, and waits until the daemon is ready for them. */
async function use(completion: object = {}): Promise<void> {
  const facet = {
    endpoint: daemon.url,
    daemon: { autoStart: false },
    completion: { ...usual, ...completion },
  };
  await client.connection.sendNotification("workspace/didChangeConfiguration", { settings: { facet } });
}

function open(drawn: string, name = `silent${++files}.ts`): Promise<Position> {
  return client.open(name, "typescript", drawn);
}

/** Asks at a place where nothing may come, and expects the log to say why. */
async function expectSilence(position: Position, reason: Silence): Promise<void> {
  const from = client.logged.length;
  assert.equal(await client.ask(position), undefined);
  assert.ok(await client.logLine(new RegExp(wordsOfSilence(reason)), from));
}

suite("the log says why there is no ghost text where", () => {
  test("the daemon is not ready", async () => {
    await expectSilence(await open("const a = |\n"), "notReady");
    await use();
    await client.logLine(/-> ready$/);
    daemon.willSay("1 + 2;\n");
    let offers = 0;
    for (let tries = 0; tries < 10 && offers === 0; tries++) {
      if ((await client.ask(await open("const a = |\n"), "explicit")) !== undefined) offers++;
    }
    assert.equal(offers, 1, `there is some where nothing stands in the way: ${client.logged.join("\n")}`);
  });

  test("the settings are in the way", async () => {
    await use({ enabled: false });
    await expectSilence(await open("const a = |\n"), "languageOff");
    await use({ trigger: "manual" });
    await expectSilence(await open("const a = |\n"), "manual");
    await use({ inComments: false });
    await expectSilence(await open("// a comment |\n"), "comment");
    await use();
  });

  test("the file holds secrets", async () => {
    await expectSilence(await open("TOKEN=|\n", ".env"), "secret");
  });

  test("the place is in the way", async () => {
    await expectSilence(await open("const na|me = 1;\n"), "insideWord");
    await expectSilence(await open("pay(|cart, tax);\n"), "midLine");
    const position = await open("const a = |\n");
    const uri = `file:///workspace/silent${files}.ts`;
    await client.connection.sendNotification("facet/mute", { uri, position });
    await expectSilence(position, "muted");
    const cursor = { uri, position, selections: 2, hasSelectedText: false, reason: "keyboard" };
    await client.connection.sendNotification("facet/cursor", cursor);
    await expectSilence(position, "selection");
  });

  test("somebody waits for an answer", async () => {
    await client.connection.sendRequest("facet/foreground", { phase: "begin", id: "1" });
    await expectSilence(await open("const a = |\n"), "busy");
    await client.connection.sendRequest("facet/foreground", { phase: "end", id: "1" });
  });

  test("the model has nothing that fits", async () => {
    daemon.willSay("\n\n");
    await expectSilence(await open("const a = |\n"), "nothingUseful");
    daemon.willSay("1 + 2;\n");
  });

  test("the wish was withdrawn", async () => {
    const position = await open("const a = |\n");
    daemon.strike("begin", () => undefined);
    const source = new CancellationTokenSource();
    const from = client.logged.length;
    const asking = client.connection.sendRequest(
      InlineCompletionRequest.type,
      {
        textDocument: { uri: `file:///workspace/silent${files}.ts` },
        position,
        context: { triggerKind: InlineCompletionTriggerKind.Automatic },
      },
      source.token,
    );
    await daemon.until(() => daemon.openAt("begin") > 0);
    source.cancel();
    await asking.then(undefined, () => undefined);
    assert.ok(await client.logLine(new RegExp(wordsOfSilence("withdrawn")), from));
    daemon.heal();
  });
});
