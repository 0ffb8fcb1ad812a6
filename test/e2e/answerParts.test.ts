import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { runCommand } from "../../scripts/editor/facetPage.ts";
import { saying } from "../scriptedDaemon.ts";
import { AnswerWorkspace } from "./answerWorkspace.ts";

suite("answers about what is too long to be read at once", () => {
  const workspace = AnswerWorkspace.ofSuite();

  test("reads a long log in parts, keeps what is read when it is stopped, and goes on from there", async () => {
    workspace.daemon.will(saying("- first part"), saying("- second part"), {
      steps: [{ kind: "say", text: "- thi" }, { kind: "wait" }],
    });
    await workspace.openBeside("long.log");
    await runCommand(workspace.page, "Facet: Summarize File");
    await workspace.answers.frame.getByText(/Reading part 3 of \d+; about .* left/).waitFor();
    await workspace.answers.notes.getByText("second part").waitFor();
    await workspace.answers.button("Stop").click();
    await workspace.answers.end(/Stopped after 2 of \d+ parts/).waitFor();
    assert.equal(await workspace.answers.notes.count(), 2);
    await workspace.answers.button("Continue").click();
    await workspace.answers.end(/joined from notes on \d+ parts/).waitFor();
    assert.equal((await workspace.answers.answer.innerText()).trim(), "Yes.");
    assert.match(workspace.lastSent, /- first part[\s\S]*- second part[\s\S]*Summarize `long\.log`/);
  });

  test("reads a folder from the explorer, and tells what it left out", async () => {
    workspace.daemon.will(saying("Two words."));
    await workspace.page.keyboard.press("Control+Shift+E");
    await workspace.page
      .locator(".explorer-folders-view .monaco-list-row", { hasText: "parts" })
      .click({ button: "right" });
    await workspace.answers.choose("Facet: Summarize Folder");
    assert.equal(await workspace.answers.answerAbout("Summary: parts"), "Two words.");
    assert.match(workspace.lastSent, /File: parts\/one\.md[\s\S]*File: parts\/two\.md/);
    assert.doesNotMatch(workspace.lastSent, /very-secret/);
    assert.match(await workspace.answers.sent(), /Left out[\s\S]*parts\/\.env: may hold secrets/i);
  });
});
