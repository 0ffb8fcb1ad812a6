import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { Desk, settle } from "./simulation.ts";

const tokensPerSecond = 30;
const charactersPerToken = 3.2;
const never = new AbortController().signal;
const code = `${"export const value = compute(1, 2);\n".repeat(200)}|\n${"export const other = 1;\n".repeat(50)}`;

/** A desk before a daemon that evaluates 30 tokens a second, and whose evaluation runs to its end once it has begun. */
function slowDesk(): Desk {
  const desk = new Desk(code, { speeds: { promptTokensPerSecond: tokensPerSecond, generatedTokensPerSecond: 4 } });
  let cached = "";
  desk.daemon.script = async (answer) => {
    const { prompt } = answer;
    let same = 0;
    while (same < prompt.length && prompt[same] === cached[same]) same += 1;
    cached = prompt;
    const evaluationMs = ((prompt.length - same) / charactersPerToken / tokensPerSecond) * 1_000;
    answer.holdsOn = desk.clock.pause(evaluationMs, never);
    await answer.holdsOn;
    await answer.say("sum");
    await answer.say("(values);\n");
    await answer.end();
  };
  return desk;
}

/** Lets time pass in small steps, so that whatever comes of one moment is there in the next. */
async function pass(desk: Desk, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 50) await desk.clock.pass(50);
}

/** How long somebody waits for the daemon who wants it now, simulated ms. */
async function waitOf(desk: Desk): Promise<number> {
  const there: string[] = [];
  void desk.engine.beginForeground("chat").then(() => there.push("chat"));
  let waitedMs = 0;
  for (await settle(); there.length === 0 && waitedMs < 20_000; waitedMs += 50) await desk.clock.pass(50);
  desk.engine.endForeground("chat");
  return waitedMs;
}

suite("a daemon that evaluates 30 tokens a second", () => {
  test("is asked on the shortcut only, and that is said", async () => {
    const desk = slowDesk();
    assert.equal(desk.engine.mode, "manual");
    assert.deepEqual([...new Set(desk.modes)], ["manual"]);
    desk.type("s");
    assert.equal(await desk.ask(), undefined);
    await desk.engine.warm({ place: desk.place(), isExplicit: false, settings: desk.settings, snippets: [] }, never);
    assert.equal(desk.daemon.requests.length, 0);
  });

  test("keeps no chat waiting for longer than a step, whenever that comes", async () => {
    for (let afterMs = 0; afterMs < 6_000; afterMs += 250) {
      const desk = slowDesk();
      void desk.ask({ isExplicit: true });
      await pass(desk, afterMs);
      const waitedMs = await waitOf(desk);
      assert.ok(waitedMs <= 1_500, `${waitedMs} ms, ${afterMs} ms after the wish`);
    }
  });

  test("keeps no new spot waiting for longer than a step, and gives the old one's up", async () => {
    const desk = slowDesk();
    desk.settings = { ...desk.settings, trigger: "typing" };
    void desk.ask();
    await pass(desk, 600);
    const asked = desk.daemon.requests.length;
    assert.ok(asked >= 1);
    desk.cursor = 40;
    void desk.ask();
    let waitedMs = 0;
    for (; desk.daemon.requests.length === asked && waitedMs < 20_000; waitedMs += 50) await desk.clock.pass(50);
    assert.ok(waitedMs <= 1_500, `${waitedMs} ms`);
    assert.equal(desk.daemon.mostOpen, 1);
  });

  test("answers a wish that is kept up, in the end, and typing on is then an append", async () => {
    const desk = slowDesk();
    const answer = desk.ask({ isExplicit: true });
    await pass(desk, 15_000);
    assert.equal((await answer)?.offer.text, "sum(values);");
    desk.type("total = ");
    const next = desk.ask({ isExplicit: true });
    await pass(desk, 1_500);
    assert.equal((await next)?.source, "new");
  });

  test("goes on where it was when a wish is withdrawn and comes again", async () => {
    const desk = slowDesk();
    const first = new AbortController();
    void desk.ask({ isExplicit: true, signal: first.signal });
    await pass(desk, 2_500);
    first.abort();
    await pass(desk, 2_000);
    const before = desk.daemon.requests.length;
    const longest = Math.max(...desk.daemon.requests.map(({ prompt }) => prompt.length));
    void desk.ask({ isExplicit: true });
    await settle();
    assert.equal(desk.daemon.requests.length, before + 1);
    assert.ok(desk.daemon.last.prompt.length > longest, "nothing is evaluated twice");
  });
});
