import assert from "node:assert/strict";
import { cp, mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, before, suite, test } from "node:test";
import { openFile, waitForFacetReady, waitForGhostText, waitForNoGhostText } from "../../scripts/editor/facetPage.ts";
import { openEditor, type OpenedEditor, repository } from "../../scripts/editor/openEditor.ts";
import { faults } from "../faults/faults.ts";
import { FaultyDaemon, type Moment } from "../faults/faultyDaemon.ts";
import { ChatPage } from "./chatPage.ts";

const good = "Add the tax to the total";
/** The rows of the fault table that differ most for a person: a way to break, when, and what the chat says then. */
const rows: readonly (readonly [fault: string, moment: Moment, says: RegExp])[] = [
  ["connection reset", "begin", /went away/],
  ["500 memory", "begin", /memory/],
  ["garbage", "begin", /not Ollama/],
  ["HTML with 200", "begin", /not Ollama/],
  ["no last line", "begin", /went away/],
  ["503 busy", "begin", /too many requests/],
];

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
  await page.locator(".editor-instance .monaco-editor").first().click();
  await page.keyboard.press("Control+End");
  await page.keyboard.press("Enter");
  await page.keyboard.type("const next = ");
  await waitForGhostText(page);
  await page.keyboard.press("Escape");
  await waitForNoGhostText(page);
  await daemon.until(() => daemon.open === 0);
  assert.equal(await page.locator(".notification-toast, .monaco-dialog-box").count(), 0);
}

suite("in the real editor the chat says what is wrong, and all is well with the next question, after", () => {
  for (const [name, moment, says] of rows) {
    test(`${name}, ${moment}`, async () => {
      const fault = faults.find((one) => one.name === name);
      assert.ok(fault !== undefined);
      daemon.strike(moment, fault.harm);
      await chat.ask(`What of ${name}?`);
      await chat.waitForEnd();
      await chat.end(says).last().waitFor();
      daemon.heal();
      await assertAllIsWell();
    });
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

  test("a daemon that is gone and comes back", async () => {
    const { port } = new URL(daemon.url);
    await daemon.stop();
    await chat.ask("Is anybody there?");
    await chat.waitForEnd();
    await chat.end(/./).last().waitFor();
    daemon = await FaultyDaemon.start(Number(port));
    daemon.willSay(good);
    await assertAllIsWell();
  });
});
