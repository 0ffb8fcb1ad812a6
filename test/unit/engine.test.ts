import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { DaemonError } from "../../src/ollama/readFailure.ts";
import { Desk, settle } from "./completion/simulation.ts";
import { typescript as code } from "./completion/typists.ts";

const add = "export function add(a: number, b: number): number {\n  |\n}\n";

/** A desk where the model has already written `return a + b;` at the cursor. */
async function deskWithStream(said = "  return a + b;\n}\n"): Promise<Desk> {
  const desk = new Desk(add);
  await desk.offered(said);
  assert.equal(desk.daemon.requests.length, 1);
  return desk;
}

suite("a new place", () => {
  test("is asked for once the pause is over, and the white space at the cursor is left to the model", async () => {
    const desk = new Desk(add);
    desk.type("");
    const answer = desk.ask();
    await settle();
    assert.equal(desk.daemon.requests.length, 0);
    await desk.clock.pass(150);
    assert.equal(desk.daemon.requests.length, 1);
    assert.ok(desk.daemon.last.prompt.endsWith("): number {\n"));
    await desk.daemon.last.say("  return a + b;\n}\n");
    await desk.daemon.last.end();
    const { offer, source } = (await answer) ?? assert.fail("no answer");
    assert.deepEqual(offer, { text: "return a + b;", replaces: 0 });
    assert.equal(source, "new");
  });

  test("is asked for at once by the shortcut", async () => {
    const desk = new Desk(add);
    desk.type("r");
    void desk.ask({ isExplicit: true });
    await settle();
    assert.equal(desk.daemon.requests.length, 1);
  });

  test("is not asked for while the person types on", async () => {
    const desk = new Desk(add);
    for (const letter of "return") {
      const typing = new AbortController();
      desk.type(letter);
      const answer = desk.ask({ signal: typing.signal });
      await desk.clock.pass(50);
      typing.abort();
      assert.equal(await answer, undefined);
    }
    assert.equal(desk.daemon.requests.length, 0);
  });

  test("is asked for after a pause since the person's last key, whatever a program writes elsewhere meanwhile", async () => {
    const desk = new Desk(add);
    desk.settings = { ...desk.settings, minDelayMs: 1_000 };
    await desk.atOnce();
    desk.type("r");
    await desk.clock.pass(900);
    desk.engine.noteEdit("file:///workspace/elsewhere.ts", { from: 0, to: 0, inserted: 5 });
    void desk.ask();
    await desk.clock.pass(100);
    assert.equal(desk.daemon.requests.length, 1);
  });

  test("is asked for sooner between two words than inside one, behind what closes a call, or in a comment", async () => {
    for (const [document, isSoon] of [
      ["const a = b|;\n", false],
      ["const a = |;\n", true],
      ['const a = "say|";\n', false],
      ['const a = "say"|\n', false],
      ["const a = b(c)|\n", false],
      ["const a = b(c) |\n", true],
      ['const a = "say |";\n', true],
      ["// say |\n", false],
    ] as const) {
      const desk = new Desk(document);
      void desk.ask();
      await desk.clock.pass(150);
      assert.equal(desk.daemon.requests.length, isSoon ? 1 : 0, document);
      await desk.clock.pass(100);
      assert.equal(desk.daemon.requests.length, 1, document);
    }
  });

  test("keeps the pause that the settings ask for", async () => {
    const desk = new Desk(add);
    desk.settings = { ...desk.settings, minDelayMs: 1_000 };
    desk.type("r");
    void desk.ask();
    await desk.clock.pass(999);
    assert.equal(desk.daemon.requests.length, 0);
    await desk.clock.pass(1);
    assert.equal(desk.daemon.requests.length, 1);
  });

  test("ends the request for the place before, and never are two open", async () => {
    const desk = new Desk(`${add}\nexport function sub() {\n  \n}\n`);
    const { answer: first } = await desk.asked();
    await desk.daemon.last.say("  return");
    desk.cursor = desk.text.indexOf("sub() {\n  ") + 10;
    void desk.ask();
    await desk.clock.pass(200);
    const [one, two] = desk.daemon.requests;
    assert.equal(one?.isOpen, false);
    assert.equal(two?.isOpen, true);
    assert.equal(desk.daemon.mostOpen, 1);
    assert.equal(await first, undefined);
  });

  test("waits until the connection of the request before is closed", async () => {
    const desk = new Desk(`${add}\nexport function sub() {\n  \n}\n`);
    await desk.asked();
    await desk.daemon.last.say("  return");
    let close: () => void = () => undefined;
    desk.daemon.last.holdsOn = new Promise((resolve) => (close = resolve));
    desk.cursor = desk.text.indexOf("sub() {\n  ") + 10;
    void desk.ask();
    await desk.clock.pass(200);
    assert.equal(desk.daemon.requests.length, 1);
    close();
    await settle();
    assert.equal(desk.daemon.requests.length, 2);
  });

  test("of two wishes in a row only the later one is asked", async () => {
    const desk = new Desk(`${add}\nexport function sub() {\n  \n}\n`);
    const first = desk.ask();
    desk.cursor = desk.text.indexOf("sub() {\n  ") + 10;
    void desk.ask();
    await desk.clock.pass(200);
    await desk.daemon.last.say("  return");
    await settle();
    assert.equal(desk.daemon.mostOpen, 1);
    assert.ok(desk.daemon.last.prompt.endsWith("sub() {\n"));
    assert.equal(desk.daemon.requests.filter((one) => one.isOpen).length, 1);
    assert.equal(await first, undefined);
  });

  test("waits until the evaluation of the place before has ended: cut off, all of it would be lost and none of its time saved", async () => {
    const desk = new Desk(`${add}\nexport function sub() {\n  \n}\n`);
    await desk.asked();
    desk.cursor = desk.text.indexOf("sub() {\n  ") + 10;
    void desk.ask();
    await desk.clock.pass(5_000);
    assert.deepEqual(
      desk.daemon.requests.map((one) => one.isOpen),
      [true],
    );
    await desk.daemon.last.say("  return");
    await settle();
    assert.deepEqual(
      desk.daemon.requests.map((one) => one.isOpen),
      [false, true],
    );
  });

  test("is asked for all the same when that evaluation never ends", async () => {
    const desk = new Desk(`${add}\nexport function sub() {\n  \n}\n`);
    await desk.asked();
    desk.cursor = desk.text.indexOf("sub() {\n  ") + 10;
    void desk.ask();
    await desk.clock.pass(31_000);
    assert.deepEqual(
      desk.daemon.requests.map((one) => one.isOpen),
      [false, true],
    );
  });
});

