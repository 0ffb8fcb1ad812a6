import assert from "node:assert/strict";
import { appendFile, cp, mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, before, suite, test } from "node:test";
import { openFile } from "../../scripts/editor/facetPage.ts";
import { openEditor, type OpenedEditor, repository } from "../../scripts/editor/openEditor.ts";
import { runProcess } from "../../src/shared/process/runProcess.ts";
import { saying, ScriptedDaemon } from "../scriptedDaemon.ts";
import { EditorsChatPage } from "./editorsChatPage.ts";

suite("@facet in VS Code's own chat, with no account", () => {
  let daemon: ScriptedDaemon;
  let editor: OpenedEditor;
  let chat: EditorsChatPage;
  let folder = "";

  before(async () => {
    daemon = await ScriptedDaemon.start();
    folder = await mkdtemp(path.join(os.tmpdir(), "facet-chat-"));
    await cp(path.join(repository, "samples", "workspace"), folder, { recursive: true });
    const git = (...args: string[]): Promise<unknown> =>
      runProcess({ command: "git", args, cwd: folder }, new AbortController().signal);
    await git("init", "--quiet");
    await git("add", ".");
    await git("-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "--quiet", "-m", "All");
    await appendFile(path.join(folder, "queue.go"), "// a line that is new\n");
    const settings = { "facet.endpoint": daemon.url, "facet.completion.enabled": false, "facet.licenceAccepted": true };
    editor = await openEditor({ folder, settings });
    await openFile(editor.page, "cart.ts");
    await editor.page.locator('.statusbar-item[id$="facet.status"]').waitFor();
    chat = new EditorsChatPage(editor.page);
  });
  after(async () => {
    await editor.close();
    await daemon.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** The last user turn that was sent. */
  function lastSent(): string {
    return daemon.chats.at(-1)?.at(-1)?.content ?? "";
  }

  test("opens with our name and our model by our command, and answers what is typed", async () => {
    daemon.will(saying("It adds **prices** up."));
    await chat.openByCommand();
    assert.match((await chat.model.getAttribute("aria-label")) ?? "", /gemma-3-4b-it-qat/);
    await chat.attached.filter({ hasText: "cart.ts" }).waitFor();
    await chat.ask("What is it?");
    await chat.answer("It adds prices up.").waitFor();
    assert.equal(await chat.answer("It adds").locator("strong").innerText(), "prices");
    assert.match(lastSent(), /File: cart\.ts\n```typescript[\s\S]*What is it\?$/);
  });

  test("stays in the conversation, echoes what was said, and tells of a file once", async () => {
    daemon.will(saying("Twice."));
    await chat.ask("And how often?");
    await chat.answer("Twice.").waitFor();
    const [first, echo, last] = daemon.chats.at(-1) ?? [];
    assert.match(first?.content ?? "", /What is it\?$/);
    assert.deepEqual(echo, { role: "assistant", content: "It adds **prices** up." });
    assert.match(last?.content ?? "", /And how often\?$/);
    assert.doesNotMatch(last?.content ?? "", /export function/);
  });

  test("knows its commands, offers what may come next, and asks that by a click", async () => {
    daemon.will(saying("It is a cart."), saying("A basket for numbers."));
    await chat.ask("/explain ");
    await chat.answer("It is a cart.").waitFor();
    assert.match(lastSent(), /Explain/);
    await chat.followUp("Explain it more simply").click();
    await chat.answer("A basket for numbers.").waitFor();
    assert.match(lastSent(), /Explain it more simply$/);
    assert.doesNotMatch(lastSent(), /step by step/);
  });

  test("reads what is attached by #, and shows it as used", async () => {
    daemon.will(saying("They differ."));
    await chat.input.click();
    await editor.page.keyboard.type("Compare with #queue");
    await editor.page.locator(".suggest-widget .monaco-list-row", { hasText: "queue.go" }).first().waitFor();
    await editor.page.keyboard.press("Tab");
    await editor.page.keyboard.press("Enter");
    const answer = chat.answer("They differ.");
    await answer.waitFor();
    assert.match(lastSent(), /File: queue\.go\n[\s\S]*package/);
    await answer.getByText(/^Completed \d steps/).click();
    await answer.getByText("Used 2 references").click();
    await answer.getByText("queue.go").first().waitFor();
  });

  test("drafts a message for what has been changed", async () => {
    daemon.will(saying("```text\nGreet whoever reads the queue\n```"));
    await chat.ask("/commit ");
    await chat.answer("Greet whoever reads the queue").waitFor();
    // The very question of the commit box: the changes and how the team writes, nothing of the open file.
    assert.match(lastSent(), /\+\/\/ a line that is new[\s\S]*Rules:/);
    assert.doesNotMatch(lastSent(), /File: cart\.ts/);
  });

  test("stops: the connection is closed, and what has come stays", async () => {
    daemon.will({ steps: [{ kind: "say", text: "One, " }, { kind: "wait" }, { kind: "say", text: "two" }] });
    await chat.ask("Count.");
    await chat.answer("One,").waitFor();
    await chat.stop.click();
    await chat.stop.waitFor({ state: "hidden" });
    assert.equal(daemon.questions.at(-1)?.wasClosed, true);
    await chat.answer("One,").waitFor();
  });

  test("says what went wrong, and offers what helps", async () => {
    daemon.will({ steps: [{ kind: "say", text: "Half of" }, { kind: "wait" }, { kind: "cut" }] });
    await chat.ask("A story?");
    await chat.answer("Half of").waitFor();
    daemon.release();
    const answer = chat.answer("Ollama went away in the middle of an answer.");
    await answer.waitFor();
    await answer.getByRole("button", { name: "Start Ollama" }).waitFor();
  });

  test("answers in a new conversation whose question is typed whole, by hand", async () => {
    daemon.will(saying("A fresh start."));
    await chat.beginAnew();
    await chat.ask("@facet Hello?");
    await chat.answer("A fresh start.").waitFor();
    assert.doesNotMatch(JSON.stringify(daemon.chats.at(-1)), /A story/);
  });

  test("says what of the conversation is no longer sent, for want of room", async () => {
    daemon.will({ steps: [{ kind: "say", text: "wordy ".repeat(20_000) }] }, saying("In short."));
    await chat.ask("A long story?");
    await chat.answer("wordy wordy").waitFor();
    await chat.stop.waitFor({ state: "hidden" });
    await chat.ask("And shorter?");
    await chat.answer(/The first 2 questions of this conversation no longer fit.*In short\./s).waitFor();
    assert.equal(daemon.chats.at(-1)?.length, 1);
    assert.match(lastSent(), /And shorter\?$/);
  });
});
