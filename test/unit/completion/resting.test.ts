import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { type Following, linesBehind } from "../../../src/core/completion/linesBehind.ts";
import type { Wish } from "../../../src/server/wish.ts";
import { Desk, settle } from "./simulation.ts";

const add = "export function add(a: number, b: number): number {\n  |\n}\n";
const forever = new AbortController().signal;

function wishAt(desk: Desk): Wish {
  return { place: desk.place(), isExplicit: false, settings: desk.settings, snippets: [] };
}

/** A desk where the first line of a longer text is offered, and the model has written the second and begun the third. */
async function deskWithLines(some: Partial<Desk["settings"]> = {}, isExplicit = false): Promise<Desk> {
  const desk = new Desk(add);
  desk.settings = { ...desk.settings, ...some };
  const { answer } = await desk.asked({ isExplicit });
  await desk.daemon.last.say("  const sum = a + b;\n  const half = sum / 2;\n  ret");
  await desk.clock.pass(300);
  assert.equal((await answer)?.offer.text, "const sum = a + b;");
  await settle();
  return desk;
}

/** A person at a desk who reads offers and accepts none. */
async function reader(): Promise<Desk> {
  const desk = new Desk(add);
  const home = desk.uri;
  for (let offer = 0; offer < 4; offer++) {
    desk.uri = `file:///workspace/other${offer}.ts`;
    assert.equal(await desk.offered("  return a;\n}\n"), "return a;");
  }
  desk.uri = home;
  return desk;
}

suite("behind an offer", () => {
  const fresh: Following = { taken: "", isTaker: true, isTrusted: true };

  test("a line is wanted for a person who takes offers, and more the further they come, within limits", () => {
    const after = (lines: number): number => linesBehind({ ...fresh, taken: "const a = 1;\n".repeat(lines) });
    assert.deepEqual([0, 1, 2, 3, 4, 9].map(after), [1, 1, 2, 3, 3, 3]);
  });

  test("nothing is wanted for a person who takes none, and of a model that is mostly wrong", () => {
    assert.equal(linesBehind({ ...fresh, isTaker: false }), 0);
    assert.equal(linesBehind({ ...fresh, isTrusted: false }), 0);
  });
});