suite("a stream that leads there", () => {
  test("answers while its letters are typed, without pause and request", async () => {
    const desk = await deskWithStream();
    let left = "return a + b;";
    for (const letter of "return a +") {
      desk.type(letter);
      left = left.slice(1);
      const answer = await desk.atOnce();
      assert.deepEqual([answer?.offer.text, answer?.source], [left, "hit"]);
    }
    assert.equal(desk.daemon.requests.length, 1);
  });

  test("answers again when the letters are deleted", async () => {
    const desk = await deskWithStream();
    desk.type("return");
    desk.backspace(3);
    assert.equal((await desk.atOnce())?.offer.text, "urn a + b;");
    desk.backspace(3);
    assert.equal((await desk.atOnce())?.offer.text, "return a + b;");
    assert.equal(desk.daemon.requests.length, 1);
  });

  test("answers when letters from before its beginning are deleted and typed again", async () => {
    const desk = new Desk("const total|\n");
    assert.equal(await desk.offered(" = 0;\n"), " = 0;");
    desk.backspace(2);
    assert.equal((await desk.atOnce())?.offer.text, "al = 0;");
    desk.type("a");
    assert.equal((await desk.atOnce())?.offer.text, "l = 0;");
    assert.equal(desk.daemon.requests.length, 1);
  });

  test("answers after a word or a line of it was accepted", async () => {
    const desk = new Desk(add);
    assert.equal(await desk.offered("  const sum = a + b;\n  return sum;\n}\n"), "const sum = a + b;\n  return sum;");
    desk.type("const");
    assert.equal((await desk.atOnce())?.offer.text, " sum = a + b;\n  return sum;");
    desk.type(" sum = a + b;");
    assert.equal((await desk.atOnce())?.offer.text, "\n  return sum;");
    desk.type("\n  ");
    assert.equal((await desk.atOnce())?.offer.text, "return sum;");
    assert.equal(desk.daemon.requests.length, 1);
  });

  test("is asked to go on once all of it is accepted, where the model had not come to its end", async () => {
    const desk = new Desk(add);
    const { answer } = await desk.asked();
    await desk.daemon.last.say("  const sum = a + b;\n");
    await desk.daemon.last.end({ doneReason: "length" });
    await desk.clock.pass(300);
    assert.equal((await answer)?.offer.text, "const sum = a + b;");
    desk.type("const sum = a + b;");
    await desk.asked();
    assert.equal(desk.daemon.requests.length, 2);
  });

  test("is not asked again for what it has said: behind its end the model would end again, or run into the same", async () => {
    for (const said of ["  return a + b;\n}\n", "  return a + b;", ""]) {
      const desk = new Desk(add);
      await desk.offered(said);
      if (said !== "") desk.type("return a + b;");
      const again = await desk.asked();
      assert.equal(await again.answer, undefined);
      assert.equal(desk.daemon.requests.length, 1, JSON.stringify(said));
      assert.equal(desk.silences.at(-1), "nothingUseful");
      const { answer } = await desk.asked({ isExplicit: true });
      assert.equal(desk.daemon.requests.length, 2, "but whoever asks by hand is answered anew");
      await desk.daemon.last.end();
      await answer;
      desk.type("\n  ");
      await desk.asked();
      assert.equal(desk.daemon.requests.length, 3, "and another place is another question");
    }
  });

  test("is joined while it runs, by one who types what it will say", async () => {
    const desk = new Desk(add);
    const { answer: first } = await desk.asked();
    desk.type("re");
    const second = desk.ask();
    await settle();
    await desk.daemon.last.say("  return a");
    await desk.daemon.last.say(" + b;\n}\n");
    await desk.daemon.last.end();
    const answer = await second;
    assert.deepEqual([answer?.offer.text, answer?.source], ["turn a + b;", "joined"]);
    assert.equal((await first)?.offer.text, "return a + b;");
    assert.equal(desk.daemon.requests.length, 1);
  });

  test("is not waited for any longer when it hangs: a further key asks anew", async () => {
    const desk = new Desk(add);
    await desk.asked();
    desk.type("re");
    void desk.ask();
    await desk.clock.pass(29_000);
    assert.equal(desk.daemon.requests.length, 1, "a slow one is waited for");
    await desk.clock.pass(2_000);
    desk.type("t");
    void desk.ask();
    await desk.clock.pass(1_000);
    assert.equal(desk.daemon.requests.length, 2);
    assert.deepEqual(
      desk.daemon.requests.map((one) => one.isOpen),
      [false, true],
    );
  });

  test("is left when it says something else than what is typed", async () => {
    const desk = new Desk(add);
    await desk.asked();
    desk.type("con");
    void desk.ask();
    await settle();
    await desk.daemon.last.say("  return a");
    await desk.clock.pass(400);
    assert.equal(desk.daemon.requests.length, 2);
    assert.ok(desk.daemon.last.prompt.endsWith("{\n  con"));
    assert.equal(desk.daemon.mostOpen, 1);
  });

  test("is not gone on with where its next line stands below already", async () => {
    const lines = ["'assignWith'", "'differenceBy'", "'getOr'"].map((name) => `  ${name}: [1, 2, 0],\n`).join("");
    const desk = new Desk(
      `const arity = {\n${lines}  'intersectionBy|\n  'intersectionWith': [1, 2, 0],\n  'isEqualWith': [1, 2, 0],\n};\n`,
    );
    const { answer } = await desk.asked();
    await desk.daemon.last.say("': [1, 2, 0],\n  'intersectionWith': [1, 2, 0],\n  'isEqualBy");
    await desk.clock.pass(300);
    assert.equal((await answer)?.offer.text, "': [1, 2, 0],");
    desk.type("': [1, 2, 0],");
    const after = await desk.asked();
    assert.equal(await after.answer, undefined);
    assert.equal(desk.daemon.requests.length, 1);
    assert.equal(desk.silences.at(-1), "nothingUseful");
  });

  test("goes on when its wish is withdrawn, for the next one", async () => {
    const desk = new Desk(add);
    const typing = new AbortController();
    const first = desk.ask({ signal: typing.signal });
    await desk.clock.pass(200);
    typing.abort();
    assert.equal(await first, undefined);
    assert.equal(desk.daemon.last.isOpen, true);
    await desk.daemon.last.say("  return a + b;\n}\n");
    await desk.daemon.last.end();
    assert.equal((await desk.atOnce())?.offer.text, "return a + b;");
    assert.equal(desk.daemon.requests.length, 1);
  });

  test("offers no half line where it was cut off", async () => {
    const desk = new Desk(`${add}\nexport function sub() {\n  \n}\n`);
    const home = desk.cursor;
    await desk.asked();
    await desk.daemon.last.say("  return unfini");
    desk.cursor = desk.text.indexOf("sub() {\n  ") + 10;
    void desk.ask();
    await desk.clock.pass(200);
    assert.equal(desk.daemon.requests.length, 2);
    await desk.daemon.last.say("  return");
    desk.cursor = home;
    assert.equal(await desk.offered("  return a + b;\n}\n"), "return a + b;");
  });

  test("answers however much code follows, and whatever the editor closes", async () => {
    for (const lines of [0, 3, 20, 25, 30, 200]) {
      const desk = new Desk(add + "// a line of some length\n".repeat(lines));
      await desk.offered("  return sum(a, b);\n}\n");
      desk.type("return sum");
      assert.equal((await desk.atOnce())?.offer.text, "(a, b);", `${lines} lines`);
      desk.type("(", ")");
      const answer = await desk.atOnce();
      assert.deepEqual([answer?.offer.text, answer?.offer.replaces], ["a, b);", 1], `${lines} lines`);
      assert.equal(desk.daemon.requests.length, 1);
    }
  });

  test("of another document does not answer", async () => {
    const desk = await deskWithStream();
    desk.uri = "file:///workspace/other.ts";
    await desk.asked();
    assert.equal(desk.daemon.requests.length, 2);
  });

  test("is forgotten with its document and with another model", async () => {
    for (const forget of [
      (desk: Desk) => desk.engine.forget(desk.uri),
      (desk: Desk) => desk.engine.useRuntime({ ...runtimeOf(), model: "another" }),
    ]) {
      const desk = await deskWithStream();
      forget(desk);
      await desk.asked();
      assert.equal(desk.daemon.requests.length, 2);
    }
  });

  test("stays when the same model is told again", async () => {
    const desk = await deskWithStream();
    desk.engine.useRuntime({ ...runtimeOf(), speeds: { promptTokensPerSecond: 1, generatedTokensPerSecond: 1 } });
    assert.equal((await desk.atOnce())?.source, "hit");
  });

  test("offers the first line as soon as it is whole, where the block takes longer", async () => {
    const desk = new Desk(add);
    const { answer } = await desk.asked();
    await desk.daemon.last.say("  const sum = a + b;\n  ret");
    await desk.clock.pass(250);
    assert.equal((await answer)?.offer.text, "const sum = a + b;");
    assert.equal((await desk.atOnce())?.offer.text, "const sum = a + b;");
  });

  test("offers one line where only one is wanted", async () => {
    const desk = new Desk(add);
    desk.settings = { ...desk.settings, multiline: "never" };
    assert.equal(await desk.offered("  const sum = a + b;\n  return sum;\n}\n"), "const sum = a + b;");
  });
});

