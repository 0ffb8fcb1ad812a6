import assert from "node:assert/strict";
import { afterEach, beforeEach, suite, test } from "node:test";
import type { CommitFailure } from "../../../src/core/commit/commitFailure.ts";
import type { DraftWish } from "../../../src/core/commit/draftWish.ts";
import type { Failure } from "../../../src/core/failures.ts";
import type { OpenRepository } from "../../../src/host/git.ts";
import { DaemonError } from "../../../src/ollama/readFailure.ts";
import { commitAnswer, type ComposeMessage } from "../../../src/providers/chat/commitAnswer.ts";
import { CommitMessages, type CommitSurface } from "../../../src/providers/commitMessages.ts";
import { CommitWriter } from "../../../src/providers/commitWriter.ts";
import { ScratchRepository } from "./scratchRepository.ts";
import { ScriptedAnswers, silence, type Script } from "./scriptedAnswers.ts";

const never = new AbortController().signal;

/** A commit box that remembers every text it held. */
class Box {
  readonly texts: string[] = [];
  #value = "";

  get value(): string {
    return this.#value;
  }

  set value(text: string) {
    this.#value = text;
    this.texts.push(text);
  }
}

/** The editor's part, with the answers that the person would give. */
class PlayedUi implements CommitSurface {
  readonly told: string[] = [];
  readonly writing: boolean[] = [];
  readonly reports: string[] = [];
  wish: DraftWish | undefined = { kind: "any" };
  picks = 0;
  mayReplace = true;

  showWriting(isWriting: boolean): void {
    this.writing.push(isWriting);
  }
  whileWriting(work: (report: (words: string) => void) => Promise<void>): Promise<void> {
    return work((words) => this.reports.push(words));
  }
  mention(words: string): void {
    this.told.push(words);
  }
  tell(words: string): Promise<void> {
    this.told.push(words);
    return Promise.resolve();
  }
  tellFailure({ kind }: CommitFailure): Promise<void> {
    this.told.push(kind);
    return Promise.resolve();
  }
  tellDaemonFailure({ kind }: Failure): Promise<void> {
    this.told.push(`daemon ${kind}`);
    return Promise.resolve();
  }
  pickRepository(repositories: readonly OpenRepository[]): Promise<OpenRepository | undefined> {
    this.picks++;
    return Promise.resolve(repositories.at(-1));
  }
  pickWish(): Promise<DraftWish | undefined> {
    return Promise.resolve(this.wish);
  }
  mayReword(): Promise<boolean> {
    return Promise.resolve(this.mayReplace);
  }
}

let scratch: ScratchRepository;
let box: Box;
let ui: PlayedUi;
let traced: string[];
beforeEach(async () => {
  scratch = await ScratchRepository.create();
  await scratch.write("src/cart.ts", "export const total = 0;\n");
  await scratch.commit("Begin the cart");
  await scratch.write("src/cart.ts", "export const total = 1; // counts each item once\n");
  box = new Box();
  ui = new PlayedUi();
  traced = [];
});
afterEach(() => scratch.remove());

function opened(id = "one", root = scratch.root, ownBox: { value: string } = box): OpenRepository {
  return {
    id,
    root,
    path: root,
    name: id,
    isSelected: false,
    command: "git",
    box: ownBox,
    refresh: () => Promise.resolve(),
  };
}

function messages(answers: ScriptedAnswers, repositories: readonly OpenRepository[] = [opened()]): CommitMessages {
  return new CommitMessages(
    () => Promise.resolve(repositories),
    new CommitWriter(answers),
    ui,
    () => ({
      instructions: "",
      secretPatterns: [],
    }),
    (line) => traced.push(line),
  );
}

function scripted(...scripts: Script[]): { answers: ScriptedAnswers; drafts: CommitMessages } {
  const answers = new ScriptedAnswers(...scripts);
  return { answers, drafts: messages(answers) };
}

