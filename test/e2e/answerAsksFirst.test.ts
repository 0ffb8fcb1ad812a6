import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { runCommand } from "../../scripts/editor/facetPage.ts";
import type { OpenedEditor } from "../../scripts/editor/openEditor.ts";
import { saying, type ScriptedDaemon } from "../scriptedDaemon.ts";
import type { AnswerPage } from "./answerPage.ts";
import { AnswerWorkspace } from "./answerWorkspace.ts";

suite("a text that takes many minutes to read", () => {
  let workspace: AnswerWorkspace;
  let daemon: ScriptedDaemon;
  let editor: OpenedEditor;
  let answers: AnswerPage;

  before(async () => {
    // As a laptop without a graphics card does.
    workspace = await AnswerWorkspace.open(60);
    ({ daemon, editor, answers } = workspace);
    await workspace.openBeside("long.log");
  });
  after(() => workspace.close());

  test("is asked about first, with how long it takes and what would be quicker; no is an answer", async () => {
    await runCommand(editor.page, "Facet: Summarize File");
    const question = answers.frame.locator(".question");
    await question.filter({ hasText: /long\.log is long: .* all \d+ parts takes about \d+ min/ }).waitFor();
    await answers.frame.getByRole("button", { name: /^Read all of it \(\d+ min/ }).waitFor();
    await answers.frame
      .getByRole("button", { name: /^Read .*\(\d+ (?:s|min)/ })
      .first()
      .waitFor();
    await answers.button("Cancel").click();
    await answers.end("Stopped.").waitFor();
    assert.deepEqual(daemon.chats, []);
  });

  test("is read in as many parts as there is time for, keeps what is done when it is stopped, and says so", async () => {
    daemon.will(saying("- the beginning"), { steps: [{ kind: "say", text: "- the e" }, { kind: "wait" }] });
    await answers.button("Answer again").click();
    await answers.frame.getByRole("button", { name: /^Read \d+ parts of it/ }).click();
    await answers.frame.getByText(/Reading part 2 of \d+; about .* left/).waitFor();
    assert.match(workspace.lastSent, /This is part 2 of/);
    await answers.notes.getByText("the e", { exact: true }).waitFor();
    await answers.button("Stop").click();
    await answers.end(/Stopped after 1 of \d+ parts/).waitFor();
    assert.equal(await answers.notes.count(), 1);
    assert.match(await answers.notes.innerText(), /the beginning/);
    assert.equal(daemon.questions.at(-1)?.wasClosed, true);
    daemon.will(saying("- the end"), saying("A log of steps."));
    await answers.button("Continue").click();
    await answers.answer.getByText("A log of steps.").waitFor();
    await answers.end(/Only \d+ parts of it were read/).waitFor();
    assert.match(workspace.lastSent, /- the beginning[\s\S]*- the end[\s\S]*Summarize `long\.log`/);
  });
});
