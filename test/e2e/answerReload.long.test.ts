import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { runCommand } from "../../scripts/editor/facetPage.ts";
import type { OpenedEditor } from "../../scripts/editor/openEditor.ts";
import { saying } from "../scriptedDaemon.ts";
import type { AnswerPage } from "./answerPage.ts";
import { AnswerWorkspace } from "./answerWorkspace.ts";

suite("answers after a window was loaded anew", () => {
  let workspace: AnswerWorkspace;
  let editor: OpenedEditor;
  let answers: AnswerPage;

  before(async () => {
    workspace = await AnswerWorkspace.open();
    ({ editor, answers } = workspace);
    workspace.daemon.will(saying("Fixed words."), saying("A new file."));
    await workspace.openBeside("fixed.ts");
    await runCommand(editor.page, "Facet: Explain File");
    await answers.answerAbout("Explain: fixed.ts");
    await runCommand(editor.page, "Facet: Summarize Changes");
    await answers.answerAbout("Summary: Git changes");
  });
  after(() => workspace.close());

  test("shows the same after the window was loaded anew, and the way back", async () => {
    const loaded = editor.page.waitForEvent("domcontentloaded");
    await runCommand(editor.page, "Developer: Reload Window");
    await loaded;
    assert.equal(await answers.answerAbout("Summary: Git changes"), "A new file.");
    await answers.button("Previous answer").click();
    assert.equal(await answers.answerAbout("Explain: fixed.ts"), "Fixed words.");
    await answers.button("Next answer").click();
    assert.equal(await answers.answerAbout("Summary: Git changes"), "A new file.");
  });

  test("goes on with a long log where it was interrupted, after the window was loaded anew", async () => {
    workspace.daemon.will(saying("- first part"), saying("- second part"), {
      steps: [{ kind: "say", text: "- thi" }, { kind: "wait" }],
    });
    await workspace.openBeside("long.log");
    await runCommand(editor.page, "Facet: Summarize File");
    await answers.frame.getByText(/Reading part 3 of \d+/).waitFor();
    const loaded = editor.page.waitForEvent("domcontentloaded");
    await runCommand(editor.page, "Developer: Reload Window");
    await loaded;
    await answers.end(/Stopped after 2 of \d+ parts/).waitFor();
    const asked = workspace.daemon.chats.length;
    await answers.button("Continue").click();
    await answers.end(/joined from notes on \d+ parts/).waitFor();
    assert.match(workspace.daemon.chats[asked]?.at(-1)?.content ?? "", /This is part 3 of/);
    assert.match(workspace.lastSent, /- first part[\s\S]*- second part[\s\S]*Summarize `long\.log`/);
  });
});
