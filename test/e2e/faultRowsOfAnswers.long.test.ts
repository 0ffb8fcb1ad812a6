import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, before, suite, test } from "node:test";
import { goToLineEnd, openFile, runCommand } from "../../scripts/editor/facetPage.ts";
import { openEditor, type OpenedEditor } from "../../scripts/editor/openEditor.ts";
import { git } from "../../scripts/parts/git.ts";
import { faults, type Outcome } from "../faults/faults.ts";
import { FaultTable } from "../faults/faultTable.ts";
import { FaultyDaemon, type Moment } from "../faults/faultyDaemon.ts";
import { AnswerPage } from "./answerPage.ts";
import { ChatPage } from "./chatPage.ts";
import { assertSaid, lookAnew, takeNotification } from "./faultRowCells.ts";

/** A feature whose answer a person waits for, as it is asked by hand. */
interface Feature {
  readonly name: string;
  /** The moments whose rows are not in another table. */
  readonly moments: readonly Moment[];
  /** Makes what the rows need visible. */
  readonly open: () => Promise<void>;
  /** Asks. */
  readonly ask: () => Promise<void>;
  /** Has enough, and returns the words that the person reads. */
  readonly stop: () => Promise<string>;
  /** Waits for the end and returns the words that a person reads there; empty where the answer is simply there. */
  readonly end: () => Promise<string>;
  /** Asks, and waits for the good answer. */
  readonly isWell: () => Promise<void>;
}

const good = "Add the tax to the total";
const draft = "my own words";
const lines = 400;
const beforeAnswers: readonly Moment[] = ["look", "describe", "load"];
const all: readonly Moment[] = [...beforeAnswers, "begin", "middle"];
const table = new FaultTable();

let folder: string;
let daemon: FaultyDaemon;
let editor: OpenedEditor;
let chat: ChatPage;
let answers: AnswerPage;
/** The line that is explained; another each time, so that no answer is taken for the next. */
let line = 0;

before(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "facet-answer-rows-"));
  await git(folder, "init", "--quiet", "--initial-branch=main");
  await writeFile(path.join(folder, "total.txt"), "The total.\n");
  await git(folder, "add", "--all");
  await git(folder, "commit", "--quiet", "-m", "Begin the cart");
  const prices = Array.from({ length: lines }, (_, at) => `The price of item ${at + 1}.\n`);
  await writeFile(path.join(folder, "prices.txt"), prices.join(""));
  await writeFile(path.join(folder, "total.txt"), "The total with the tax.\n");
  await git(folder, "add", "total.txt");
  daemon = await FaultyDaemon.start();
  daemon.willSay(good);
  const settings = {
    "facet.endpoint": daemon.url,
    "facet.daemon.autoStart": false,
    "facet.licenceAccepted": true,
    // Only what is asked for here shall meet the faults.
    "facet.completion.enabled": false,
  };
  editor = await openEditor({ folder, settings, env: { HOME: folder } });
  chat = new ChatPage(editor.page, false);
  answers = new AnswerPage(editor.page);
  await openFile(editor.page, "prices.txt");
});

after(async () => {
  console.log(table.toString());
  await editor.close();
  await daemon.stop();
  await rm(folder, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 });
});

/** The words under the last of some answers; empty where there are none. */
async function wordsBelow(place: ReturnType<ChatPage["frame"]["locator"]>): Promise<string> {
  const words = place.locator(".end-words");
  return (await words.count()) === 0 ? "" : (await words.first().innerText()).trim();
}

/** A button of the source control view. */
function button(label: string): ReturnType<OpenedEditor["page"]["locator"]> {
  return editor.page.locator(`a.action-label[aria-label^="${label}"]`).first();
}

/** What the commit box shows. */
async function box(): Promise<string> {
  const shown = await editor.page.locator(".scm-editor .view-line").allInnerTexts();
  return shown.join("\n").replaceAll("\u00a0", " ").trim();
}

/** Runs in the page: whether there is a message in the box, all of it, or a sentence that says why there is none. */
const hasCommitEnded = `document.querySelector(".codicon-bell-dot") !== null
  || !/^my.own.words$/.test(document.querySelector(".scm-editor .view-lines").innerText.trim())
    && document.querySelector('a.action-label[aria-label^="Stop Writing Commit Message"]') === null`;

