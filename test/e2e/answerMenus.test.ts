import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { goToLineEnd } from "../../scripts/editor/facetPage.ts";
import { saying } from "../scriptedDaemon.ts";
import { AnswerWorkspace } from "./answerWorkspace.ts";

suite("answers from the menus of an editor", () => {
  const workspace = AnswerWorkspace.ofSuite();

  test("explains the function around the cursor from the context menu, by the keyboard", async () => {
    workspace.daemon.will(saying("The price."));
    await workspace.waitForSymbols("linePrice");
    await goToLineEnd(workspace.page, 11);
    await workspace.page.keyboard.press("Shift+F10");
    await workspace.answers.chooseByKeys("Facet: Explain");
    assert.equal(await workspace.answers.answerAbout("Explain: cart.ts:10-12"), "The price.");
    assert.match(workspace.lastSent, /CartLine/);
  });

  test("summarizes the file from the editor's title", async () => {
    workspace.daemon.will(saying("A cart."));
    await workspace.page
      .locator(".editor-group-container.active .editor-actions")
      .getByLabel("More Actions...")
      .click();
    await workspace.answers.choose("Facet: Summarize File");
    assert.equal(await workspace.answers.answerAbout("Summary: cart.ts"), "A cart.");
    assert.match(workspace.lastSent, /formatPrice[\s\S]*Begin with the gist/);
  });
});