function runtimeOf(): Parameters<Desk["engine"]["useRuntime"]>[0] & object {
  return {
    endpoint: "http://127.0.0.1:11434",
    model: "the-model",
    numCtx: 8192,
    keepAlive: "30m",
    generation: "gemma3",
    speeds: { promptTokensPerSecond: 900, generatedTokensPerSecond: 60 },
  };
}

suite("places where nothing is wanted", () => {
  const asksAt = async (drawn: string, change: (desk: Desk) => void = () => undefined): Promise<number> => {
    const desk = new Desk(drawn);
    change(desk);
    await desk.asked();
    return desk.daemon.requests.length;
  };

  test("are in the middle of a line and inside a word, unless asked for", async () => {
    assert.equal(await asksAt("const a = | + 1;\n"), 0);
    assert.equal(await asksAt("const to|tal\n"), 0);
    assert.equal(await asksAt("foo(|);\n"), 1);
    assert.equal(await asksAt('foo("|")\n'), 1);
    const desk = new Desk("const a = | + 1;\n");
    await desk.asked({ isExplicit: true });
    assert.equal(desk.daemon.requests.length, 1);
  });

  test("are comments where the settings say so", async () => {
    const off = (desk: Desk): void => {
      desk.settings = { ...desk.settings, inComments: false };
    };
    assert.equal(await asksAt("// adds two |\n"), 1);
    assert.equal(await asksAt("// adds two |\n", off), 0);
    assert.equal(await asksAt("/* adds\n two |\n*/\n", off), 0);
    assert.equal(await asksAt("const url = 'http://|'\n", off), 1);
  });

  test("are all of them without a daemon, and in the manual mode without the shortcut", async () => {
    assert.equal(await asksAt(add, (desk) => desk.engine.useRuntime(undefined)), 0);
    const desk = new Desk(add);
    desk.settings = { ...desk.settings, trigger: "manual" };
    await desk.asked();
    assert.equal(desk.daemon.requests.length, 0);
    await desk.asked({ isExplicit: true });
    assert.equal(desk.daemon.requests.length, 1);
  });

  test("are those of a model whose turns are not known", async () => {
    const desk = new Desk(add, { generation: "none" });
    await desk.asked({ isExplicit: true });
    assert.equal(desk.daemon.requests.length, 0);
  });
});

