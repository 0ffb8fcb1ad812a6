import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  facetStatus,
  goToLineEnd,
  openFile,
  waitForFacetReady,
  waitForGhostText,
  waitForNoGhostText,
} from "../../scripts/editor/facetPage.ts";
import { descendantsOf } from "../processTree.ts";
import { type EditorWithDaemon, openEditorWithDaemon } from "./editorWithDaemon.ts";

let editor: EditorWithDaemon;

before(async () => {
  editor = await openEditorWithDaemon();
  await openFile(editor.page, "months.ts");
  await waitForFacetReady(editor.page);
});

after(() => editor.close());

/** Types where the small model surely goes on, takes it, and begins a new line. */
async function typeMonth(name: string): Promise<void> {
  const { page } = editor;
  await page.keyboard.type(`export const ${name}`);
  assert.match(await waitForGhostText(page), /^ = /);
  await page.keyboard.press("Tab");
  await waitForNoGhostText(page);
  await page.keyboard.press("Enter");
}

/** Waits until the status bar says something else than that Facet is ready. */
async function waitForTrouble(): Promise<string> {
  const { page } = editor;
  await page
    .locator('.statusbar-item[id$="facet.status"]:not([aria-label*="is ready"]):not(:has([aria-label*="is ready"]))')
    .first()
    .waitFor();
  return facetStatus(page);
}

test("a language server that is killed starts again, and ghost text is back", async () => {
  await goToLineEnd(editor.page, 7);
  await typeMonth("june");
  const servers = descendantsOf(process.pid).filter((one) => one.command.includes("dist/server.js"));
  assert.equal(servers.length, 1);
  const old = servers[0]?.pid ?? 0;
  process.kill(old, "SIGKILL");
  await waitForTrouble().catch(() => "it was back before anybody could look");
  await waitForFacetReady(editor.page);
  await typeMonth("july");
  const now = descendantsOf(process.pid).filter((one) => one.command.includes("dist/server.js"));
  assert.equal(now.length, 1);
  assert.notEqual(now[0]?.pid, old);
});

test("a daemon that is killed is said calmly in the status bar, and all is well once it is back", async () => {
  const { page, daemon } = editor;
  daemon.kill();
  await page.keyboard.type("export const august");
  assert.match(await waitForTrouble(), /Ollama/);
  assert.equal(await page.locator(".notification-toast").count(), 0, "nobody is interrupted by a message");
  await daemon.restart();
  await waitForFacetReady(page);
  await page.keyboard.press("Backspace");
  await page.keyboard.type("t");
  assert.match(await waitForGhostText(page), /^ = /);
});
