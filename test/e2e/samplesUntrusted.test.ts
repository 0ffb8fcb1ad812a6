import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, before, suite, test } from "node:test";
import type { Locator } from "playwright-core";
import { runCommand, waitForFacetStatus } from "../../scripts/editor/facetPage.ts";
import { openEditor, type OpenedEditor } from "../../scripts/editor/openEditor.ts";
import { ScriptedDaemon } from "../scriptedDaemon.ts";

suite("the samples in Restricted Mode", () => {
  let daemon: ScriptedDaemon;
  let editor: OpenedEditor;
  let folder = "";

  before(async () => {
    daemon = await ScriptedDaemon.start();
    folder = await mkdtemp(path.join(os.tmpdir(), "facet-untrusted-"));
    await writeFile(path.join(folder, "own.ts"), "export const mine = 1;\n");
    const settings = { "facet.endpoint": daemon.url, "security.workspace.trust.startupPrompt": "never" };
    editor = await openEditor({ folder, isTrusted: false, settings });
    await waitForFacetStatus(editor.page, /until you trust this workspace/);
  });
  after(async () => {
    await editor.close();
    await daemon.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** The message that answers a command, in the list behind the bell. */
  async function answerTo(command: string, words: string): Promise<Locator> {
    const { page } = editor;
    const bell = page.locator('.statusbar-item[id="status.notifications"]');
    await runCommand(page, "Notifications: Clear All Notifications");
    await bell.locator(".codicon-bell-dot").waitFor({ state: "detached" });
    await runCommand(page, command);
    await bell.locator(".codicon-bell-dot").waitFor();
    await bell.click();
    const message = page.locator(".notification-list-item", { hasText: words });
    await message.waitFor();
    return message;
  }

  test("the one of ghost text says what it waits for, and opens nothing", async () => {
    await answerTo("Facet: Try It on a Sample", "Facet waits until you trust this workspace.");
    assert.equal(await editor.page.locator('.tab[data-resource-name^="Untitled"]').count(), 0);
  });

  test("the one of a commit message says why it needs trust, and leads to where that is given", async () => {
    const { page } = editor;
    const message = await answerTo("Facet: Try a Commit Message on a Sample", "need a trusted workspace");
    assert.equal(await page.locator(".monaco-dialog-box").count(), 0);
    // By the keys: what the editor says of the bell below the mouse may lie over the button.
    await message.getByRole("button", { name: "Trust this workspace" }).press("Enter");
    await page.locator(".workspace-trust-editor").waitFor();
  });

  test("nobody was asked for anything", () => {
    assert.deepEqual([daemon.questions, daemon.chats], [[], []]);
  });
});