suite("the mode", () => {
  const modeAt = (promptTokensPerSecond: number, generatedTokensPerSecond: number): string =>
    new Desk(add, { speeds: { promptTokensPerSecond, generatedTokensPerSecond } }).engine.mode;

  test("follows the measured speed", () => {
    assert.equal(modeAt(900, 60), "typing");
    assert.equal(modeAt(60, 5), "pauses");
    assert.equal(modeAt(30, 4), "manual");
    assert.equal(modeAt(0, 0), "typing");
  });

  test("becomes manual once a daemon shows that it evaluates 30 tokens a second", async () => {
    const desk = new Desk(add, { speeds: { promptTokensPerSecond: 0, generatedTokensPerSecond: 0 } });
    for (let round = 0; round < 3; round++) {
      desk.uri = `file:///workspace/${round}.ts`;
      const { answer } = await desk.asked();
      await desk.daemon.last.say("  return a + b;\n");
      await desk.daemon.last.end({ promptTokens: 300, cachedTokens: 0, promptEvaluationMs: 10_000 });
      await desk.clock.pass(300);
      await answer;
    }
    assert.equal(desk.engine.mode, "manual");
    desk.uri = "file:///workspace/other.ts";
    const asked = desk.daemon.requests.length;
    await desk.asked();
    assert.equal(desk.daemon.requests.length, asked);
  });

  test("of pauses waits until the person has stopped", async () => {
    const desk = new Desk(add);
    desk.settings = { ...desk.settings, trigger: "pauses" };
    desk.type("r");
    void desk.ask();
    await desk.clock.pass(390);
    assert.equal(desk.daemon.requests.length, 0);
    await desk.clock.pass(20);
    assert.equal(desk.daemon.requests.length, 1);
  });
});

