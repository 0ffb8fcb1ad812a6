import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  facetStatus,
  goToLineEnd,
  openFile,
  waitForFacetReady,
  waitForGhostText,
} from "../../scripts/editor/facetPage.ts";
import { gemmaModel } from "../../src/core/settings.ts";
import { type EditorWithDaemon, openEditorWithDaemon } from "./editorWithDaemon.ts";

const own = "facet-test/ghost:latest";
let editor: EditorWithDaemon;

before(async () => {
  editor = await openEditorWithDaemon({ settings: { "facet.completion.model": own } });
  await openFile(editor.page, "months.ts");
});

after(() => editor.close());

test("a missing model of ghost text's own is all that is missing, and is said so", async () => {
  const { page } = editor;
  await page.locator('.statusbar-item[id$="facet.status"]', { hasText: "Facet" }).first().waitFor();
  await page
    .locator(
      `.statusbar-item[id$="facet.status"] [aria-label*="ghost"], .statusbar-item[id$="facet.status"][aria-label*="ghost"]`,
    )
    .first()
    .waitFor();
  const status = await facetStatus(page);
  assert.match(status, /facet-test\/ghost/);
  assert.match(status, /Chat goes on/);
});

test("once it is there, it and no other writes ghost text", async () => {
  const { page, daemon, meter } = editor;
  const copied = await fetch(`${daemon.url}/api/copy`, {
    method: "POST",
    body: JSON.stringify({ source: gemmaModel, destination: own }),
  });
  assert.equal(copied.status, 200);
  await waitForFacetReady(page);
  await goToLineEnd(page, 7);
  await page.keyboard.type("export const june");
  assert.match(await waitForGhostText(page), /^ = \d+;/);
  const asked = meter.generations.map(({ body }) => (JSON.parse(body) as { model: string }).model);
  assert.ok(asked.length > 0);
  assert.deepEqual([...new Set(asked)], [own]);
});
