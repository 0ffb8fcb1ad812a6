import assert from "node:assert/strict";
import { before, suite, test } from "node:test";
import { chooseQuickFix, goToLineEnd, runCommand } from "../../scripts/editor/facetPage.ts";
import { saying } from "../scriptedDaemon.ts";
import { AnswerPage } from "./answerPage.ts";
import { AnswerWorkspace } from "./answerWorkspace.ts";
import { ChatPage } from "./chatPage.ts";

suite("the ways to an answer and from it", () => {
  const workspace = AnswerWorkspace.ofSuite();

  before(async () => {
    workspace.daemon.will(saying("The price."));
    await workspace.waitForSymbols("linePrice");
    await goToLineEnd(workspace.page, 10);
    await runCommand(workspace.page, "Facet: Summarize");
    await workspace.answers.answerAbout("Summary: cart.ts:10-12");
  });

  test("leads back to its text, wherever edits have moved it", async () => {
    await goToLineEnd(workspace.page, 1);
    await workspace.page.keyboard.press("Home");
    await workspace.page.keyboard.type("\n\n");
    await workspace.answers.place.filter({ hasText: "cart.ts:12-14" }).waitFor();
    await workspace.answers.place.click();
    await workspace.page.locator(".editor-instance .active-line-number", { hasText: "14" }).waitFor();
    await workspace.page.locator(".editor-instance .selected-text").first().waitFor();
    await workspace.page.locator(".editor-instance .monaco-editor.focused").waitFor();
    await workspace.page.keyboard.press("Control+Z");
    await workspace.page.keyboard.press("Control+Z");
    await workspace.answers.place.filter({ hasText: "cart.ts:10-12" }).waitFor();
  });

  test("refuses what has no text, in words", async () => {
    const asked = workspace.daemon.chats.length;
    for (const [name, words] of [
      ["empty.txt", "empty.txt is empty."],
      ["data.bin", "data.bin is not text."],
      [".env", ".env may hold secrets"],
    ] as const) {
      await workspace.page
        .locator(".explorer-folders-view .monaco-list-row", { hasText: name })
        .last()
        .click({ button: "right" });
      await workspace.answers.choose("Facet: Explain File");
      await workspace.page.locator('.statusbar-item[id="status.notifications"] .codicon-bell-dot').waitFor();
      await workspace.page.locator('.statusbar-item[id="status.notifications"]').click();
      await workspace.page.locator(".notification-list-item-message", { hasText: words }).first().waitFor();
      await runCommand(workspace.page, "Notifications: Clear All Notifications");
      await workspace.page.keyboard.press("Control+Shift+E");
    }
    assert.equal(workspace.daemon.chats.length, asked);
  });

  test("explains a problem from the light bulb", async () => {
    workspace.daemon.will(saying("Nothing is returned."));
    await workspace.openBeside("cart.ts");
    await chooseQuickFix(workspace.page, "Explain this problem with Facet");
    assert.equal(await workspace.answers.answerAbout(/Explain: cart\.ts/), "Nothing is returned.");
    assert.match(workspace.lastSent, /The editor reports a problem in[\s\S]*how to fix it/);
  });

  test("refuses to write into a text that is only for reading", async () => {
    workspace.daemon.will(saying("Fixed words."));
    await workspace.openBeside("fixed.ts");
    await runCommand(workspace.page, "Facet: Explain File");
    assert.equal(await workspace.answers.answerAbout("Explain: fixed.ts"), "Fixed words.");
    await workspace.answers.button("Insert as comment").click();
    await workspace.answers.notice.filter({ hasText: "fixed.ts cannot be changed." }).waitFor();
  });

  test("summarizes changes that are not committed", async () => {
    workspace.daemon.will(saying("A new file."));
    await runCommand(workspace.page, "Facet: Summarize Changes");
    assert.equal(await workspace.answers.answerAbout("Summary: Git changes"), "A new file.");
    assert.match(workspace.lastSent, /Uncommitted changes: cart\.ts\n```diff/);
  });

  test("goes on in the chat, with all that was said", async () => {
    const chat = new ChatPage(workspace.page, false);
    await workspace.answers.button("Go on in the chat").click();
    await chat.composer.waitFor();
    await chat.answers.getByText("A new file.").waitFor();
    workspace.daemon.will(saying("Because."));
    await chat.ask("Why?");
    await chat.answers.getByText("Because.").waitFor();
    const [question, answer, why] = workspace.daemon.chats.at(-1) ?? [];
    assert.match(question?.content ?? "", /Uncommitted changes: cart\.ts/);
    assert.equal(answer?.content, "A new file.");
    assert.equal(why?.content, "Why?");
    await runCommand(workspace.page, "View: Show Explorer");
    await chat.composer.waitFor({ state: "detached" });
  });

  test("stays where it is when it is pinned, and the next opens beside it", async () => {
    workspace.daemon.will(saying("The other."));
    await workspace.answers.button("Keep this answer here; the next one opens beside it").click();
    await workspace.answers.button("Let the next answer take this place").waitFor();
    await workspace.openBeside("queue.go");
    await runCommand(workspace.page, "Facet: Explain File");
    assert.equal(await new AnswerPage(workspace.page, true).answerAbout("Explain: queue.go"), "The other.");
    // Both are in front, each in its own place, and the code is too.
    for (const name of ["Explain: queue.go", "Summary: Git changes", "queue.go"]) {
      await workspace.page.locator(`.tab.active[aria-label^="${name}"]`).waitFor();
    }
  });
});
