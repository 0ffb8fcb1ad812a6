import assert from "node:assert/strict";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import type { Page } from "playwright-core";
import { runCommand } from "../../scripts/editor/facetPage.ts";
import { openEditor, type OpenedEditor, repository } from "../../scripts/editor/openEditor.ts";
import { git } from "../../scripts/parts/git.ts";
import { type OwnDaemon, realDaemon } from "../../scripts/parts/ownDaemon.ts";

let folder: string;
let daemon: OwnDaemon;
let editor: OpenedEditor;

before(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "facet-commit-"));
  await cp(path.join(repository, "samples", "workspace"), folder, { recursive: true });
  await git(folder, "init", "--quiet", "--initial-branch=main");
  await git(folder, "add", "--all");
  await git(folder, "commit", "--quiet", "-m", "Begin with three samples");
  await writeFile(
    path.join(folder, "discount.ts"),
    "export function discount(price: number): number {\n  return price * 0.9;\n}\n",
  );
  await git(folder, "add", "discount.ts");
  daemon = await realDaemon();
  const settings = { "facet.endpoint": daemon.url };
  editor = await openEditor({ folder, settings });
  await editor.page.locator('.activitybar .action-item a[aria-label^="Source Control"]').click();
  await button(editor.page, "Write Commit Message").waitFor({ state: "attached" });
});

after(async () => {
  await editor.close();
  await daemon.stop();
  await rm(folder, { recursive: true, force: true });
});

function button(page: Page, label: string): ReturnType<Page["locator"]> {
  return page.locator(`a.action-label[aria-label^="${label}"]`).first();
}

/** Presses a button of the source control view, which shows its buttons under the mouse only. */
async function press(page: Page, label: string): Promise<void> {
  await page
    .locator(".pane-header")
    .filter({ has: button(page, label) })
    .first()
    .hover();
  await button(page, label).click();
}

/** What the commit box shows, its lines joined. */
async function boxText(page: Page): Promise<string> {
  const lines = await page.locator(".scm-editor .view-line").allInnerTexts();
  return lines.join("\n").replaceAll("\u00a0", " ").trim();
}

async function typeDraft(page: Page, text: string): Promise<void> {
  await page.locator(".scm-editor .monaco-editor").first().click();
  await page.keyboard.press("Control+A");
  await page.keyboard.press("Delete");
  if (text !== "") await page.keyboard.type(text);
}

/** Waits until nothing is being written any more. */
async function ended(page: Page): Promise<void> {
  await button(page, "Stop Writing Commit Message").waitFor({ state: "detached", timeout: 120_000 });
  await button(page, "Write Commit Message").waitFor({ state: "attached" });
}

test("the button writes a message into the box, and the draft comes back in one step", async () => {
  const { page } = editor;
  await typeDraft(page, "a discount");
  await press(page, "Write Commit Message");
  // Only another text in the box proves that a message came; the buttons alone may be swapped too fast to be seen.
  await page.waitForFunction(
    `!/^a.discount$/.test(document.querySelector(".scm-editor .view-lines").innerText.trim())`,
    undefined,
    { timeout: 240_000 },
  );
  await ended(page);
  const message = await boxText(page);
  assert.notEqual(message, "");
  assert.notEqual(message, "a discount");
  await runCommand(page, "Facet: Restore Own Draft of Commit Message");
  await page.locator(".scm-editor .view-line", { hasText: "a discount" }).waitFor();
});

test("the stop button stops, and the draft is as it was", async () => {
  const { page } = editor;
  await typeDraft(page, "my own words");
  // A daemon that stands still gives the time to press the button.
  process.kill(daemon.pid, "SIGSTOP");
  try {
    await press(page, "Write Commit Message");
    await press(page, "Stop Writing Commit Message");
    await ended(page);
    assert.equal(await boxText(page), "my own words");
  } finally {
    process.kill(daemon.pid, "SIGCONT");
  }
});

test("with nothing to commit a sentence says so", async () => {
  const { page } = editor;
  await typeDraft(page, "my own words");
  await git(folder, "stash", "--quiet");
  try {
    await press(page, "Write Commit Message");
    await notified(page, "There is nothing to commit.");
    assert.equal(await boxText(page), "my own words");
    await ended(page);
  } finally {
    await git(folder, "stash", "pop", "--quiet", "--index");
  }
});

test("a daemon that is gone is said, and the draft is as it was", async () => {
  const { page } = editor;
  await typeDraft(page, "my own words");
  daemon.kill();
  await press(page, "Write Commit Message");
  await notified(page, "Ollama");
  await ended(page);
  assert.equal(await boxText(page), "my own words");
});

/** Waits for a message in the notification centre; the harness shows no toasts. */
async function notified(page: Page, words: string): Promise<void> {
  const bell = page.locator('.statusbar-item[id="status.notifications"]');
  await bell.locator(".codicon-bell-dot").waitFor();
  await bell.click();
  await page.locator(".notification-list-item-message", { hasText: words }).first().waitFor();
  await runCommand(page, "Notifications: Clear All Notifications");
}
