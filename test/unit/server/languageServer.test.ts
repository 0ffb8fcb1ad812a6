import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import type { InlineCompletionItem, Position } from "vscode-languageserver-protocol/node";
import { type Silence, wordsOfSilence } from "../../../src/core/completion/silence.ts";
import { type CursorParams, cursorNotification, muteNotification } from "../../../src/shared/lsp/messages.ts";
import { BareClient } from "../../bareClient.ts";
import { FaultyDaemon } from "../../faults/faultyDaemon.ts";

let daemon: FaultyDaemon;
let client: BareClient;
let files = 0;

/** What the editor answers when it is asked for a document's own settings, by the end of its name. */
const own: Record<string, object> = {
  ".quiet.ts": { enabled: false },
  ".byhand.ts": { trigger: "manual" },
  ".plain.ts": {},
};

before(async () => {
  daemon = await FaultyDaemon.start();
  const completion = { trigger: "typing", languages: { "*": true, python: false } };
  const settings = { endpoint: daemon.url, daemon: { autoStart: false }, completion };
  client = await BareClient.start(settings, {}, (uri) => {
    const name = Object.keys(own).find((end) => uri.endsWith(end)) ?? "";
    return { ...completion, ...own[name] };
  });
  await client.logLine(/-> ready$/);
});

after(async () => {
  await client.stop();
  await daemon.stop();
});

function open(drawn: string, end = ".plain.ts", languageId = "typescript"): Promise<Position> {
  return client.open(`served${++files}${end}`, languageId, drawn);
}

function textOf(item: InlineCompletionItem | undefined): string {
  return typeof item?.insertText === "string" ? item.insertText : "";
}

async function expectOffer(position: Position, how: "typing" | "explicit" = "typing"): Promise<void> {
  const from = client.logged.length;
  assert.match(textOf(await client.ask(position, how)), /1 \+ 2;/, client.logged.slice(from).join("\n"));
}

/** Asks at a place where nothing may come; the log says that it is for this reason, and the daemon hears nothing. */
async function expectSilence(position: Position, reason: Silence): Promise<void> {
  const from = client.logged.length;
  const asked = (): number => daemon.asked.filter(({ body }) => body.includes(`served${files}.`)).length;
  const before = asked();
  assert.equal(await client.ask(position), undefined);
  assert.ok(await client.logLine(new RegExp(wordsOfSilence(reason)), from));
  assert.equal(asked(), before, "the daemon is asked nothing");
}

function moveCursor(position: Position, some: Partial<CursorParams> = {}): Promise<void> {
  const where = { uri: client.uri, position, selections: 1, hasSelectedText: false, reason: "keyboard" as const };
  return client.connection.sendNotification(cursorNotification, { ...where, ...some });
}

suite("the server offers nothing", () => {
  test("while text is selected, and offers again once it is not", async () => {
    const position = await open("const a = |\n");
    await moveCursor(position, { hasSelectedText: true });
    await expectSilence(position, "selection");
    await moveCursor(position);
    await expectOffer(position);
  });

  test("at several cursors, and offers again at one", async () => {
    const position = await open("const a = |\nconst b = \n");
    await moveCursor(position, { selections: 2 });
    await expectSilence(position, "selection");
    await moveCursor(position);
    await expectOffer(position);
  });

  test("elsewhere than where the selection is: another document has its own", async () => {
    const position = await open("const a = |\n");
    await moveCursor(position, { selections: 3 });
    await expectOffer(await open("const a = |\n"));
  });

  test("at a muted spot until something is typed there, but on the shortcut it does", async () => {
    const position = await open("const a = |\n");
    await client.connection.sendNotification(muteNotification, { uri: client.uri, position });
    await expectSilence(position, "muted");
    await expectSilence(position, "muted");
    await expectOffer(position, "explicit");
    const typed = await client.type(position, "1");
    assert.match(textOf(await client.ask(typed)), /\+ 2;/);
  });

  test("at a muted spot that a deletion has moved", async () => {
    const position = await open("const a =  |\n");
    await client.connection.sendNotification(muteNotification, { uri: client.uri, position });
    await expectSilence(await client.type(position, "", 1), "muted");
  });

  test("right after a Tab that indented, and offers once a letter follows", async () => {
    const position = await open("function three() {\n|\n}\n");
    const indented = await client.type(position, "  ");
    await expectSilence(indented, "muted");
    daemon.willSay("  return 1 + 2;\n");
    try {
      assert.match(textOf(await client.ask(await client.type(indented, "r"))), /1 \+ 2;/);
    } finally {
      daemon.willSay("1 + 2;\n");
    }
  });

  test("in a language that is off by its own entry, whatever holds for all others", async () => {
    await expectSilence(await open("a = |\n", ".py", "python"), "languageOff");
    await expectOffer(await open("a = |\n", ".rb", "ruby"));
  });

  test("where the document's own settings say so", async () => {
    await expectSilence(await open("const a = |\n", ".quiet.ts"), "languageOff");
    const position = await open("const a = |\n", ".byhand.ts");
    await expectSilence(position, "manual");
    await expectOffer(position, "explicit");
    own[".quiet.ts"] = {};
    await client.connection.sendNotification("workspace/didChangeConfiguration", { settings: null });
    await expectOffer(await open("const a = |\n", ".quiet.ts"));
  });
});

suite("a word chosen in the suggest widget", () => {
  test("stands before the offer, which replaces what was typed of it, and in the prompt", async () => {
    const position = await open("const a = to|\n");
    daemon.willSay("(items);\n");
    const start = { line: 0, character: 10 };
    const from = daemon.asked.length;
    const item = await client.ask(position, "typing", { range: { start, end: position }, text: "total" });
    assert.equal(textOf(item), "total(items);");
    assert.deepEqual(item?.range, { start, end: position });
    const prompts = daemon.asked.slice(from).map(({ body }) => (JSON.parse(body) as { prompt: string }).prompt);
    assert.ok(
      prompts.some((prompt) => prompt.endsWith("const a = total")),
      prompts.join("\n---\n"),
    );
    assert.ok(item);
    await client.accept(item);
    assert.equal(client.text, "const a = total(items);\n");
    daemon.willSay("1 + 2;\n");
  });
});