suite("an answer that a person waits for", () => {
  test("closes the stream before it begins, and has the daemon to itself", async () => {
    const desk = new Desk(add);
    await desk.asked();
    let close: () => void = () => undefined;
    desk.daemon.last.holdsOn = new Promise((resolve) => (close = resolve));
    let hasBegun = false;
    const begun = desk.engine.beginForeground("chat").then(() => (hasBegun = true));
    await settle();
    assert.equal(hasBegun, false);
    close();
    await begun;
    assert.equal(desk.daemon.last.isOpen, false);
    await desk.asked({ isExplicit: true });
    assert.equal(desk.daemon.requests.length, 1);
    desk.engine.endForeground("chat");
    await desk.asked();
    assert.equal(desk.daemon.requests.length, 2);
  });

  test("leaves what is already there", async () => {
    const desk = await deskWithStream();
    await desk.engine.beginForeground("chat");
    assert.equal((await desk.atOnce())?.offer.text, "return a + b;");
  });

  test("ends only when all that were begun have ended", async () => {
    const desk = new Desk(add);
    await desk.engine.beginForeground("chat");
    await desk.engine.beginForeground("commit");
    desk.engine.endForeground("chat");
    await desk.asked();
    assert.equal(desk.daemon.requests.length, 0);
    desk.engine.endForeground("commit");
    await desk.asked();
    assert.equal(desk.daemon.requests.length, 1);
  });

  test("that begins during the pause or the load keeps the request from being sent", async () => {
    const pausing = new Desk(add);
    pausing.type("r");
    void pausing.ask();
    await settle();
    await pausing.engine.beginForeground("chat");
    await pausing.clock.pass(1_000);
    assert.equal(pausing.daemon.requests.length, 0);

    const loading = new Desk(add);
    let finish: () => void = () => undefined;
    loading.daemon.inMemory = [];
    loading.daemon.loading = new Promise((resolve) => (finish = resolve));
    await loading.asked();
    assert.deepEqual(loading.daemon.calls, ["loaded", "load"]);
    await loading.engine.beginForeground("chat");
    finish();
    await settle();
    assert.equal(loading.daemon.requests.length, 0);
  });
});