suite("a stream that rests", () => {
  test("is closed once the offered line and the next are there, and no letter of them asks for anything", async () => {
    const desk = await deskWithLines();
    assert.equal(desk.daemon.last.isOpen, false);
    for (const letter of "const sum = a + b;") {
      assert.equal((await desk.atOnce())?.source, "hit");
      desk.type(letter);
    }
    const next = await desk.atOnce();
    assert.deepEqual([next?.offer.text, next?.source], ["\n  const half = sum / 2;", "hit"]);
    assert.equal(desk.daemon.requests.length, 1);
  });

  test("is closed as soon as its first line is there for a person who accepts nothing, even if nobody waits for it any more", async () => {
    const desk = await reader();
    const typing = new AbortController();
    void desk.ask({ signal: typing.signal });
    await desk.clock.pass(200);
    typing.abort();
    await desk.daemon.last.say("  const sum = a + b;\n  con");
    assert.equal(desk.daemon.last.isOpen, false);
    const asked = desk.daemon.requests.length;
    assert.equal((await desk.atOnce())?.offer.text, "const sum = a + b;");
    await desk.engine.lookAhead(wishAt(desk), forever);
    assert.equal(desk.daemon.requests.length, asked);
  });

  test("goes on from the very text where it was closed, by a line, where a person has accepted one and rests", async () => {
    const desk = await deskWithLines();
    const { prompt } = desk.daemon.last;
    desk.type("const sum = a + b;");
    await desk.engine.lookAhead(wishAt(desk), forever);
    assert.equal(desk.daemon.requests.length, 1, "typed, not accepted");
    desk.engine.noteTaken();
    const looking = desk.engine.lookAhead(wishAt(desk), forever);
    await settle();
    assert.equal(desk.daemon.requests.length, 2);
    assert.equal(desk.daemon.last.prompt, `${prompt}  const sum = a + b;\n  const half = sum / 2;\n  ret`);
    await desk.daemon.last.say("urn half;\n");
    await desk.daemon.last.say("  //");
    await looking;
    assert.equal(desk.daemon.last.isOpen, false);
    await desk.engine.lookAhead(wishAt(desk), forever);
    assert.equal(desk.daemon.requests.length, 2, "and only once");
    desk.type("\n  const half = sum / 2;");
    assert.equal((await desk.atOnce())?.offer.text, "\n  return half;");
    assert.equal(desk.daemon.mostOpen, 1);
  });

  test("is asked to go on without a pause where its end has been reached", async () => {
    const desk = await deskWithLines();
    desk.type("const sum = a + b;\n  const half = sum / 2;");
    const answer = desk.ask();
    await settle();
    assert.equal(desk.daemon.requests.length, 2);
    assert.ok(desk.daemon.last.prompt.endsWith("const half = sum / 2;\n  ret"));
    await desk.daemon.last.say("urn half;\n}\n");
    await desk.daemon.last.end();
    assert.equal((await answer)?.offer.text, "\n  return half;");
  });

  test("is left for something else that is typed", async () => {
    const desk = await deskWithLines();
    desk.type("return");
    await desk.asked();
    assert.equal(desk.daemon.requests.length, 2);
    assert.ok(desk.daemon.last.prompt.endsWith("return"));
  });

  test("gives way to an answer that a person waits for, and keeps what it said where it cannot go on", async () => {
    const goingOn = async (): Promise<Desk> => {
      const desk = await deskWithLines();
      desk.type("const sum = a + b;");
      desk.engine.noteTaken();
      void desk.engine.lookAhead(wishAt(desk), forever);
      await settle();
      assert.equal(desk.daemon.last.isOpen, true);
      return desk;
    };
    const desk = await goingOn();
    await desk.engine.beginForeground("chat");
    assert.equal(desk.daemon.last.isOpen, false);
    assert.equal((await desk.atOnce())?.offer.text, "\n  const half = sum / 2;", "what is there stays");

    const failing = await goingOn();
    await failing.daemon.last.fail(new Error("gone"));
    assert.equal(failing.failures.length, 1);
    assert.equal((await failing.atOnce())?.offer.text, "\n  const half = sum / 2;");
  });

  test("does not rest where a person asked by hand, wants to see it grow, or where a request is dear", async () => {
    const others = [
      await deskWithLines({}, true),
      await deskWithLines({ grow: true }),
      await deskWithLines({ trigger: "pauses" }),
    ];
    for (const desk of others) assert.equal(desk.daemon.last.isOpen, true);
  });

  test("goes on for a person who asks by hand, who gets the block", async () => {
    const desk = await deskWithLines();
    const answer = desk.ask({ isExplicit: true });
    await settle();
    assert.equal(desk.daemon.requests.length, 2);
    await desk.daemon.last.say("urn half;\n}\n");
    await desk.daemon.last.end();
    assert.equal((await answer)?.offer.text, "const sum = a + b;\n  const half = sum / 2;\n  return half;");
  });
});

test("a stream ends with its first word where something else has been typed meanwhile", async () => {
  const desk = new Desk(add);
  await desk.asked();
  const { last } = desk.daemon;
  desk.type("x");
  const typing = new AbortController();
  void desk.ask({ signal: typing.signal });
  await settle();
  assert.equal(last.isOpen, true, "its evaluation would be lost");
  typing.abort();
  await last.say("  const");
  assert.equal(last.isOpen, false);
});

test("a stream ends when the cursor goes elsewhere", async () => {
  const desk = new Desk(add);
  await desk.asked();
  const { last } = desk.daemon;
  await last.say("  const sum");
  desk.cursor = 0;
  desk.engine.moveTo(desk.place());
  await settle();
  assert.equal(last.isOpen, false);
});

test("a stream ends when the cursor rests elsewhere, and the new place is evaluated", async () => {
  const desk = new Desk(add);
  await desk.asked();
  await desk.daemon.last.say("  const sum");
  const left = desk.daemon.last;
  desk.draw(`${"const filler = 1;\n".repeat(10)}|\n`);
  desk.uri = "file:///workspace/other.ts";
  void desk.engine.warm(wishAt(desk), forever);
  await settle();
  assert.equal(left.isOpen, false);
  assert.equal(desk.daemon.requests.length, 2);
  assert.equal(desk.daemon.mostOpen, 1);
});
