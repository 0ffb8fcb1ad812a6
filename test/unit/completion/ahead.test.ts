import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { warmingSteps } from "../../../src/core/completion/warmingSteps.ts";
import type { Wish } from "../../../src/server/wish.ts";
import { Desk, settle } from "./simulation.ts";

const list = "export const one = 1;\n|\n";
const forever = new AbortController().signal;

function wishAt(desk: Desk, some: Partial<Wish> = {}): Wish {
  return { place: desk.place(), isExplicit: false, settings: desk.settings, snippets: [], ...some };
}

suite("evaluating ahead of the first wish", () => {
  test("goes in steps at line ends that end with the whole prompt", () => {
    const prompt = "0123456789\n".repeat(40);
    const steps = warmingSteps(prompt, 100);
    assert.equal(steps.at(-1), prompt);
    assert.ok(steps.length >= 4);
    for (const [at, step] of steps.entries()) {
      assert.ok(prompt.startsWith(step));
      assert.ok(step.endsWith("\n"));
      const added = step.length - (steps[at - 1]?.length ?? 0);
      assert.ok(added > 0 && added <= 130, `step ${at} adds ${added}`);
    }
    assert.deepEqual(warmingSteps("short", 100), ["short"]);
    assert.ok(
      warmingSteps("x".repeat(500), 100).every((step, at, all) => step.length - (all[at - 1]?.length ?? 0) <= 130),
    );
  });

  test("leaves the first wish at that place an append", async () => {
    const desk = new Desk(list);
    desk.daemon.script = (answer) => answer.end();
    await desk.asked();
    desk.draw(`${"const filler = 1;\n".repeat(150)}|\n`);
    desk.uri = "file:///workspace/other.ts";
    const before = desk.daemon.requests.length;
    await desk.engine.warm(wishAt(desk), forever);
    const warmed = desk.daemon.requests.slice(before);
    assert.ok(warmed.length >= 1);
    assert.ok(warmed.every((one) => one.sampling.numPredict === 1));
    desk.daemon.script = undefined;
    void desk.asked();
    await desk.clock.pass(1_600);
    assert.ok(desk.daemon.last.prompt.startsWith(warmed.at(-1)?.prompt ?? "-"));
  });

  test("ends at the next step for whoever wants the daemon, and is not begun for a slow one", async () => {
    const desk = new Desk(list);
    desk.daemon.script = (answer) => answer.end();
    await desk.asked();
    desk.draw(`${"const filler = 1;\n".repeat(150)}|\n`);
    desk.uri = "file:///workspace/other.ts";
    desk.daemon.script = undefined;
    const before = desk.daemon.requests.length;
    const warming = desk.engine.warm(wishAt(desk), forever);
    await settle();
    await desk.engine.beginForeground("chat");
    await warming;
    assert.equal(desk.daemon.requests.length, before + 1);
    assert.equal(desk.daemon.last.isOpen, false);

    const slow = new Desk(list, { speeds: { promptTokensPerSecond: 30, generatedTokensPerSecond: 3 } });
    await slow.engine.warm(wishAt(slow), forever);
    assert.equal(slow.daemon.requests.length, 0);
  });
});

