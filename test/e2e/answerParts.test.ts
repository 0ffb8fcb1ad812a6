import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { runCommand } from "../../scripts/editor/facetPage.ts";
import type { OpenedEditor } from "../../scripts/editor/openEditor.ts";
import { saying, type ScriptedDaemon } from "../scriptedDaemon.ts";
import type { AnswerPage } from "./answerPage.ts";
import { AnswerWorkspace } from "./answerWorkspace.ts";

suite("answers about what is too long to be read at once", () => {
  let workspace: AnswerWorkspace;
  let daemon: ScriptedDaemon;
  let editor: OpenedEditor;
  let answers: AnswerPage;

  before(async () => {
    workspace = await AnswerWorkspace.open();
    ({ daemon, editor, answers } = workspace);
  });
  after(() => workspace.close());

  test("reads a long log in parts, keeps what is read when it is stopped, and goes on from there", async () => {
    daemon.will(saying("- first part"), saying("- second part"), {
      steps: [{ kind: "say", text: "- thi" }, { kind: "wait" }],
    });
    await workspace.openBeside("long.log");
    await runCommand(editor.page, "Facet: Summarize File");
    await answers.frame.getByText(/Reading part 3 of \d+; about .* left/).waitFor();
    await answers.notes.getByText("second part").waitFor();
    await answers.button("Stop").click();
    await answers.end(/Stopped after 2 of \d+ parts/).waitFor();
    assert.equal(await answers.notes.count(), 2);
    await answers.button("Continue").click();
    await answers.end(/joined from notes on \d+ parts/).waitFor();
    assert.equal((await answers.answer.innerText()).trim(), "Yes.");
    assert.match(workspace.lastSent, /- first part[\s\S]*- second part[\s\S]*Summarize `long\.log`/);
  });

  test("reads a folder from the explorer, and tells what it left out", async () => {
    daemon.will(saying("Two words."));
    await editor.page.keyboard.press("Control+Shift+E");
    await editor.page
      .locator(".explorer-folders-view .monaco-list-row", { hasText: "parts" })
      .click({ button: "right" });
    await answers.choose("Facet: Summarize Folder");
    assert.equal(await answers.answerAbout("Summary: parts"), "Two words.");
    assert.match(workspace.lastSent, /File: parts\/one\.md[\s\S]*File: parts\/two\.md/);
    assert.doesNotMatch(workspace.lastSent, /very-secret/);
    assert.match(await answers.sent(), /Left out[\s\S]*parts\/\.env: may hold secrets/i);
  });
});
