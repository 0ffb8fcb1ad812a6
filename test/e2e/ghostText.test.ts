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
  await openFile(editor.page, "cart.ts");
  await waitForFacetReady(editor.page);
});

after(() => editor.close());

test("ghost text appears, stays while its letters are typed, and Tab accepts it", async () => {
  const { page, meter } = editor;
  await goToLineEnd(page, 21);
  await page.keyboard.type("ret");
  const offered = await waitForGhostText(page);
  assert.match(offered, /^urn /);
  const asked = meter.generations.length;

  await page.keyboard.type("urn");
  await page.locator(".view-line", { hasText: "return" }).first().waitFor();
  assert.equal(await waitForGhostText(page), offered.slice(3));
  assert.equal(meter.generations.length, asked, "typing through a suggestion asks for nothing new");

  await page.keyboard.press("Tab");
  await waitForNoGhostText(page);
  const expected = `return${offered.slice(3)}`.split("\n")[0] ?? "";
  assert.ok((await editorText(page)).includes(expected), expected);
});

test("Escape hides ghost text, and it does not come back at that place", async () => {
  const { page, meter } = editor;
  await openFile(page, "queue.go");
  await goToLineEnd(page, 27);
  await page.keyboard.type("q.mu");
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

test("nothing in the commit box", async () => {
  const { page, meter } = editor;
  const asked = meter.generations.length;
  await runCommand(page, "View: Show Search");
  await page.locator(".search-view textarea").first().fill("return");
  assert.equal(meter.generations.length, asked);
});
