import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { goToLineEnd, openFile, runCommand } from "../../scripts/editor/facetPage.ts";
import { AnswerPage } from "./answerPage.ts";
import { type EditorWithDaemon, openEditorWithDaemon } from "./editorWithDaemon.ts";

suite("explain and summarize on the real daemon", () => {
  let editor: EditorWithDaemon;
  let answers: AnswerPage;

  before(async () => {
    editor = await openEditorWithDaemon({ settings: { "facet.completion.enabled": false } });
    answers = new AnswerPage(editor.page);
    await openFile(editor.page, "months.ts");
  });
  after(() => editor.close());

  test("explains a selection with the model's own words, and stops by Escape", async () => {
    await goToLineEnd(editor.page, 4);
    await editor.page.keyboard.press("Shift+ArrowUp");
    await editor.page.keyboard.press("Shift+ArrowUp");
    // Nobody has asked the daemon for anything yet: it is found and the model loaded for this.
    await runCommand(editor.page, "Facet: Explain");
    await answers.title.filter({ hasText: "Explain: months.ts:2-4" }).waitFor();
    const written = answers.answer.filter({ hasText: /\w/ });
    await written.waitFor();
    await answers.title.click();
    await editor.page.keyboard.press("Escape");
    await answers.waitForEnd();
    assert.notEqual((await answers.answer.innerText()).trim(), "");
    assert.match(await answers.sent(), /months\.ts:2-4/);
  });
});
