import assert from "node:assert/strict";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, before, beforeEach, suite, test } from "node:test";
import type { Locator } from "playwright-core";
import { chooseFromMenu, chooseQuickFix, openFile, runCommand } from "../../scripts/editor/facetPage.ts";
import { openEditor, type OpenedEditor, repository } from "../../scripts/editor/openEditor.ts";
import { ScriptedDaemon } from "../scriptedDaemon.ts";
import { ChatPage } from "./chatPage.ts";

/** A picture of one dot. */
const dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

suite("the ways into the chat, by mouse", () => {
  let daemon: ScriptedDaemon;
  let editor: OpenedEditor;
  let chat: ChatPage;
  let folder = "";

  before(async () => {
    daemon = await ScriptedDaemon.start({ capabilities: ["completion", "vision"] });
    folder = await mkdtemp(path.join(os.tmpdir(), "facet-chat-"));
    await cp(path.join(repository, "samples", "workspace"), folder, { recursive: true });
    await writeFile(path.join(folder, "dot.png"), Buffer.from(dot, "base64"));
    const settings = {
      "facet.endpoint": daemon.url,
      "facet.completion.enabled": false,
      "facet.licenceAccepted": true,
      "terminal.integrated.rightClickBehavior": "default",
      // Drawn as elements, which a test can read.
      "terminal.integrated.gpuAcceleration": "off",
    };
    editor = await openEditor({ folder, settings });
    await editor.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await openFile(editor.page, "cart.ts");
    await editor.page.locator('.statusbar-item[id$="facet.status"]').waitFor();
    chat = new ChatPage(editor.page);
  });
  after(async () => {
    await editor.close();
    await daemon.stop();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    await runCommand(editor.page, "View: Show Explorer");
    await editor.page.locator(".explorer-folders-view").waitFor();
  });

  /** Chooses an entry of the menu that a right click on something opens. */
  async function rightClick(on: Locator, entry: string): Promise<void> {
    await on.click({ button: "right" });
    await chooseFromMenu(editor.page, entry);
  }

  async function attached(label: string): Promise<void> {
    await chat.chips.filter({ hasText: label }).waitFor();
  }

  async function removed(label: string): Promise<void> {
    await chat.button(`Remove ${label}`).click();
    await chat.chips.filter({ hasText: label }).waitFor({ state: "detached" });
  }

  function lastSent(): (typeof daemon.chats)[number][number] | undefined {
    return daemon.chats.at(-1)?.at(-1);
  }

  const line = (words: string): Locator =>
    editor.page.locator(".editor-instance .view-line", { hasText: words }).first();

  test("a selection, with whole lines", async () => {
    await line("return line.quantity").click();
    await editor.page.keyboard.press("Home");
    await editor.page.keyboard.press("Shift+End");
    await rightClick(line("return line.quantity"), "Add to Facet Chat");
    await attached("cart.ts:11");
    await removed("cart.ts:11");
  });

  test("a file of the explorer, which is not open", async () => {
    await rightClick(
      editor.page.locator(".explorer-folders-view .monaco-list-row", { hasText: "queue.go" }),
      "Add File to Facet Chat",
    );
    await attached("queue.go");
    await removed("queue.go");
  });

  test("a picture of the explorer goes to a model that sees", async () => {
    await rightClick(
      editor.page.locator(".explorer-folders-view .monaco-list-row", { hasText: "dot.png" }),
      "Add File to Facet Chat",
    );
    await attached("dot.png");
    await chat.ask("What is it?");
    await chat.waitForEnd();
    assert.deepEqual(lastSent()?.images, [dot]);
  });

  test("a problem, by its quick fix, with the question and the lines around it", async () => {
    await line("totalQuantity").click();
    await chooseQuickFix(editor.page, "Ask Facet about this problem");
    await attached("cart.ts:");
    const question = await chat.draftWith("must return a value");
    await chat.ask(question);
    await chat.waitForEnd();
    assert.match(lastSent()?.content ?? "", /Selected code: cart\.ts:[\s\S]*totalQuantity[\s\S]*must return a value/);
  });

  test("what is selected in the terminal, with the clipboard as it was", async () => {
    await editor.page.evaluate("navigator.clipboard.writeText('mine')");
    await runCommand(editor.page, "Terminal: Create New Terminal");
    const terminal = editor.page.locator(".terminal-wrapper.active .xterm-screen").first();
    await terminal.click();
    await editor.page.locator(".xterm-rows").first().waitFor({ timeout: 20_000 });
    await editor.page.keyboard.type("echo out-of-$((40+2))-words\n");
    await editor.page.locator(".xterm-rows", { hasText: "out-of-42-words" }).waitFor();
    await runCommand(editor.page, "Terminal: Select All");
    await rightClick(terminal, "Add Terminal Selection to Facet Chat");
    await attached("Terminal");
    await chat.ask("What did it say?");
    await chat.waitForEnd();
    assert.match(lastSent()?.content ?? "", /Terminal output[\s\S]*out-of-42-words/);
    assert.equal(await editor.page.evaluate("navigator.clipboard.readText()"), "mine");
  });
});
