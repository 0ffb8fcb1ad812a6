import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { goToLineEnd, openFile, runCommand } from "../../scripts/editor/facetPage.ts";
import { AnswerPage } from "./answerPage.ts";
import { type EditorWithDaemon, openEditorWithDaemon } from "./editorWithDaemon.ts";

suite("explain and summarize on the real daemon", () => {
  let editor: EditorWithDaemon;
  let answers: AnswerPage;

  before(async () => {
    // The smallest of models may go on for as long as there is room, so there is little.
    const settings = { "facet.completion.enabled": false, "facet.contextLength": 2_048 };
    editor = await openEditorWithDaemon({ settings });
    answers = new AnswerPage(editor.page);
    await openFile(editor.page, "months.ts");
  });
  after(() => editor.close());

  test("explains a selection with the model's own words, whatever they are, and stops by Escape", async () => {
    await goToLineEnd(editor.page, 4);
    await editor.page.keyboard.press("Shift+ArrowUp");
    await editor.page.keyboard.press("Shift+ArrowUp");
    // Nobody has asked the daemon for anything yet: it is found and the model loaded for this.
    await runCommand(editor.page, "Facet: Explain");
    await answers.title.filter({ hasText: "Explain: months.ts:2-4" }).waitFor();
    await answers.focus();
    await answers.answer.filter({ hasText: /\S/ }).or(answers.button("Answer again")).first().waitFor();
    await editor.page.keyboard.press("Escape");
    await answers.waitForEnd();
    assert.match(await answers.sent(), /months\.ts:2-4/);
    const asked = editor.meter.generations.filter(({ path }) => path === "/api/chat");
    assert.equal(asked.length, 1);
    assert.match(asked[0]?.body ?? "", /february[\s\S]*Explain `months\.ts:2-4`/);
  });
});