suite("a model that must be loaded first", () => {
  test("is loaded by a request that no key ends, and only by one", async () => {
    const desk = new Desk(add);
    let finish: () => void = () => undefined;
    desk.daemon.inMemory = [];
    desk.daemon.loading = new Promise((resolve) => (finish = resolve));
    for (const letter of "ret") {
      const typing = new AbortController();
      desk.type(letter);
      void desk.ask({ signal: typing.signal });
      await desk.clock.pass(400);
      if (letter !== "t") typing.abort();
    }
    assert.equal(desk.daemon.calls.filter((one) => one === "load").length, 1);
    assert.equal(
      desk.daemon.loadSignals.some((signal) => signal.aborted),
      false,
    );
    assert.equal(desk.daemon.requests.length, 0);
    finish();
    await settle();
    assert.equal(desk.daemon.requests.length, 1);
    assert.ok(desk.daemon.last.prompt.endsWith("{\n  ret"));
  });

  test("is looked for at first, after idle time, and after a failure, but not at each request", async () => {
    const desk = await deskWithStream();
    const looks = (): number => desk.daemon.calls.filter((one) => one === "loaded").length;
    assert.equal(looks(), 1);
    desk.type("x = ");
    await desk.offered("1;\n");
    assert.equal(looks(), 1);
    await desk.clock.pass(30 * 60_000);
    desk.type("\n  y = ");
    await desk.asked();
    assert.equal(looks(), 2);
    await desk.daemon.last.fail(new DaemonError({ kind: "cutOff", detail: "" }));
    desk.type("2");
    await desk.asked();
    assert.equal(looks(), 3);
  });
});

