import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { chooseQuickFix, goToLineEnd, runCommand } from "../../scripts/editor/facetPage.ts";
import type { OpenedEditor } from "../../scripts/editor/openEditor.ts";
import { saying, type ScriptedDaemon } from "../scriptedDaemon.ts";
import { AnswerPage } from "./answerPage.ts";
import { AnswerWorkspace } from "./answerWorkspace.ts";
import { ChatPage } from "./chatPage.ts";

suite("the ways to an answer and from it", () => {
  let workspace: AnswerWorkspace;
  let daemon: ScriptedDaemon;
  let editor: OpenedEditor;
  let answers: AnswerPage;

  before(async () => {
    workspace = await AnswerWorkspace.open();
    ({ daemon, editor, answers } = workspace);
    daemon.will(saying("The price."));
    await workspace.waitForSymbols("linePrice");
    await goToLineEnd(editor.page, 10);
    await runCommand(editor.page, "Facet: Summarize");
    await answers.answerAbout("Summary: cart.ts:10-12");
  });
  after(() => workspace.close());

  test("leads back to its text, wherever edits have moved it", async () => {
    await goToLineEnd(editor.page, 1);
    await editor.page.keyboard.press("Home");
    await editor.page.keyboard.type("\n\n");
    await answers.place.filter({ hasText: "cart.ts:12-14" }).waitFor();
    await answers.place.click();
    await editor.page.locator(".editor-instance .active-line-number", { hasText: "14" }).waitFor();
    await editor.page.locator(".editor-instance .selected-text").first().waitFor();
    await editor.page.locator(".editor-instance .monaco-editor.focused").waitFor();
    await editor.page.keyboard.press("Control+Z");
    await editor.page.keyboard.press("Control+Z");
    await answers.place.filter({ hasText: "cart.ts:10-12" }).waitFor();
  });

  test("refuses what has no text, in words", async () => {
    const asked = daemon.chats.length;
    for (const [name, words] of [
      ["empty.txt", "empty.txt is empty."],
      ["data.bin", "data.bin is not text."],
      [".env", ".env may hold secrets"],
    ] as const) {
      await editor.page
        .locator(".explorer-folders-view .monaco-list-row", { hasText: name })
        .last()
        .click({ button: "right" });
      await answers.choose("Facet: Explain File");
      await editor.page.locator('.statusbar-item[id="status.notifications"] .codicon-bell-dot').waitFor();
      await editor.page.locator('.statusbar-item[id="status.notifications"]').click();
      await editor.page.locator(".notification-list-item-message", { hasText: words }).first().waitFor();
      await runCommand(editor.page, "Notifications: Clear All Notifications");
      await editor.page.keyboard.press("Control+Shift+E");
    }
    assert.equal(daemon.chats.length, asked);
  });

  test("explains a problem from the light bulb", async () => {
    daemon.will(saying("Nothing is returned."));
    await workspace.openBeside("cart.ts");
    await chooseQuickFix(editor.page, "Explain this problem with Facet");
    assert.equal(await answers.answerAbout(/Explain: cart\.ts/), "Nothing is returned.");
    assert.match(workspace.lastSent, /The editor reports a problem in[\s\S]*how to fix it/);
  });

  test("refuses to write into a text that is only for reading", async () => {
    daemon.will(saying("Fixed words."));
    await workspace.openBeside("fixed.ts");
    await runCommand(editor.page, "Facet: Explain File");
    assert.equal(await answers.answerAbout("Explain: fixed.ts"), "Fixed words.");
    await answers.button("Insert as comment").click();
    await answers.notice.filter({ hasText: "fixed.ts cannot be changed." }).waitFor();
  });

  test("summarizes changes that are not committed", async () => {
    daemon.will(saying("A new file."));
    await runCommand(editor.page, "Facet: Summarize Changes");
    assert.equal(await answers.answerAbout("Summary: Git changes"), "A new file.");
    assert.match(workspace.lastSent, /Uncommitted changes: cart\.ts\n```diff/);
  });

  test("goes on in the chat, with all that was said", async () => {
    const chat = new ChatPage(editor.page, false);
    await answers.button("Go on in the chat").click();
    await chat.composer.waitFor();
    await chat.answers.getByText("A new file.").waitFor();
    daemon.will(saying("Because."));
    await chat.ask("Why?");
    await chat.answers.getByText("Because.").waitFor();
    const [question, answer, why] = daemon.chats.at(-1) ?? [];
    assert.match(question?.content ?? "", /Uncommitted changes: cart\.ts/);
    assert.equal(answer?.content, "A new file.");
    assert.equal(why?.content, "Why?");
    await runCommand(editor.page, "View: Show Explorer");
    await chat.composer.waitFor({ state: "detached" });
  });

  test("stays where it is when it is pinned, and the next opens beside it", async () => {
    daemon.will(saying("The other."));
    await answers.button("Keep this answer here; the next one opens beside it").click();
    await answers.button("Let the next answer take this place").waitFor();
    await workspace.openBeside("queue.go");
    await runCommand(editor.page, "Facet: Explain File");
    assert.equal(await new AnswerPage(editor.page, true).answerAbout("Explain: queue.go"), "The other.");
    // Both are in front, each in its own place, and the code is too.
    for (const name of ["Explain: queue.go", "Summary: Git changes", "queue.go"]) {
      await editor.page.locator(`.tab.active[aria-label^="${name}"]`).waitFor();
    }
  });
});
