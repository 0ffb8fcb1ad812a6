import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { runCommand, waitForFacetReady } from "../../scripts/editor/facetPage.ts";
import { openScriptedEditor, type ScriptedEditor } from "./scriptedEditor.ts";

let editor: ScriptedEditor;

before(async () => {
  editor = await openScriptedEditor({ "own.ts": "export const mine = 1;\n" });
});

after(() => editor.close());

test("a staged change waits in a window of its own, says what to do, and gets its message", async () => {
  const { page, daemon } = editor;
  daemon.willSay("feat(cart): take a discount off a price\n");
  await runCommand(page, "Facet: Try a Commit Message on a Sample");
  const opened = page.context().waitForEvent("page", { timeout: 60_000 });
  await page.locator(".monaco-dialog-box .monaco-button", { hasText: "Open the sample" }).click();
  const sample = await opened;
  sample.setDefaultTimeout(60_000);
  const note = sample.frameLocator("iframe.webview.ready").frameLocator("iframe#active-frame");
  await note.getByText("Press the wand above the message box").waitFor();
  const staged = sample.locator(".scm-view .resource-group", { hasText: "Staged Changes" });
  await staged.waitFor();
  const changed = sample.locator(".scm-view .resource .name");
  await changed.first().waitFor();
  assert.deepEqual(await changed.allInnerTexts(), ["cart.js"]);
  const button = sample.locator('a.action-label[aria-label^="Write Commit Message"]').first();
  await sample.locator(".pane-header").filter({ has: button }).first().hover();
  await button.click();
  // A word of it: the box is narrow, and breaks the line.
  await sample.locator(".scm-editor .view-line", { hasText: "discount" }).first().waitFor();
  await waitForFacetReady(page);
  assert.equal(await page.locator(".explorer-folders-view .label-name", { hasText: "own.ts" }).count(), 1);
});
