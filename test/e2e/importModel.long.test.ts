import assert from "node:assert/strict";
import { copyFile, cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import type { Page } from "playwright-core";
import {
  facetStatus,
  goToLineEnd,
  openFile,
  waitForFacetReady,
  waitForFacetStatus,
  waitForGhostText,
} from "../../scripts/editor/facetPage.ts";
import { openEditor, type OpenedEditor, repository } from "../../scripts/editor/openEditor.ts";
import { daemonProgram } from "../../scripts/parts/daemon.ts";
import { modelFile } from "../../scripts/parts/model.ts";
import { freePort } from "../../scripts/parts/ownDaemon.ts";

const pictures = process.env["FACET_PICTURES"] ?? path.join(repository, "out", "screenshots");

let home: string;
let editor: OpenedEditor;
let page: Page;

before(async () => {
  home = await mkdtemp(path.join(os.tmpdir(), "facet-import-"));
  const folder = path.join(home, "workspace");
  await cp(path.join(repository, "samples", "workspace"), folder, { recursive: true });
  await copyFile(await modelFile(), path.join(folder, "gemma-3.gguf"));
  await writeFile(path.join(folder, "notes.gguf"), "These are notes, and no model at all.");
  await mkdir(pictures, { recursive: true });
  editor = await openEditor({
    folder,
    settings: {
      "facet.daemon.path": await daemonProgram(),
      "facet.completion.trigger": "typing",
      "facet.contextLength": 2048,
    },
    env: {
      HOME: home,
      OLLAMA_MODELS: path.join(home, "models"),
      OLLAMA_HOST: `127.0.0.1:${await freePort()}`,
      LLAMA_ARG_THREADS: "1",
      LLAMA_ARG_THREADS_BATCH: "1",
    },
  });
  page = editor.page;
  await openFile(page, "cart.ts");
});

after(async () => {
  await editor.close();
  await rm(home, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 });
});

async function picture(name: string): Promise<void> {
  await page.screenshot({ path: path.join(pictures, `import-${name}.png`) });
}

/** From the status bar to the file dialog, and in that to a file. */
async function chooseFile(name: string): Promise<void> {
  await page.locator('.statusbar-item[id$="facet.status"] a').first().click();
  await page.locator(".quick-input-list .monaco-list-row", { hasText: "Import a GGUF file from disk" }).first().click();
  // The dialog shows the folder that is open, once it has read it.
  const row = page.locator(".quick-input-list .monaco-list-row", { hasText: name }).first();
  await row.waitFor();
  await picture(`dialog-${name}`);
  await row.click();
}

test("a file that is no model is named as what it is, with another way on", { timeout: 180_000 }, async () => {
  await waitForFacetStatus(page, /is not on this machine yet/);
  await chooseFile("notes.gguf");
  await page.locator('.statusbar-item[id="status.notifications"] .codicon-bell-dot').waitFor();
  await page.locator('.statusbar-item[id="status.notifications"]').click();
  const item = page.locator(".notification-list-item", { hasText: "notes.gguf" }).first();
  await item.waitFor();
  await picture("refused");
  await item.hover();
  await page.keyboard.press("Escape");
});

test("from a file on the disk to ghost text, only by what is clickable", { timeout: 300_000 }, async () => {
  await chooseFile("gemma-3.gguf");
  const warning = page.locator(".monaco-dialog-box", { hasText: "gemma-3.gguf" });
  await warning.waitFor();
  await picture("warning");
  await warning.locator(".monaco-button", { hasText: "Import this model" }).click();
  await page.getByText("do you accept the licence").first().waitFor({ timeout: 120_000 });
  await picture("licence");
  await page.locator(".monaco-dialog-box .monaco-button", { hasText: "Accept" }).click();
  await waitForFacetReady(page);
  assert.match(await facetStatus(page), /ready with gemma-3-4b/);
  await openFile(page, "cart.ts");
  await goToLineEnd(page, 1);
  await page.keyboard.press("Enter");
  await page.keyboard.type("export const one = ");
  assert.notEqual(await waitForGhostText(page, 120_000), "");
  await picture("ghost-text");
});
