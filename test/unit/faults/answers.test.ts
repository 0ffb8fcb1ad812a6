import assert from "node:assert/strict";
import { after, suite, test, type TestContext } from "node:test";
import { wordsOfChatFailure } from "../../../src/core/conversation/chatFailure.ts";
import { closeTransport } from "../../../src/ollama/transport.ts";
import { Answerers, type Feature, type Result } from "../../faults/answerers.ts";
import { faults, type Outcome } from "../../faults/faults.ts";
import { FaultyDaemon, type Moment } from "../../faults/faultyDaemon.ts";
import { FaultTable } from "../../faults/faultTable.ts";

const features: readonly Feature[] = ["chat", "commit message", "question"];
const good = "Add the tax to the total of a cart\n";
const table = new FaultTable();

after(async () => {
  console.log(table.toString());
  await closeTransport();
});

/** A daemon and all that stands before it, for one test. */
async function together(context: TestContext): Promise<{ readonly daemon: FaultyDaemon; readonly house: Answerers }> {
  const daemon = await FaultyDaemon.start();
  daemon.willSay(good);
  const house = new Answerers(daemon.url);
  context.after(async () => {
    await house.dispose();
    await daemon.stop();
  });
  return { daemon, house };
}

function nameOf(result: Result): string {
  return "failure" in result ? result.failure.kind : "answered";
}

/** Asks while a fault is there; where that hangs, lets our own deadline pass, which is what a person would see. */
async function suffered(
  { daemon, house }: { readonly daemon: FaultyDaemon; readonly house: Answerers },
  feature: Feature,
  moment: Moment,
  outcome: Outcome,
): Promise<Result> {
  const asking = house.ask(feature);
  if (outcome !== "hangs") return asking;
  await daemon.until(() => daemon.openAt(moment) > 0);
  assert.ok(house.deadlines.waiting > 0, "nothing waits without a deadline");
  house.deadlines.pass();
  return asking;
}

suite("whatever a daemon does to", () => {
  for (const feature of features) {
    suite(feature, () => {
      for (const fault of faults) {
        for (const [moment, outcome] of Object.entries(fault.at) as [Moment, Outcome][]) {
          // What comes before an answer is the same for all; two of them are enough.
          if (feature === "question" && moment !== "begin" && moment !== "middle") continue;
          test(`${fault.name}, ${moment}`, async (context) => {
            const both = await together(context);
            const { daemon, house } = both;
            if (moment === "begin" || moment === "middle") await house.ready();
            daemon.strike(moment, fault.harm);
            const result = await suffered(both, feature, moment, outcome);
            const expected = outcome === "hangs" ? "silent" : outcome;
            assert.equal(nameOf(result), expected);
            table.note(`${fault.name}, ${moment}`, feature, nameOf(result));
            if ("failure" in result) {
              const [words = ""] = wordsOfChatFailure(result.failure);
              assert.ok(words.length > 10 && !words.includes("undefined"), "it is said in a sentence");
              table.note(`${fault.name}, ${moment}`, "what is said", words);
            }

            daemon.heal();
            if (house.provisioner.state.kind === "failed" && outcome !== "unsupported" && outcome !== "startFailed") {
              house.looks.pass();
              await house.until(() => house.provisioner.state.kind === "ready");
            }
            const next = await house.ask(feature);
            assert.deepEqual(next, { text: feature === "commit message" ? good.trim() : good }, "the next one is good");
            await daemon.until(() => daemon.open === 0);
            assert.equal(house.deadlines.waiting, 0, "no deadline is left");
            assert.equal(house.leftListeners, 0, "no listener is left");
            assert.equal(house.returned, house.taken, "ghost text has the daemon back");
            await house.dispose();
            assert.equal(house.looks.waiting, 0, "nothing is looked for any more");
          });
        }
      }
    });
  }
});

suite("a person who stops", () => {
  const silence = faults.find((one) => one.name === "silence");
  assert.ok(silence !== undefined);
  for (const feature of features) {
    for (const moment of ["begin", "middle"] as const) {
      test(`${feature} in a silence, ${moment}, has the connection closed and can ask again`, async (context) => {
        const { daemon, house } = await together(context);
        await house.ready();
        daemon.strike(moment, silence.harm);
        const asking = house.ask(feature);
        await daemon.until(() => daemon.openAt(moment) > 0);
        house.stop();
        assert.equal(nameOf(await asking), "answered", "stopping is no failure");
        await daemon.until(() => daemon.open === 0);
        daemon.heal();
        assert.equal(nameOf(await house.ask(feature)), "answered");
        assert.equal(house.returned, house.taken);
      });
    }
  }
});
