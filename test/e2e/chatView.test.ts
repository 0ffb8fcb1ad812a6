import assert from "node:assert/strict";
import { cp, mkdir, mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, before, suite, test } from "node:test";
import { editorText, openFile, runCommand } from "../../scripts/editor/facetPage.ts";
import { openEditor, type OpenedEditor, repository } from "../../scripts/editor/openEditor.ts";
import { saying, ScriptedDaemon } from "../scriptedDaemon.ts";
import { ChatPage } from "./chatPage.ts";

/** A picture of one dot. */
const dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

suite("the chat in the side bar", () => {
  let daemon: ScriptedDaemon;
  let editor: OpenedEditor;
  let chat: ChatPage;
  let folder = "";

  before(async () => {
    daemon = await ScriptedDaemon.start();
    folder = await mkdtemp(path.join(os.tmpdir(), "facet-chat-"));
    await cp(path.join(repository, "samples", "workspace"), folder, { recursive: true });
    await writeFile(path.join(folder, ".env"), "TOKEN=very-secret\n");
    await writeFile(path.join(folder, "data.bin"), Buffer.from([1, 0, 2, 0, 3]));
    await mkdir(path.join(folder, "parts", "small"), { recursive: true });
    await writeFile(path.join(folder, "parts", "small", "bolt.txt"), "a bolt\n");
    await writeFile(path.join(folder, "soon-gone.txt"), "here\n");
    await writeFile(path.join(folder, "huge.log"), "");
    await truncate(path.join(folder, "huge.log"), 60_000_000);
    await writeFile(path.join(folder, "large.txt"), "many words in a line\n".repeat(5_000));
    const settings = { "facet.endpoint": daemon.url, "facet.completion.enabled": false, "facet.licenceAccepted": true };
    editor = await openEditor({ folder, settings });
    await openFile(editor.page, "cart.ts");
    chat = new ChatPage(editor.page);
    await chat.open();
  });
  after(async () => {
    await editor.close();
    await daemon.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function lastAnswer(): Promise<string> {
    return (await chat.answers.last().innerText()).trim();
  }

  /** The last user turn that was sent. */
  function lastSent(): string {
    return daemon.chats.at(-1)?.at(-1)?.content ?? "";
  }

  test("begins with things to try, which attach what they need", async () => {
    await chat.button("Write tests for this file").click();
    await chat.chips.filter({ hasText: "cart.ts" }).waitFor();
    assert.equal(await chat.composer.inputValue(), "Write tests for this file");
    await chat.button("Remove cart.ts").click();
    await chat.chips.waitFor({ state: "detached" });
    await chat.composer.fill("");
  });

  test("sends nothing where nothing is written", async () => {
    await chat.composer.fill("   \n ");
    await chat.composer.press("Enter");
    assert.deepEqual(daemon.chats, []);
  });

  test("streams an answer as Markdown, with what was attached in the prompt", async () => {
    daemon.will({ steps: [{ kind: "say", text: "It **adds" }, { kind: "wait" }, { kind: "say", text: "** up." }] });
    await chat.attach("Current file");
    await chat.chips.filter({ hasText: "cart.ts" }).waitFor();
    await chat.ask("What does it do?");
    await chat.answers.getByText("It **adds").waitFor();
    daemon.release();
    await chat.waitForEnd();
    assert.equal(await lastAnswer(), "It adds up.");
    assert.equal(await chat.answers.last().locator("strong").innerText(), "adds");
    assert.match(
      lastSent(),
      /File: cart\.ts\n```typescript\n[\s\S]*export function totalPrice[\s\S]*What does it do\?$/,
    );
  });

  test("is named after the conversation", async () => {
    await editor.page.locator(".sidebar .title-label", { hasText: "What does it do?" }).waitFor();
  });

  test("echoes what was said, character for character", async () => {
    daemon.will(saying("Twice."));
    const before = daemon.chats.at(-1) ?? [];
    await chat.ask("And how often?");
    await chat.waitForEnd();
    assert.deepEqual(daemon.chats.at(-1)?.slice(0, 2), [...before, { role: "assistant", content: "It **adds** up." }]);
    assert.equal(lastSent(), "And how often?");
  });

  test("stops: the text so far stays, and the connection is closed", async () => {
    daemon.will({ steps: [{ kind: "say", text: "One, two" }, { kind: "wait" }, { kind: "say", text: ", three" }] });
    await chat.ask("Count.");
    await chat.answers.getByText("One, two").waitFor();
    await chat.button("Stop").click();
    await chat.waitForEnd();
    assert.equal(await lastAnswer(), "One, two");
    await chat.end("Stopped.").waitFor();
    assert.equal(daemon.questions.at(-1)?.wasClosed, true);
  });

  test("goes on where it was stopped", async () => {
    daemon.will(saying(", three."));
    await chat.button("Continue").click();
    await chat.answers.getByText("One, two, three.").waitFor();
    await chat.waitForEnd();
    assert.match(lastSent(), /Continue exactly/);
  });

  test("answers again, in place of what was answered", async () => {
    daemon.will(saying("Another count."));
    await chat.button("Answer again").last().click();
    await chat.answers.getByText("Another count.").waitFor();
    await chat.waitForEnd();
    assert.equal(await chat.answers.getByText("One, two").count(), 0);
    assert.equal(lastSent(), "Count.");
  });

  test("asks an earlier question in other words as a conversation of its own, and keeps what followed", async () => {
    daemon.will(saying("Edited."));
    await chat.button("Edit the question").nth(1).click();
    await chat.frame.locator(".edit-area").fill("How seldom?");
    await chat.button("Ask again from here").click();
    await chat.answers.getByText("Edited.").waitFor();
    await chat.waitForEnd();
    assert.equal(await chat.questions.count(), 2);
    assert.equal(lastSent(), "How seldom?");
    assert.doesNotMatch(JSON.stringify(daemon.chats.at(-1)), /Twice|Count/);
    await chat.notice.filter({ hasText: "a conversation of its own" }).waitFor();
    await chat.titleAction("Chat History");
    const items = chat.frame.locator(".history-item");
    await items.nth(1).click();
    await chat.questions.filter({ hasText: "Count." }).waitFor();
    await chat.titleAction("Chat History");
    await items.first().click();
    await chat.questions.filter({ hasText: "How seldom?" }).waitFor();
  });

  test("keeps the text when the daemon is lost, and says what helps", async () => {
    daemon.will({ steps: [{ kind: "say", text: "Half of" }, { kind: "wait" }, { kind: "cut" }] });
    await chat.ask("A long story?");
    await chat.answers.getByText("Half of").waitFor();
    daemon.release();
    await chat.waitForEnd();
    assert.equal(await lastAnswer(), "Half of");
    await chat.end("Ollama went away in the middle of an answer.").waitFor();
    await chat.button("Start Ollama").waitFor();
    await chat.button("Continue").waitFor();
  });

  test("says in the daemon's own words what nobody foresaw", async () => {
    daemon.will({
      steps: [
        { kind: "say", text: "Hm" },
        { kind: "error", message: "the moon is in the wrong place" },
      ],
    });
    await chat.ask("Why?");
    await chat.end("Ollama says: the moon is in the wrong place").waitFor();
    await chat.waitForEnd();
  });

  test("puts code where the cursor is, in place of a selection, and into a new file", async () => {
    daemon.will(saying("```ts\nconst answer = 42;\n```"));
    await chat.ask("Code, please.");
    await chat.waitForEnd();
    await chat.button("Insert at the cursor").last().click();
    await editor.page.locator(".tab.active", { hasText: "cart.ts" }).waitFor();
    await editor.page.locator(".view-line", { hasText: "const answer = 42;" }).first().waitFor();
    await editor.page.locator(".editor-instance .view-lines").first().click();
    await runCommand(editor.page, "File: Revert File");
    await editor.page.locator(".editor-instance .view-lines").first().click();
    await editor.page.keyboard.press("Control+A");
    await chat.button("Replace the selection").last().click();
    await editor.page.waitForFunction(`document.querySelectorAll(".editor-instance .view-line").length === 1`);
    assert.equal(await editorText(editor.page), "const answer = 42;");
    await editor.page.locator(".editor-instance .view-lines").first().click();
    await runCommand(editor.page, "File: Revert File");
    await chat.button("Open as a new file").last().click();
    await editor.page.locator(".tab.active", { hasText: "Untitled" }).waitFor();
    await editor.page.locator(".editor-instance .view-lines").first().click();
    await runCommand(editor.page, "View: Revert and Close Editor");
    assert.match(await readFile(path.join(folder, "cart.ts"), "utf8"), /totalPrice/);
  });

  test("attaches by #, and the mark goes", async () => {
    await chat.composer.pressSequentially("see #queue");
    await chat.frame.locator(".attach-entry", { hasText: "queue.go" }).waitFor();
    await chat.composer.press("Enter");
    await chat.chips.filter({ hasText: "queue.go" }).waitFor();
    assert.equal(await chat.composer.inputValue(), "see ");
    await chat.button("Remove queue.go").click();
    await chat.composer.fill("");
  });

  test("attaches a folder by #, as the list of what is in it", async () => {
    await chat.composer.pressSequentially("#parts");
    await chat.frame.locator(".attach-entry", { hasText: /^parts$/ }).click();
    await chat.chips.filter({ hasText: "parts" }).waitFor();
    await chat.ask("What lies there?");
    await chat.waitForEnd();
    assert.match(lastSent(), /Folder listing: parts\n```\nsmall\/\n {2}bolt\.txt\n```/);
  });

  test("takes what is dropped: files, and refuses what must not or cannot be read", async () => {
    await chat.drop(`file://${folder}/temperatures.py`);
    await chat.chips.filter({ hasText: "temperatures.py" }).waitFor();
    await chat.button("Remove temperatures.py").click();
    const refused = {
      ".env": /may hold secrets/,
      "data.bin": /is not text/,
      "nowhere.txt": /cannot be read/,
      "huge.log": /is larger than Facet reads/,
    };
    for (const [name, words] of Object.entries(refused)) {
      await chat.drop(`file://${folder}/${name}`);
      await chat.notice.filter({ hasText: words }).waitFor();
    }
    assert.equal(await chat.chips.count(), 0);
  });

  test("keeps what was attached although its file is gone", async () => {
    await chat.drop(`file://${folder}/soon-gone.txt`);
    await chat.chips.filter({ hasText: "soon-gone.txt" }).waitFor();
    await rm(path.join(folder, "soon-gone.txt"));
    await chat.ask("What was in it?");
    await chat.waitForEnd();
    assert.match(lastSent(), /soon-gone\.txt[\s\S]*here/);
  });

  test("says which attachments to drop where they do not fit", async () => {
    const sent = daemon.chats.length;
    await chat.drop(`file://${folder}/large.txt`);
    await chat.chips.filter({ hasText: "large.txt" }).waitFor();
    await chat.frame.locator(".gauge.over").waitFor();
    await chat.ask("What does it say?");
    await chat.end("It fits without large.txt.").waitFor();
    assert.equal(daemon.chats.length, sent);
  });

  test("refuses a megabyte of question without a stutter of words", async () => {
    const sent = daemon.chats.length;
    await chat.fillAtOnce("word ", 200_000);
    await chat.composer.press("Enter");
    await chat.end(/Shorten it, or raise/).waitFor();
    assert.equal(daemon.chats.length, sent);
  });

  test("offers the twin with vision where an image was attached to a model without", async () => {
    await chat.pasteImage("dot.png", dot);
    await chat.chips.filter({ hasText: "dot.png" }).waitFor();
    await chat.ask("What is it?");
    await chat.button("Use gemma3:4b-it-qat").waitFor();
  });

  test("finds in the conversation, across the colours of code", async () => {
    await chat.titleAction("Find in Chat");
    const field = chat.frame.locator(".find").getByRole("textbox");
    await field.fill("const answer = 42");
    await chat.frame.getByText("1 of 1").waitFor();
    await field.fill("surely nowhere");
    await chat.frame.getByText("No match").waitFor();
    await field.press("Escape");
    await chat.frame.locator(".find").waitFor({ state: "hidden" });
  });

  test("ignores messages that are malformed", async () => {
    const before = await chat.frame.locator(".transcript").innerText();
    const wrong = [null, 7, "screen", {}, { type: "screen" }, { type: "chunk", exchangeId: 3 }, { type: "toString" }];
    await chat.post([...wrong, JSON.parse('{"type":"__proto__"}')]);
    await chat.titleAction("Find in Chat");
    await chat.frame.locator(".find").getByRole("textbox").press("Escape");
    assert.equal(await chat.frame.locator(".transcript").innerText(), before);
  });

  test("keeps conversations: a new one, the list, an old one, deleting", async () => {
    await chat.titleAction("New Chat");
    await chat.frame.getByText("Ask Facet").waitFor();
    await editor.page.locator(".sidebar .title-label", { hasText: "New conversation" }).waitFor();
    daemon.will(saying("Hello."));
    await chat.ask("A second conversation");
    await chat.waitForEnd();
    await chat.titleAction("Chat History");
    const items = chat.frame.locator(".history-item");
    await items.nth(1).waitFor();
    assert.match((await items.first().innerText()).trim(), /^A second conversation/);
    await items.nth(1).click();
    await chat.questions.filter({ hasText: "What does it do?" }).waitFor();
    await chat.titleAction("Chat History");
    await chat.button("Delete “A second conversation”").click();
    await items.nth(2).waitFor({ state: "detached" });
    await chat.frame.locator(".history").getByRole("button", { name: "Close" }).click();
  });

  test("is the same after it was hidden and shown again", async () => {
    const draft = "half a thought ".repeat(200);
    const gauge = chat.frame.locator(".gauge-words");
    const fill = await gauge.innerText();
    await chat.composer.fill(draft);
    // The host has the draft when it has answered with another gauge.
    await gauge.filter({ hasNotText: fill }).waitFor();
    const questions = await chat.questions.allInnerTexts();
    await runCommand(editor.page, "View: Show Explorer");
    await chat.composer.waitFor({ state: "detached" });
    await chat.open();
    await chat.questions.first().waitFor();
    assert.deepEqual(await chat.questions.allInnerTexts(), questions);
    assert.equal(await chat.composer.inputValue(), draft);
  });

  test("has its conversation, and the draft to its last letter, after the window was loaded again at once", async () => {
    const questions = await chat.questions.allInnerTexts();
    await chat.composer.fill("");
    await chat.composer.pressSequentially("to the last letter");
    await editor.page.reload();
    // The command exists once the extension runs, which its item in the status bar shows.
    await editor.page.locator('.statusbar-item[id$="facet.status"]').waitFor();
    await chat.open();
    await chat.questions.first().waitFor();
    assert.deepEqual(await chat.questions.allInnerTexts(), questions);
    assert.equal(await chat.composer.inputValue(), "to the last letter");
  });
});
