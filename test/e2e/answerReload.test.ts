import assert from "node:assert/strict";
import { before, suite, test } from "node:test";
import { reloadWindow, runCommand } from "../../scripts/editor/facetPage.ts";
import { saying } from "../scriptedDaemon.ts";
import { AnswerWorkspace } from "./answerWorkspace.ts";

suite("answers after a window was loaded anew", () => {
  const workspace = AnswerWorkspace.ofSuite();

  before(async () => {
    workspace.daemon.will(saying("Fixed words."), saying("A new file."));
    await workspace.openBeside("fixed.ts");
    await runCommand(workspace.page, "Facet: Explain File");
    await workspace.answers.answerAbout("Explain: fixed.ts");
    await runCommand(workspace.page, "Facet: Summarize Changes");
    await workspace.answers.answerAbout("Summary: Git changes");
  });

  test("shows the same after the window was loaded anew, and the way back", async () => {
    await reloadWindow(workspace.page);
    assert.equal(await workspace.answers.answerAbout("Summary: Git changes"), "A new file.");
    await workspace.answers.button("Previous answer").click();
    assert.equal(await workspace.answers.answerAbout("Explain: fixed.ts"), "Fixed words.");
    await workspace.answers.button("Next answer").click();
    assert.equal(await workspace.answers.answerAbout("Summary: Git changes"), "A new file.");
  });

  test("goes on with a long log where it was interrupted, after the window was loaded anew", async () => {
    workspace.daemon.will(saying("- first part"), saying("- second part"), {
      steps: [{ kind: "say", text: "- thi" }, { kind: "wait" }],
    });
    await workspace.openBeside("long.log");
    await runCommand(workspace.page, "Facet: Summarize File");
    await workspace.answers.frame.getByText(/Reading part 3 of \d+/).waitFor();
    await reloadWindow(workspace.page);
    await workspace.answers.end(/Stopped after 2 of \d+ parts/).waitFor();
    const asked = workspace.daemon.chats.length;
    await workspace.answers.button("Continue").click();
    await workspace.answers.end(/joined from notes on \d+ parts/).waitFor();
    assert.match(workspace.daemon.chats[asked]?.at(-1)?.content ?? "", /This is part 3 of/);
    assert.match(workspace.lastSent, /- first part[\s\S]*- second part[\s\S]*Summarize `long\.log`/);
  });
});