suite("writing ahead", () => {
  /** A desk whose person has accepted all that was offered. */
  async function accepted(said: string, end: Parameters<Desk["daemon"]["last"]["end"]>[0] = {}): Promise<Desk> {
    const desk = new Desk(list);
    const { answer } = await desk.asked();
    await desk.daemon.last.say(said);
    await desk.daemon.last.end({ doneReason: "length", ...end });
    await desk.clock.pass(300);
    desk.type((await answer)?.offer.text ?? assert.fail("nothing offered"));
    desk.engine.noteTaken();
    return desk;
  }

  test("goes on behind what was accepted, once, and is there for the next wish", async () => {
    const desk = await accepted("export const two = 2;\n");
    void desk.engine.lookAhead(wishAt(desk), forever);
    await settle();
    assert.equal(desk.daemon.requests.length, 2);
    assert.ok(desk.daemon.last.prompt.endsWith("export const two = 2;"));
    await desk.daemon.last.say("\nexport const three = 3;\n");
    await desk.daemon.last.end({ doneReason: "length" });
    await desk.engine.lookAhead(wishAt(desk), forever);
    const held = await desk.atOnce();
    assert.deepEqual([held?.offer.text, held?.source], ["\nexport const three = 3;", "hit"]);
    assert.equal(desk.daemon.requests.length, 3, "and what lies behind that is written next");
    assert.ok(desk.daemon.last.prompt.endsWith("export const three = 3;"));
  });

  test("is nobody's hindrance: any wish and any answer end it", async () => {
    const desk = await accepted("export const two = 2;\n");
    void desk.engine.lookAhead(wishAt(desk), forever);
    await settle();
    assert.equal(desk.daemon.requests.length, 2);
    await desk.engine.beginForeground("chat");
    assert.equal(desk.daemon.last.isOpen, false);
    assert.equal(desk.daemon.mostOpen, 1);
  });

  test("is not done where nothing was accepted, where the model has ended or run into what follows, or on a slow daemon", async () => {
    const fresh = new Desk(list);
    await fresh.offered("export const two = 2;");
    await fresh.engine.lookAhead(wishAt(fresh), forever);
    assert.equal(fresh.daemon.requests.length, 1);

    const desk = new Desk("function f() {\n  |\n}\n");
    await desk.offered("  return 1;\n}\n");
    desk.type("return 1;");
    await desk.engine.lookAhead(wishAt(desk), forever);
    assert.equal(desk.daemon.requests.length, 1);

    const ended = await accepted("export const two = 2;", { doneReason: "stop" });
    await ended.engine.lookAhead(wishAt(ended), forever);
    assert.equal(ended.daemon.requests.length, 1);

    const slow = await accepted("export const two = 2;\n");
    slow.settings = { ...slow.settings, trigger: "pauses" };
    await slow.engine.lookAhead(wishAt(slow), forever);
    assert.equal(slow.daemon.requests.length, 1);
  });
});

suite("other choices", () => {
  test("are asked for one after another, only once, and stand behind the first", async () => {
    const desk = new Desk(list);
    assert.equal(await desk.offered("export const two = 2;", { isExplicit: true }), "export const two = 2;");
    const others = ["export const ten = 10;", "export const two = 2;"];
    desk.daemon.script = async (answer) => {
      await answer.say(others.shift() ?? "");
      await answer.end();
    };
    let told = 0;
    const wish = wishAt(desk, { isExplicit: true });
    await desk.engine.vary(wish, forever, () => told++);
    assert.deepEqual(
      desk.engine.choicesAt(wish).map((one) => one.text),
      ["export const two = 2;", "export const ten = 10;"],
    );
    assert.equal(told, 1, "of equal ones nothing is told");
    const asked = desk.daemon.requests.length;
    assert.equal(asked, 3);
    assert.deepEqual(
      desk.daemon.requests.map(({ sampling }) => sampling.seed),
      [undefined, 1, 2],
    );
    await desk.engine.vary(wish, forever, () => told++);
    assert.equal(desk.daemon.requests.length, asked);
    assert.equal(desk.daemon.mostOpen, 1);
  });

  test("are given up when the person moves on", async () => {
    const desk = new Desk(list);
    await desk.offered("export const two = 2;", { isExplicit: true });
    const moved = new AbortController();
    const varying = desk.engine.vary(wishAt(desk, { isExplicit: true }), moved.signal, () => assert.fail("told"));
    await settle();
    moved.abort();
    await varying;
    assert.equal(desk.daemon.requests.length, 2);
  });
});

suite("an offer that grows", () => {
  test("has grown when more of the same text is there, and not otherwise", async () => {
    const desk = new Desk("function f() {\n  |\n}\n");
    desk.settings = { ...desk.settings, grow: true };
    const { answer } = await desk.asked();
    await desk.daemon.last.say("  const a = 1;\n  return");
    await desk.clock.pass(300);
    const shown = (await answer)?.offer ?? assert.fail("nothing offered");
    assert.equal(shown.text, "const a = 1;");
    assert.ok(!desk.engine.hasGrown(wishAt(desk), shown));
    await desk.daemon.last.say(" a;\n}");
    await desk.daemon.last.end();
    await desk.engine.settled(forever);
    assert.ok(desk.engine.hasGrown(wishAt(desk), shown));
    assert.ok(!desk.engine.hasGrown(wishAt(desk), { text: "const b", replaces: 0 }));
  });
});
