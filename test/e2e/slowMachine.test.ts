import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  goToLineEnd,
  runCommand,
  waitForFacetStatus,
  waitForGhostText,
  waitForNoGhostText,
} from "../../scripts/editor/facetPage.ts";
import { wordsOfSilence } from "../../src/core/completion/silence.ts";
import { openScriptedEditor, type ScriptedEditor } from "./scriptedEditor.ts";

/** Prompt tokens a second of the 4B on an old laptop. */
const slow = 30;
let editor: ScriptedEditor;

before(async () => {
  const files = { "sums.ts": "export const one = 1;\n\nexport const last = 9;\n" };
  editor = await openScriptedEditor(files, { "facet.completion.trigger": "auto" }, slow);
});

after(() => editor.close());

/** Requests for text since the model was looked at. */
function asked(): number {
  return editor.daemon.asked.filter(({ path, body }) => path === "/api/generate" && /sums\.ts/.test(body)).length;
}

test("a machine that is slow for the model says so, is left alone while typing, and answers the shortcut", async () => {
  const { page, log } = editor;
  await waitForFacetStatus(page, /on the shortcut: this machine is slow for this model/);
  const from = await log.length();
  await goToLineEnd(page, 1);
  await page.keyboard.press("Enter");
  await page.keyboard.type("const next = ");
  await log.line(new RegExp(wordsOfSilence("manual")), from);
  await waitForNoGhostText(page);
  assert.equal(asked(), 0);
  await runCommand(page, "Trigger Inline Suggestion");
  assert.equal(await waitForGhostText(page), "1 + 2;");
  assert.ok(asked() > 0);
  assert.equal(await page.locator(".notification-toast").count(), 0);
});
