import assert from "node:assert/strict";
import { cp, mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, before, suite, test } from "node:test";
import {
  facetStatus,
  openFile,
  waitForFacetStatus,
  waitForFacetReady,
  waitForGhostText,
  waitForNoGhostText,
} from "../../scripts/editor/facetPage.ts";
import { openEditor, type OpenedEditor, repository } from "../../scripts/editor/openEditor.ts";
import { faults } from "../faults/faults.ts";
import { FaultTable } from "../faults/faultTable.ts";
import { FaultyDaemon } from "../faults/faultyDaemon.ts";
import { ChatPage } from "./chatPage.ts";
import { assertSaid, lookAnew, machineWords, wordsOfStatus } from "./faultRowCells.ts";

const good = "Add the tax to the total";
const table = new FaultTable();

let home: string;
let daemon: FaultyDaemon;
let editor: OpenedEditor;
let chat: ChatPage;

before(async () => {
  home = await mkdtemp(path.join(os.tmpdir(), "facet-rows-"));
  const folder = path.join(home, "workspace");
  await cp(path.join(repository, "samples", "workspace"), folder, { recursive: true });
  daemon = await FaultyDaemon.start();
  daemon.willSay(good);
  editor = await openEditor({
    folder,
    settings: {
      "facet.endpoint": daemon.url,
      "facet.daemon.autoStart": false,
      "facet.completion.trigger": "typing",
      "facet.licenceAccepted": true,
      // The editor's own list would take the Escape that is meant for ghost text.
      "editor.suggestOnTriggerCharacters": false,
    },
    env: { HOME: home },
  });
  chat = new ChatPage(editor.page);
  await openFile(editor.page, "cart.ts");
  await waitForFacetReady(editor.page);
  await chat.open();
});

after(async () => {
  console.log(table.toString());
  await editor.close();
  await daemon.stop();
  await rm(home, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 });
});

/** What must be true whatever went wrong before: chat and ghost text answer, no request stays, nobody is interrupted. */
async function assertAllIsWell(): Promise<void> {
  const { page } = editor;
  await chat.ask("And now?");
  await chat.waitForEnd();
  await chat.answers.last().filter({ hasText: good }).waitFor();
  await waitForFacetReady(page);
  await typeLine("const next = ");
  await waitForGhostText(page);
  await page.keyboard.press("Escape");
  await waitForNoGhostText(page);
  await daemon.until(() => daemon.open === 0);
  assert.equal(await page.locator(".notification-toast, .monaco-dialog-box").count(), 0);
}

/** How the last answer ended, in the words that a person reads; empty where it is simply there. */
async function wordsOfEnd(): Promise<string> {
  const words = chat.frame.locator(".exchange").last().locator(".end-words");
  const text = (await words.count()) === 0 ? "" : (await words.first().innerText()).trim();
  assert.doesNotMatch(text, machineWords);
  return text;
}

/** Types where ghost text would come. */
async function typeLine(text: string): Promise<void> {
  const { page } = editor;
  await page.locator(".editor-instance .monaco-editor").first().click();
  await page.keyboard.press("Control+End");
  await page.keyboard.press("Enter");
  await page.keyboard.type(text);
}

suite("in the real editor the status bar stays calm over ghost text, and the next comes, after", () => {
  for (const fault of faults) {
    const outcome = fault.at.begin;
    if (outcome === undefined) continue;
    test(`${fault.name}, begin`, async () => {
      daemon.strike("begin", fault.harm);
      const asked = daemon.asked.length;
      await typeLine("const other = ");
      const hasEnded = (): boolean => outcome === "hangs" || daemon.open === 0;
      await daemon.until(() => daemon.asked.slice(asked).some((one) => one.path === "/api/generate") && hasEnded());
      const status = await facetStatus(editor.page);
      assert.doesNotMatch(status, machineWords);
      table.note(fault.name, "ghost text, begin", status.replace(/^Facet[:,]?\s*/, "").slice(0, 60));
      daemon.heal();
      await assertAllIsWell();
    });
  }
});