suite("a failure", () => {
  test("is told, offers nothing, and the next wish asks again", async () => {
    const desk = new Desk(add);
    const { answer } = await desk.asked();
    await desk.daemon.last.say("  return half");
    await desk.daemon.last.fail(new DaemonError({ kind: "runnerFailed", detail: "gone" }));
    assert.equal(await answer, undefined);
    assert.deepEqual(desk.failures, [{ kind: "runnerFailed", detail: "gone" }]);
    assert.equal(await desk.offered("  return a + b;\n}\n"), "return a + b;");
  });

  test("is not what our own abort is", async () => {
    const desk = new Desk(add);
    await desk.asked();
    await desk.engine.stop();
    assert.deepEqual(desk.failures, []);
  });
});

suite("the prompts of one place", () => {
  /** The prompt as far as it was evaluated; the last white space is held back. */
  const bare = (prompt: string): string => prompt.replace(/[ \t]+$/, "");

  async function promptsWhile(desk: Desk, actions: readonly ((desk: Desk) => void)[]): Promise<readonly string[]> {
    const prompts: string[] = [];
    for (const act of [() => undefined, ...actions]) {
      act(desk);
      await desk.offered(" nothing that anybody types 7;\n");
      prompts.push(bare(desk.daemon.last.prompt));
    }
    return prompts;
  }

  function assertAppended(prompts: readonly string[]): void {
    for (const [index, prompt] of prompts.entries()) {
      const before = prompts[index - 1] ?? "";
      assert.ok(prompt.startsWith(before), `prompt ${index} is no continuation of the one before`);
    }
    assert.ok((prompts.at(-1)?.length ?? 0) > (prompts[0]?.length ?? 0));
  }

  test("only grow while typing, through Enter, closed brackets and accepted text", async () => {
    const desk = new Desk(`import x from "x";\n\n${add}\nexport const last = 1;\n`);
    const prompts = await promptsWhile(desk, [
      (it) => it.type("if "),
      (it) => it.type("(", ")"),
      (it) => it.type("a"),
      (it) => {
        it.cursor += 1;
        it.edit(it.cursor, it.cursor, "");
      },
      (it) => it.type(" {", "}"),
      (it) => it.type("\n    ", "\n  "),
      (it) => it.type("const text = "),
      (it) => it.type('"', '"'),
      (it) => it.type("hello"),
    ]);
    assertAppended(prompts);
  });

  test("keep their beginning when something far below changes", async () => {
    const desk = new Desk(`${add}${"// a line of some length\n".repeat(80)}end();\n`);
    const prompts = await promptsWhile(desk, [
      (it) => it.edit(it.text.length - 5, it.text.length, "changed();\n"),
      (it) => it.type("const a = 1;\n  "),
    ]);
    assertAppended(prompts);
  });

  test("keep their beginning when something above the window changes", async () => {
    const desk = new Desk(`${"const line = 1;\n".repeat(800)}\n${add}`);
    const prompts = await promptsWhile(desk, [
      (it) => it.edit(0, 0, "// a new first line\n"),
      (it) => it.type("const a = 1;\n  "),
    ]);
    assertAppended(prompts);
  });

  test("say anew what follows when that is no longer true", async () => {
    const desk = new Desk(`${add}\nexport const last = 1;\n`);
    await promptsWhile(desk, []);
    const at = desk.text.indexOf("export const last");
    desk.edit(at, at, "export const entirelyNew = 2;\n");
    await desk.asked();
    assert.ok(desk.daemon.last.prompt.includes("entirelyNew"));
  });

  test("are cut in coarse steps, never line by line", async () => {
    const desk = new Desk("|");
    const heads = new Set<string>();
    let requests = 0;
    for (let line = 0; line < 250; line++) {
      desk.type(`export const value${line} = compute(${line});\n`);
      await desk.offered("nothing that anybody types 7;\n");
      const { prompt } = desk.daemon.last;
      requests = desk.daemon.requests.length;
      heads.add(prompt.slice(0, prompt.indexOf("export const") + 40));
    }
    assert.equal(requests, 250);
    assert.ok(heads.size >= 2 && heads.size <= 15, `${heads.size} windows`);
  });

  test("hold no control text of the user's", async () => {
    const desk = new Desk('const mark = "<end_of_turn>";\n|\nconst other = "<start_of_turn>";\n');
    await desk.asked();
    const { prompt } = desk.daemon.last;
    assert.equal(prompt.split("<end_of_turn>").length - 1, 1);
    assert.equal(prompt.split("<start_of_turn>").length - 1, 2);
  });

  test("leave room for a sound answer, and end at the fence and the turn", async () => {
    const desk = new Desk(add);
    await desk.asked();
    const { sampling } = desk.daemon.last;
    assert.ok(sampling.numPredict >= 128);
    assert.equal(sampling.temperature, 0);
    assert.ok(sampling.stop?.includes("<end_of_turn>") === true);
    assert.ok(sampling.stop.some((one) => one.startsWith("\n```")));
  });
});