const chatting: Feature = {
  name: "chat",
  moments: beforeAnswers,
  open: () => chat.open(),
  ask: () => chat.ask("How much is it?"),
  stop: async () => {
    await chat.button("Stop").click();
    return chatting.end();
  },
  end: async () => {
    await chat.waitForEnd();
    return wordsBelow(chat.frame.locator(".exchange").last());
  },
  isWell: async () => {
    await chat.ask("And now?");
    await chat.waitForEnd();
    await chat.answers.last().filter({ hasText: good }).waitFor();
  },
};

const explaining: Feature = {
  name: "explain",
  moments: all,
  open: () => Promise.resolve(),
  ask: async () => {
    const { page } = editor;
    // By the mouse: the panel that has the focus keeps some keys to itself.
    await page.locator(".editor-instance .view-lines").first().click();
    await goToLineEnd(page, ++line);
    await page.keyboard.press("Shift+Home");
    await runCommand(page, "Facet: Explain");
    await answers.title.filter({ hasText: new RegExp(`prices\\.txt:${line}$`) }).waitFor();
  },
  stop: async () => {
    await answers.button("Stop").click();
    return explaining.end();
  },
  end: async () => {
    await answers.waitForEnd();
    return wordsBelow(answers.frame.locator("body"));
  },
  isWell: async () => {
    await explaining.ask();
    await answers.waitForEnd();
    await answers.answer.filter({ hasText: good }).waitFor();
  },
};

const committing: Feature = {
  name: "commit message",
  moments: all,
  open: async () => {
    const { page } = editor;
    // The item as a whole: the number of changes lies over its picture.
    const picture = page.locator('a[aria-label^="Source Control"]');
    await page.locator(".activitybar .action-item", { has: picture }).first().click();
    await button("Write Commit Message").waitFor({ state: "attached" });
  },
  ask: async () => {
    const { page } = editor;
    await page.locator(".scm-editor .monaco-editor").first().click();
    await page.keyboard.press("Control+A");
    await page.keyboard.type(draft);
    await runCommand(page, "Facet: Write Commit Message");
  },
  stop: async () => {
    await runCommand(editor.page, "Facet: Stop Answering");
    await button("Stop Writing Commit Message").waitFor({ state: "detached" });
    assert.equal(await box(), draft, "the own words are there");
    return "";
  },
  end: async () => {
    await editor.page.waitForFunction(hasCommitEnded);
    await button("Stop Writing Commit Message").waitFor({ state: "detached" });
    if ((await editor.page.locator(".codicon-bell-dot").count()) === 0) return "";
    const words = await takeNotification(editor.page);
    assert.equal(await box(), draft, "the own words are there");
    return words;
  },
  isWell: async () => {
    await committing.ask();
    await editor.page.locator(".scm-editor .view-line", { hasText: good }).waitFor();
    await button("Stop Writing Commit Message").waitFor({ state: "detached" });
  },
};

/** What must be true whatever went wrong before: the feature answers, no request stays, nobody is interrupted. */
async function assertAllIsWell(feature: Feature): Promise<void> {
  await feature.isWell();
  await daemon.until(() => daemon.open === 0);
  assert.equal(await editor.page.locator(".notification-toast, .monaco-dialog-box, .codicon-bell-dot").count(), 0);
}

/** Asks while a fault is there and returns what the person reads; of a silence in an answer they have had enough some time. */
async function suffered(feature: Feature, moment: Moment, outcome: Outcome): Promise<string> {
  if (beforeAnswers.includes(moment)) await lookAnew(editor, daemon);
  await feature.ask();
  if (outcome !== "hangs" || beforeAnswers.includes(moment)) return feature.end();
  await daemon.until(() => daemon.openAt(moment) > 0);
  const words = await feature.stop();
  return words === "" ? "stopped, the own words are back" : words;
}

for (const feature of [chatting, explaining, committing]) {
  suite(`in the real editor: ${feature.name}`, () => {
    before(() => feature.open());

    for (const fault of faults) {
      for (const moment of feature.moments) {
        const outcome = fault.at[moment];
        // A load that hangs is not given up for minutes.
        if (outcome === undefined || (moment === "load" && outcome === "hangs")) continue;
        test(`${fault.name}, ${moment}`, async () => {
          daemon.strike(moment, fault.harm);
          const words = await suffered(feature, moment, outcome);
          if (outcome !== "answered") assertSaid(words, fault.name, moment !== "middle");
          table.note(`${fault.name}, ${moment}`, feature.name, words === "" ? "the answer" : words);
          daemon.heal();
          // The look that follows one in vain hangs already, and goes on hanging.
          if (outcome === "hangs" && beforeAnswers.includes(moment)) await lookAnew(editor, daemon);
          await assertAllIsWell(feature);
        });
      }
    }
  });
}
