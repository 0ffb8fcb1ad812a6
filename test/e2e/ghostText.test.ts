import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  editorText,
  ghostText,
  goToLineEnd,
  openFile,
  runCommand,
  waitForFacetReady,
  waitForGhostText,
  waitForNoGhostText,
} from "../../scripts/editor/facetPage.ts";
import { type EditorWithDaemon, openEditorWithDaemon } from "./editorWithDaemon.ts";

let editor: EditorWithDaemon;

before(async () => {
  editor = await openEditorWithDaemon();
  await openFile(editor.page, "months.ts");
  await waitForFacetReady(editor.page);
});

after(() => editor.close());

test("ghost text appears, stays while its letters are typed, and Tab accepts it", async () => {
  const { page, meter } = editor;
  await goToLineEnd(page, 7);
  await page.keyboard.type("export const june");
  const offered = await waitForGhostText(page);
  assert.match(offered, /^ = \d+;/);
  const asked = meter.generations.length;

  await page.keyboard.type(" =");
  await page.locator(".view-line", { hasText: "june =" }).first().waitFor();
  assert.equal(await waitForGhostText(page), offered.slice(2));
  assert.equal(meter.generations.length, asked, "typing through a suggestion asks for nothing new");

  await page.keyboard.press("Tab");
  await waitForNoGhostText(page);
  assert.match(await editorText(page), /export const june = \d+;/);
});

test("Escape hides ghost text, and it does not come back at that place", async () => {
  const { page, meter } = editor;
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await page.keyboard.type("export const july");
  await waitForGhostText(page);
  await page.keyboard.press("Escape");
  await waitForNoGhostText(page);
  const asked = meter.generations.length;
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowRight");
  await runCommand(page, "View: Toggle Panel Visibility");
  assert.equal(await ghostText(page), "");
  assert.equal(meter.generations.length, asked);
});

test("nothing in the commit box and in the chat input", async () => {
  const { page, meter } = editor;
  const asked = meter.generations.length;
  await page.keyboard.press("Control+Shift+G");
  await page.locator(".scm-editor .view-lines").first().click();
  await page.keyboard.type("Add the months of sum");
  await page.locator(".scm-editor .view-line", { hasText: "months of sum" }).waitFor();
  await runCommand(page, "Chat: Open Chat");
  await page.locator(".interactive-input-editor .view-lines").first().click();
  await page.keyboard.type("export const septem");
  await page.locator(".interactive-input-editor .view-line", { hasText: "septem" }).waitFor();
  assert.equal(meter.generations.length, asked);
});
