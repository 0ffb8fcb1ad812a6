import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { goToLineEnd } from "../../scripts/editor/facetPage.ts";
import type { OpenedEditor } from "../../scripts/editor/openEditor.ts";
import { saying, type ScriptedDaemon } from "../scriptedDaemon.ts";
import type { AnswerPage } from "./answerPage.ts";
import { AnswerWorkspace } from "./answerWorkspace.ts";

suite("answers from the menus of an editor", () => {
  let workspace: AnswerWorkspace;
  let daemon: ScriptedDaemon;
  let editor: OpenedEditor;
  let answers: AnswerPage;

  before(async () => {
    workspace = await AnswerWorkspace.open();
    ({ daemon, editor, answers } = workspace);
  });
  after(() => workspace.close());

  test("explains the function around the cursor from the context menu, by the keyboard", async () => {
    daemon.will(saying("The price."));
    await workspace.waitForSymbols("linePrice");
    await goToLineEnd(editor.page, 11);
    await editor.page.keyboard.press("Shift+F10");
    await answers.chooseByKeys("Facet: Explain");
    assert.equal(await answers.answerAbout("Explain: cart.ts:10-12"), "The price.");
    assert.match(workspace.lastSent, /CartLine/);
  });

  test("summarizes the file from the editor's title", async () => {
    daemon.will(saying("A cart."));
    await editor.page.locator(".editor-group-container.active .editor-actions").getByLabel("More Actions...").click();
    await answers.choose("Facet: Summarize File");
    assert.equal(await answers.answerAbout("Summary: cart.ts"), "A cart.");
    assert.match(workspace.lastSent, /formatPrice[\s\S]*Begin with the gist/);
  });
});
