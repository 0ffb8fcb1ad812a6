import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import type { Position } from "vscode-languageserver-protocol";
import { wordsOfSilence } from "../../../src/core/completion/silence.ts";
import { wordsOfFailure } from "../../../src/core/failureWords.ts";
import type { Failure } from "../../../src/core/failures.ts";
import { BareClient } from "../../bareClient.ts";
import { faults, type Outcome } from "../../faults/faults.ts";
import { FaultyDaemon, type Moment } from "../../faults/faultyDaemon.ts";
import { FaultTable } from "../../faults/faultTable.ts";

const table = new FaultTable();
let daemon: FaultyDaemon;
let client: BareClient;
let files = 0;
let minutes = 30;

before(async () => {
  daemon = await FaultyDaemon.start();
  client = await BareClient.start(settings());
  await client.logLine(/is ready/);
});

after(async () => {
  console.log(table.toString());
  await client.stop();
  await daemon.stop();
});

function settings(): object {
  return {
    endpoint: daemon.url,
    keepAlive: `${minutes}m`,
    daemon: { autoStart: false },
    completion: { trigger: "typing" },
  };
}

/** Other settings, after which the daemon and its model are looked at anew. */
async function lookAnew(): Promise<void> {
  minutes++;
  await client.connection.sendNotification("workspace/didChangeConfiguration", { settings: { facet: settings() } });
}

/** A file of its own for each row, so that nothing that was said before answers. */
async function openFresh(): Promise<Position> {
  return client.open(
    `cart${++files}.ts`,
    "typescript",
    `export const price${files} = 2;\nexport const total${files} = |\n`,
  );
}

/** The first line of the log behind a place that tells of a failure. */
async function failureAfter(from: number): Promise<Failure> {
  const line = await client.logLine(/^(?:request failed|not ready): /, from);
  return JSON.parse(line.slice(line.indexOf("{"))) as Failure;
}

/** Types a key after which the daemon is asked, and asks. */
async function offeredAt(position: Position): Promise<string | undefined> {
  const item = await client.ask(position);
  return typeof item?.insertText === "string" ? item.insertText : undefined;
}

async function suffer(moment: Moment, outcome: Outcome, position: Position): Promise<string> {
  const from = client.logged.length;
  const isAnswering = moment === "begin" || moment === "middle";
  if (outcome === "hangs") {
    if (isAnswering) void client.ask(position).catch(() => undefined);
    else await lookAnew();
    await daemon.until(() => daemon.openAt(moment) > 0);
    return "waits, and goes on elsewhere";
  }
  if (isAnswering) {
    const offered = await offeredAt(position);
    if (outcome === "answered") return offered === undefined ? "no ghost text" : "ghost text";
    assert.equal(offered, undefined, "what is broken is not offered");
  } else await lookAnew();
  const failure = await failureAfter(from);
  assert.equal(failure.kind, outcome);
  table.note(`${moment}: ${outcome}`, "what is said", wordsOfFailure(failure));
  return failure.kind;
}

/** Whether the daemon and its model are as good as before for whoever asks next. */
function leavesReady(moment: Moment, outcome: Outcome): boolean {
  const isAnswering = moment === "begin" || moment === "middle";
  return isAnswering && ["answered", "hangs", "unsupported", "contextExceeded", "busy"].includes(outcome);
}

suite("ghost text over the protocol, when there is", () => {
  for (const fault of faults) {
    for (const [moment, outcome] of Object.entries(fault.at) as [Moment, Outcome][]) {
      // A load that hangs is not given up for minutes: see below.
      if (moment === "load" && outcome === "hangs") continue;
      test(`${fault.name}, ${moment}`, async () => {
        const position = await openFresh();
        const from = client.logged.length;
        daemon.strike(moment, fault.harm);
        table.note(`${fault.name}, ${moment}`, "ghost text", await suffer(moment, outcome, position));

        daemon.heal();
        if (moment !== "begin" && moment !== "middle") await lookAnew();
        // Too little memory is not tried again and again by itself; the shortcut tries at once.
        else if (outcome === "outOfMemory") void client.ask(position, "explicit");
        if (!leavesReady(moment, outcome)) await client.logLine(/-> ready$/, from);
        // Keys that follow the hanging request's text wait for it, as for any that is slow: another place asks anew.
        const next = outcome === "hangs" ? await openFresh() : await client.type(position, "(");
        assert.equal(await offeredAt(next), "1 + 2;", "the next key is answered");
        await daemon.until(() => daemon.open === 0);
        // A daemon may hear of the next request before it hears that the one before was closed.
        if (outcome !== "hangs") assert.ok(daemon.takeMostOpen() <= 1, "never are two requests open");
        else daemon.takeMostOpen();
      });
    }
  }
});

