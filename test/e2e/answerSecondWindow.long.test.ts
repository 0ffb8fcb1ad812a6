import assert from "node:assert/strict";
import { before, suite, test } from "node:test";
import { openFile, runCommand, waitForFacet } from "../../scripts/editor/facetPage.ts";
import { saying } from "../scriptedDaemon.ts";
import { AnswerPage } from "./answerPage.ts";
import { AnswerWorkspace } from "./answerWorkspace.ts";

suite("answers in a second window of the folder", () => {
  const workspace = AnswerWorkspace.ofSuite();

  before(async () => {
    workspace.daemon.will(saying("Words in the first window."), saying("Words in the second window."));
    await workspace.openBeside("fixed.ts");
    await runCommand(workspace.page, "Facet: Explain File");
    await workspace.answers.answerAbout("Explain: fixed.ts");
  });

  test("are those of the first: the editor's own storage is another one until that has ended", async () => {
    const { page } = workspace;
    const second = await page.context().newPage();
    await second.goto(page.url());
    await waitForFacet(second);
    // The panel of the first window may stand here too, and have the focus.
    await runCommand(second, "View: Focus First Editor Group");
    await openFile(second, "cart.ts");
    await runCommand(second, "Facet: Explain File");
    const answers = new AnswerPage(second);
    assert.equal(await answers.answerAbout("Explain: cart.ts"), "Words in the second window.");
    await answers.button("Previous answer").click();
    assert.equal(await answers.answerAbout("Explain: fixed.ts"), "Words in the first window.");
  });
});