suite("documents and editors of all kinds", () => {
  test("with CRLF get LF in the prompt, and are typed through", async () => {
    const desk = new Desk(add.replaceAll("\n", "\r\n"));
    assert.equal(await desk.offered("  const sum = a + b;\n  return sum;\n}\n"), "const sum = a + b;\n  return sum;");
    assert.equal(desk.daemon.last.prompt.includes("\r"), false);
    desk.type("const sum = a + b;\r\n  ret");
    assert.equal((await desk.atOnce())?.offer.text, "urn sum;");
    assert.equal(desk.daemon.requests.length, 1);
  });

  test("with a word chosen in the suggest widget go on behind that word", async () => {
    const desk = new Desk("const n = list.le|;\n");
    const selected = { from: desk.text.indexOf("le;"), text: "length" };
    const offer = await desk.offered(" + 1;\n", { selected });
    assert.ok(desk.daemon.last.prompt.endsWith("const n = list.length"));
    assert.equal(offer, " + 1;");
  });

  test("with a model of its own holes send prefix and suffix", async () => {
    const desk = new Desk(add, { generation: "insert" });
    assert.equal(await desk.offered("  return a + b;\n"), "return a + b;");
    assert.equal(desk.daemon.last.prompt, `${add.slice(0, add.indexOf("  |"))}‸\n}\n`);
  });
});

suite("requests, which have a price", () => {
  /** The times between keys of a person who types fluently and stops to think, ms; the same in each run. */
  function gaps(): () => number {
    let seed = 7;
    const random = (): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
      return seed / 2 ** 31;
    };
    return () => (random() < 0.08 ? 400 + 900 * random() : 70 + 160 * random());
  }

  test("are no more than twice those of a client that asks once per pause", async () => {
    const desk = new Desk("|");
    desk.daemon.script = async (answer) => {
      // A model that is right about the rest of the line every other time, 25 ms a token.
      await desk.clock.pause(60, new AbortController().signal);
      const rest = code.slice(desk.cursor, code.indexOf("\n", desk.cursor) + 1);
      const text = desk.daemon.requests.length % 2 === 0 ? rest : " wrong;\n";
      for (const piece of text.match(/.{1,4}|\n/g) ?? []) {
        if (!answer.isOpen) return;
        await answer.say(piece);
        await desk.clock.pause(25, new AbortController().signal);
      }
      await answer.end();
    };
    const nextGap = gaps();
    let pauses = 0;
    let typing = new AbortController();
    for (const letter of code) {
      typing.abort();
      typing = new AbortController();
      desk.type(letter);
      void desk.ask({ signal: typing.signal });
      const gapMs = nextGap();
      if (gapMs >= 400) pauses += 1;
      await desk.clock.pass(gapMs);
    }
    assert.ok(pauses > 20);
    const asked = desk.daemon.requests.length;
    assert.ok(asked >= pauses / 2 && asked <= 2 * pauses, `${asked} requests in ${pauses} pauses`);
    assert.equal(desk.daemon.mostOpen, 1);
  });
});