suite("ghost text over the protocol", () => {
  test("waits for a slow load with one request, which no key ends, and is back when it is done", async () => {
    let finish: () => void = () => undefined;
    const loads = new Promise<void>((resolve) => (finish = resolve));
    daemon.strike("load", async (response) => {
      response.setHeader("content-type", "application/json");
      await loads;
      response.end(JSON.stringify({ response: "", done: true, done_reason: "load" }));
    });
    const from = client.logged.length;
    await lookAnew();
    await daemon.until(() => daemon.openAt("load") > 0);
    let position = await openFresh();
    for (const letter of "priceOfTheWholeCartWithTaxAndShipping") {
      position = await client.type(position, letter);
      assert.equal(await offeredAt(position), undefined);
    }
    assert.equal(daemon.open, 1, "nothing but the load is open");
    assert.equal(daemon.openAt("load"), 1);
    finish();
    await client.logLine(/-> ready$/, from);
    daemon.heal();
    assert.equal(await offeredAt(await client.type(position, "(")), "1 + 2;");
  });

  test("asks a model that evaluates 30 tokens a second by the shortcut alone", async (context) => {
    const slow = await FaultyDaemon.start();
    slow.promptTokensPerSecond = 30;
    const window = await BareClient.start({ endpoint: slow.url, daemon: { autoStart: false } });
    context.after(async () => {
      await window.stop();
      await slow.stop();
    });
    await window.logLine(/is ready/);
    const position = await window.open("slow.ts", "typescript", "export const total = |\n");
    slow.asked.length = 0;
    assert.equal(await window.ask(position), undefined);
    assert.ok(await window.logLine(new RegExp(wordsOfSilence("manual"))));
    assert.equal(slow.asked.length, 0);
    assert.equal((await window.ask(position, "explicit"))?.insertText, "1 + 2;");
  });

  test("follows a daemon that comes back with another version and a smaller context", async () => {
    const { port } = new URL(daemon.url);
    const from = client.logged.length;
    await daemon.stop();
    const position = await openFresh();
    assert.equal(await offeredAt(position), undefined);
    await client.logLine(/ready -> notRunning/, from);
    daemon = await FaultyDaemon.start(Number(port));
    daemon.version = "0.99.1";
    daemon.contextLength = 2_048;
    await client.logLine(/-> ready$/, from);
    daemon.asked.length = 0;
    assert.equal(await offeredAt(await client.type(position, "(")), "1 + 2;");
    const contexts = new Set(daemon.asked.map(({ body }) => /"num_ctx":(\d+)/.exec(body)?.[1]).filter(Boolean));
    assert.deepEqual([...contexts], ["8192"], "all ask with the one context of the settings");
  });

  test("says once that the model was deleted, and asks for nothing while it is missing", async () => {
    const from = client.logged.length;
    daemon.strike("describe", (response) => {
      response.writeHead(404, { "content-type": "application/json" });
      response.end(JSON.stringify({ error: "model 'x' not found" }));
    });
    daemon.lose();
    await lookAnew();
    await client.logLine(/-> modelMissing$/, from);
    daemon.asked.length = 0;
    let position = await openFresh();
    for (const letter of "total") {
      position = await client.type(position, letter);
      assert.equal(await offeredAt(position), undefined);
    }
    assert.deepEqual(
      daemon.asked.filter((one) => /generate|chat/.test(one.path)),
      [],
    );
    daemon.heal();
    void client.ask(position, "explicit");
    await client.logLine(/-> ready$/, from);
    assert.equal(await offeredAt(await client.type(position, "(")), "1 + 2;");
  });
});