suite("in the real editor the status bar says what keeps an answer from beginning, and all is well after", () => {
  for (const fault of faults) {
    for (const moment of ["look", "describe", "load"] as const) {
      const outcome = fault.at[moment];
      // A load that hangs is not given up for minutes.
      if (outcome === undefined || (moment === "load" && outcome === "hangs")) continue;
      test(`${fault.name}, ${moment}`, async () => {
        daemon.strike(moment, fault.harm);
        await lookAnew(editor, daemon);
        const words = await wordsOfStatus(editor.page);
        assertSaid(words, fault.name, true);
        table.note(fault.name, `status bar, ${moment}`, words.slice(0, 100));
        daemon.heal();
        // The look that follows one in vain hangs already, and goes on hanging.
        if (outcome === "hangs") await lookAnew(editor, daemon);
        await assertAllIsWell();
      });
    }
  }
});

suite("in the real editor the chat says what is wrong, and all is well with the next question, after", () => {
  for (const fault of faults) {
    for (const moment of ["begin", "middle"] as const) {
      const outcome = fault.at[moment];
      if (outcome === undefined) continue;
      test(`${fault.name}, ${moment}`, async () => {
        daemon.strike(moment, fault.harm);
        await chat.ask(`What of ${fault.name}, ${moment}?`);
        if (outcome === "hangs") {
          await daemon.until(() => daemon.openAt(moment) > 0);
          await chat.button("Stop").click();
        }
        await chat.waitForEnd();
        const words = await wordsOfEnd();
        if (outcome !== "answered") assertSaid(words, fault.name, moment === "begin");
        table.note(fault.name, `chat, ${moment}`, words === "" ? "the answer" : words);
        daemon.heal();
        await assertAllIsWell();
      });
    }
  }

  test("an answer that hangs in its middle, which the person stops", async () => {
    daemon.strike("middle", () => undefined);
    await chat.ask("Does it hang?");
    await chat.answers.last().filter({ hasText: "1 + 2" }).waitFor();
    await chat.button("Stop").click();
    await chat.waitForEnd();
    daemon.heal();
    await assertAllIsWell();
  });

  test("a load that takes long, which no key and no question ends", async () => {
    let finish = (): void => undefined;
    const loads = new Promise<void>((resolve) => (finish = resolve));
    daemon.strike("load", async (response) => {
      response.setHeader("content-type", "application/json");
      await loads;
      response.end(JSON.stringify({ response: "", done: true, done_reason: "load" }));
    });
    await lookAnew(editor, daemon);
    await daemon.until(() => daemon.openAt("load") > 0);
    await typeLine("const slow = ");
    await chat.ask("Is it loaded?");
    await waitForFacetStatus(editor.page, /load/i);
    assert.deepEqual([daemon.open, daemon.openAt("load")], [1, 1], "only the load is open");
    daemon.heal();
    finish();
    await chat.waitForEnd();
    await chat.answers.last().filter({ hasText: good }).waitFor();
    await assertAllIsWell();
  });

  test("a model that was deleted, which is there again", async () => {
    daemon.strike("describe", (response) => {
      response.writeHead(404, { "content-type": "application/json" });
      response.end(JSON.stringify({ error: "model 'x' not found" }));
    });
    daemon.lose();
    await lookAnew(editor, daemon);
    const status = await wordsOfStatus(editor.page);
    assert.match(status, /gemma-3-4b-it-qat-q4_0/);
    await chat.ask("Who answers?");
    await chat.waitForEnd();
    assert.match(await wordsOfEnd(), /does not have the model/);
    daemon.heal();
    await assertAllIsWell();
  });

  test("a daemon that is gone and comes back as another version, with a smaller context", async () => {
    const { port } = new URL(daemon.url);
    await daemon.stop();
    await chat.ask("Is anybody there?");
    await chat.waitForEnd();
    await chat.end(/./).last().waitFor();
    daemon = await FaultyDaemon.start(Number(port));
    daemon.willSay(good);
    daemon.version = "0.99.1";
    daemon.contextLength = 2_048;
    await assertAllIsWell();
    const contexts = new Set(daemon.asked.map(({ body }) => /"num_ctx":(\d+)/.exec(body)?.[1]).filter(Boolean));
    assert.deepEqual([...contexts], ["8192"], "all ask with the one context of the settings");
  });
});
