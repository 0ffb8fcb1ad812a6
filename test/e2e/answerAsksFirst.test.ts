import assert from "node:assert/strict";
import { before, suite, test } from "node:test";
import { runCommand } from "../../scripts/editor/facetPage.ts";
import { saying } from "../scriptedDaemon.ts";
import { AnswerWorkspace } from "./answerWorkspace.ts";

suite("a text that takes many minutes to read", () => {
  // As a laptop without a graphics card does.
  const workspace = AnswerWorkspace.ofSuite(60);

  before(async () => {
    await workspace.openBeside("long.log");
  });

  test("is asked about first, with how long it takes and what would be quicker; no is an answer", async () => {
    await runCommand(workspace.page, "Facet: Summarize File");
    const question = workspace.answers.frame.locator(".question");
    await question.filter({ hasText: /long\.log is long: .* all \d+ parts takes about \d+ min/ }).waitFor();
    await workspace.answers.frame.getByRole("button", { name: /^Read all of it \(\d+ min/ }).waitFor();
    await workspace.answers.frame
      .getByRole("button", { name: /^Read .*\(\d+ (?:s|min)/ })
      .first()
      .waitFor();
    await workspace.answers.button("Cancel").click();
    await workspace.answers.end("Stopped.").waitFor();
    assert.deepEqual(workspace.daemon.chats, []);
  });

  test("is read in as many parts as there is time for, keeps what is done when it is stopped, and says so", async () => {
    workspace.daemon.will(saying("- the beginning"), { steps: [{ kind: "say", text: "- the e" }, { kind: "wait" }] });
    await workspace.answers.button("Answer again").click();
    await workspace.answers.frame.getByRole("button", { name: /^Read \d+ parts of it/ }).click();
    await workspace.answers.frame.getByText(/Reading part 2 of \d+; about .* left/).waitFor();
    assert.match(workspace.lastSent, /This is part 2 of/);
    await workspace.answers.notes.getByText("the e", { exact: true }).waitFor();
    await workspace.answers.button("Stop").click();
    await workspace.answers.end(/Stopped after 1 of \d+ parts/).waitFor();
    assert.equal(await workspace.answers.notes.count(), 1);
    assert.match(await workspace.answers.notes.innerText(), /the beginning/);
    assert.equal(workspace.daemon.questions.at(-1)?.wasClosed, true);
    workspace.daemon.will(saying("- the end"), saying("A log of steps."));
    await workspace.answers.button("Continue").click();
    await workspace.answers.answer.getByText("A log of steps.").waitFor();
    await workspace.answers.end(/Only \d+ parts of it were read/).waitFor();
    assert.match(workspace.lastSent, /- the beginning[\s\S]*- the end[\s\S]*Summarize `long\.log`/);
  });
});