/** Resolves with the next turn of the event loop, after which a started run has asked. */
async function asked(answers: ScriptedAnswers, count = 1): Promise<void> {
  while (answers.questions.length < count) await new Promise((resolve) => setImmediate(resolve));
}

suite("a commit message in its box", () => {
  test("can be asked for again while the sentence about what went wrong still stands unread", async () => {
    const { drafts } = scripted(new DaemonError({ kind: "cutOff", detail: "" }), "Count each item once");
    let told = (): void => undefined;
    const isTold = new Promise<void>((resolve) => (told = resolve));
    ui.tellDaemonFailure = () => {
      told();
      return new Promise(() => undefined);
    };
    void drafts.draft();
    await isTold;
    assert.deepEqual(ui.writing, [true, false]);
    await drafts.draft();
    assert.equal(box.value, "Count each item once");
  });

  test("arrives line by line, each assignment one step of undo", async () => {
    const { drafts } = scripted("```\nCount each item once\n\nThe total was wrong.\nIt is right now.\n```\nBye");
    await drafts.draft();
    assert.deepEqual(box.texts, [
      "Count each item once",
      "Count each item once\n\nThe total was wrong.",
      "Count each item once\n\nThe total was wrong. It is right now.",
    ]);
    assert.deepEqual(ui.writing, [true, false]);
    assert.match(ui.told.join(), /Nothing is staged/);
  });

  test("takes the user's draft as a hint, and gives it back in one step", async () => {
    const { answers, drafts } = scripted("Count each item once");
    box.value = "total was wrong";
    await drafts.draft();
    assert.match(answers.prompts[0] ?? "", /own draft, which says what is meant:\ntotal was wrong/);
    assert.equal(box.value, "Count each item once");
    await drafts.restoreDraft();
    assert.equal(box.value, "total was wrong");
    await drafts.restoreDraft();
    assert.equal(box.value, "Count each item once");
  });

  test("a stop in the middle restores the draft", async () => {
    const { answers, drafts } = scripted("Count each item once\n\nBecause.\nMore.\n");
    box.value = "my own";
    answers.onPiece = async (text) => {
      if (text.endsWith("Because.\n")) void drafts.draft("one");
      await new Promise((resolve) => setImmediate(resolve));
    };
    await drafts.draft();
    assert.equal(box.value, "my own");
    assert.ok(box.texts.includes("Count each item once"));
    assert.deepEqual(
      ui.told.filter((words) => !/staged/.test(words)),
      [],
    );
    assert.equal(ui.writing.at(-1), false);
  });

  test("two quick presses are a start and a stop", async () => {
    const { drafts } = scripted(silence);
    box.value = "my own";
    await Promise.all([drafts.draft(), drafts.draft()]);
    assert.deepEqual([box.value, ui.writing.at(-1)], ["my own", false]);
  });

  test("a stop ends even what never answers", async () => {
    const answers = new ScriptedAnswers("x");
    answers.ready = () => new Promise(() => undefined);
    box.value = "my own";
    const drafts = messages(answers);
    const run = drafts.draft();
    while (ui.writing.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await drafts.stop();
    await run;
    const deaf = messages(new ScriptedAnswers("x"), [
      { ...opened(), refresh: () => new Promise<void>(() => undefined) },
    ]);
    const second = deaf.draft();
    while (ui.writing.length < 3) await new Promise((resolve) => setImmediate(resolve));
    await deaf.stop();
    await second;
    assert.deepEqual([box.value, ui.writing], ["my own", [true, false, true, false]]);
  });

  test("a stop before the first word ends the question", async () => {
    const { answers, drafts } = scripted(silence);
    box.value = "my own";
    const run = drafts.draft();
    await asked(answers);
    await drafts.stop();
    await run;
    assert.equal(box.value, "my own");
  });

  test("a daemon that is lost midway leaves the draft intact, with a sentence", async () => {
    const { drafts } = scripted(new DaemonError({ kind: "cutOff", detail: "" }));
    box.value = "my own";
    await drafts.draft();
    assert.equal(box.value, "my own");
    assert.equal(ui.told.at(-1), "daemon cutOff");
    const lost = scripted("Count each item once\n\nBecause\n‖lost");
    await lost.drafts.draft();
    assert.equal(box.value, "my own");
  });

  test("whoever types meanwhile keeps the box", async () => {
    const { answers, drafts } = scripted("Count each item once\n\nBecause.\nMore.\n");
    answers.onPiece = (text) => {
      if (text.endsWith("Because.\n")) box.value = "I know better";
    };
    await drafts.draft();
    assert.equal(box.value, "I know better");
  });

  test("asked again it says that the first was not wanted, and warms up", async () => {
    const { answers, drafts } = scripted("Count each item once", "Correct the total of the cart");
    box.value = "my own";
    await drafts.draft();
    await drafts.draft();
    assert.match(answers.prompts[0] ?? "", /what is meant:\nmy own/);
    assert.match(answers.prompts[1] ?? "", /did not want that\. Write something different/);
    const temperatures = answers.questions.map(({ sampling }) => sampling.temperature ?? 0);
    assert.ok((temperatures[1] ?? 0) > (temperatures[0] ?? 0));
    assert.equal(box.value, "Correct the total of the cart");
    await drafts.restoreDraft();
    assert.equal(box.value, "my own");
  });

  test("asked again it only goes on with what was asked before, so that the daemon need not evaluate it anew", async () => {
    const { answers, drafts } = scripted("Count each item once", "Correct the total of the cart", "Fix the total");
    await drafts.draft();
    answers.promptTokensPerSecond = 30;
    await drafts.draft();
    ui.wish = { kind: "type", type: "fix" };
    await drafts.regenerate();
    const turns = answers.questions.map(({ messages }) => messages.map(({ role, content }) => `${role}: ${content}`));
    assert.deepEqual(
      turns.map(({ length }) => length),
      [1, 3, 5],
    );
    assert.deepEqual(turns[1]?.slice(0, 1), turns[0]);
    assert.deepEqual(turns[2]?.slice(0, 3), turns[1]);
    assert.equal(turns[1]?.[1], "assistant: Count each item once");
    assert.match(turns[2]?.[4] ?? "", /Its type must be "fix"/);
    await scratch.write("src/more.ts", "export const more = 2;\n");
    await drafts.draft();
    assert.match(answers.questions.at(-1)?.messages[0]?.content ?? "", /more\.ts/);
  });

  test("a copied message is objected to once, then made of names", async () => {
    const { answers, drafts } = scripted("Begin the cart", "Count each item once");
    await drafts.draft();
    assert.equal(answers.questions.length, 2);
    assert.deepEqual(box.texts, ["Count each item once"]);
    const stubborn = scripted("Begin the cart", "begin the cart.");
    box.value = "";
    await stubborn.drafts.draft();
    assert.equal(stubborn.answers.questions.length, 2);
    assert.equal(box.value, "Update cart.ts");
    assert.match(ui.told.at(-1) ?? "", /names/);
  });

  test("a line of the change is objected to", async () => {
    const { answers, drafts } = scripted("export const total = 1; // counts each item once", "Count each item once");
    await drafts.draft();
    assert.match(answers.prompts[1] ?? "", /That is a line of the change/);
    assert.equal(box.value, "Count each item once");
  });

  test("what only the examples speak of is objected to, and taken where other words come with it", async () => {
    await scratch.write("log.md", "x");
    await scratch.commit("Retry uploads of photographs");
    await scratch.write("src/cart.ts", "export const total = 2;\n");
    const { answers, drafts } = scripted("Show uploads", "Count each item once");
    await drafts.draft();
    assert.match(answers.prompts[1] ?? "", /nothing in this change speaks of "uploads"/);
    assert.equal(box.value, "Count each item once");

    const stubborn = scripted("Show photographs of carts");
    box.value = "";
    await stubborn.drafts.draft();
    assert.equal(box.value, "Show photographs of carts");

    const hopeless = scripted("Show photographs");
    box.value = "";
    await hopeless.drafts.draft();
    assert.equal(box.value, "Update cart.ts");
  });

  test("a line of the list of files is objected to", async () => {
    const { answers, drafts } = scripted("modified: src/cart.ts (+1 -1)", "Count each item once");
    await drafts.draft();
    assert.match(answers.prompts[1] ?? "", /That is a line of the change/);
    assert.equal(box.value, "Count each item once");
  });

  test("a team that writes German is asked in German, and English is objected to once", async () => {
    for (const message of ["Behebe den Absturz beim Start", "Die Liste wird nicht mehr doppelt geladen"]) {
      await scratch.write("log.md", message);
      await scratch.commit(message);
    }
    await scratch.write("src/cart.ts", "export const total = 2;\n");
    const { answers, drafts } = scripted("+ Add a counter to the cart", "Zähle jedes Teil nur einmal");
    await drafts.draft();
    assert.doesNotMatch(answers.prompts[0] ?? "", /a verb like "Add"/);
    assert.match(answers.prompts[0] ?? "", /auf Deutsch\.$/);
    assert.match(answers.prompts[1] ?? "", /^Say the same in German\./);
    assert.equal(box.value, "Zähle jedes Teil nur einmal");

    const stubborn = scripted("Add a counter to the cart");
    box.value = "";
    await stubborn.drafts.draft();
    assert.equal(stubborn.answers.questions.length, 2);
    assert.equal(box.value, "Add a counter to the cart");
  });

  test("nothing sensible twice is a failure with the draft intact", async () => {
    const { drafts } = scripted("```\n```", "...");
    box.value = "my own";
    await drafts.draft();
    assert.equal(box.value, "my own");
    assert.equal(ui.told.at(-1), "emptyAnswer");
  });

  test("a heading twice is no message either, but names are", async () => {
    const { drafts } = scripted("Examples of the style:\n- one\n", "The changes:");
    await drafts.draft();
    assert.equal(box.value, "Update cart.ts");
  });

  test("nothing to commit asks nobody", async () => {
    await scratch.commit("All of it");
    const { answers, drafts } = scripted("x");
    box.value = "my own";
    await drafts.draft();
    assert.deepEqual([answers.questions.length, ui.told.at(-1), box.value], [0, "nothingToCommit", "my own"]);
  });

  test("a failure after a good message leaves that message", async () => {
    const { drafts } = scripted("Count each item once", new DaemonError({ kind: "busy" }));
    await drafts.draft();
    await drafts.draft();
    assert.equal(box.value, "Count each item once");
  });

  test("a merge uses its own text and asks nobody", async () => {
    await scratch.commit("Three");
    await scratch.git("checkout", "--quiet", "-b", "other", "HEAD^");
    await scratch.write("other.ts", "x\n");
    await scratch.commit("Two");
    await scratch.git("merge", "--no-commit", "--no-ff", "main");
    const { answers, drafts } = scripted("x");
    await drafts.draft();
    assert.deepEqual([answers.questions.length, box.value], [0, "Merge branch 'main' into other"]);
  });

  test("with several repositories the named one, else the picked one", async () => {
    const others = await ScratchRepository.create();
    try {
      await others.write("x.ts", "x\n");
      const otherBox = new Box();
      const answers = new ScriptedAnswers("Count each item once");
      const drafts = messages(answers, [opened(), opened("two", others.root, otherBox)]);
      await drafts.draft("one");
      assert.deepEqual([ui.picks, box.value, otherBox.value], [0, "Count each item once", ""]);
      await drafts.draft();
      assert.deepEqual([ui.picks, otherBox.value], [1, "Count each item once"]);
    } finally {
      await others.remove();
    }
  });

  test("regenerating passes the wish on", async () => {
    const { answers, drafts } = scripted("Count each item once", "Count once");
    await drafts.draft();
    ui.wish = { kind: "shorter" };
    await drafts.regenerate();
    assert.match(answers.prompts[1] ?? "", /as short as possible/);
    assert.equal(answers.questions[1]?.messages[1]?.content, "Count each item once");
    ui.wish = { kind: "type", type: "fix" };
    await drafts.regenerate();
    assert.equal(box.value, "fix: count once");
  });

  test("the last message is rewritten where the user agrees", async () => {
    const { answers, drafts } = scripted("Start a cart with a total");
    box.value = "draft of the next";
    await drafts.rewriteLast();
    assert.match(answers.prompts[0] ?? "", /The message as it is now, which is to be rewritten:\nBegin the cart/);
    assert.equal(await scratch.repository.lastMessage(never), "Start a cart with a total");
    assert.equal(box.value, "draft of the next");
    ui.mayReplace = false;
    await messages(new ScriptedAnswers("Something else entirely")).rewriteLast();
    assert.equal(await scratch.repository.lastMessage(never), "Start a cart with a total");
    assert.equal(box.value, "Something else entirely");
  });

  test("a large change is noted in parts first", async () => {
    for (let index = 0; index < 30; index++) {
      await scratch.write(
        `src/part${index}.ts`,
        `export function part${index}() {\n  return ${index};\n}\n`.repeat(40),
      );
    }
    const answers = new ScriptedAnswers("- src/part: adds functions", "- src/more: adds more", "Add thirty parts");
    answers.numCtx = 4096;
    await messages(answers).draft();
    assert.ok(answers.questions.length > 3, `${answers.questions.length} questions`);
    assert.match(answers.prompts.at(-1) ?? "", /What was noted about the changes:\n- src\/part: adds functions/);
    assert.equal(box.value, "Add thirty parts");
    assert.match(ui.reports.join(), /part 1 of/);
  });

  test("what a replacement pattern would eat comes through", async () => {
    await scratch.write("src/cart.ts", "const pattern = '$&$1$`';\n");
    const { answers, drafts } = scripted("Escape $& and $1 in patterns");
    await drafts.draft();
    assert.match(answers.prompts[0] ?? "", /\+const pattern = '\$&\$1\$`';/);
    assert.equal(box.value, "Escape $& and $1 in patterns");
  });

  test("ghost text goes on with what was begun, is asked for once, and is silent in failure", async () => {
    const { answers, drafts } = scripted("Count each item once in the cart", new DaemonError({ kind: "busy" }));
    assert.equal(await drafts.suggest(scratch.root, "Count each", never), "Count each item once in the cart");
    assert.match(answers.prompts[0] ?? "", /must begin with exactly these words: Count each/);
    assert.equal(await drafts.suggest(scratch.root, "Count each item", never), "Count each item once in the cart");
    assert.equal(answers.questions.length, 1);
    assert.deepEqual(traced, []);
    assert.equal(await drafts.suggest(scratch.root, "Other", never), undefined);
    assert.deepEqual([box.texts, ui.told], [[], []]);
    assert.deepEqual(traced, ['commit box: {"kind":"busy"}'], "the log explains it");
  });

  test("chat gets the message without the box", async () => {
    const { drafts } = scripted("Count each item once");
    const events = [];
    for await (const event of drafts.compose({ kind: "any" }, never)) events.push(event.kind);
    assert.deepEqual(events, ["reading", "message", "end"]);
    assert.deepEqual(box.texts, []);
  });

  test("chat shows the first line at once, and the rest once it is final", async () => {
    const { answers, drafts } = scripted("Count each item once\n\nThe total was wrong.\nIt is right now.");
    const pieces = [];
    const compose: ComposeMessage = (wish, signal) => drafts.compose(wish, signal);
    for await (const piece of commitAnswer(compose, " with a body ", never)) pieces.push(piece);
    assert.deepEqual(pieces, ["```text\nCount each item once", "\n\nThe total was wrong. It is right now.\n```\n"]);
    assert.match(answers.prompts[0] ?? "", /The user asks: with a body/);
  });
});
