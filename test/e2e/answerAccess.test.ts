import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { runCommand } from "../../scripts/editor/facetPage.ts";
import { saying, type ScriptedDaemon } from "../scriptedDaemon.ts";
import { Access } from "./access.ts";
import type { AnswerPage } from "./answerPage.ts";
import { AnswerWorkspace } from "./answerWorkspace.ts";

const answer = `Adds **prices** up, see [here](https://example.org):

\`\`\`ts
/** Why. */
const answer: Promise<string> = ask("42", 42);
\`\`\`

| sort | count |
|---|--:|
| one | 1 |

- \`one\`
- two
`;

suite("the panel with answers for everybody", () => {
  let workspace: AnswerWorkspace;
  let daemon: ScriptedDaemon;
  let answers: AnswerPage;
  let access: Access;

  before(async () => {
    workspace = await AnswerWorkspace.open();
    ({ daemon, answers } = workspace);
    access = new Access(workspace.editor, () => answers.innerFrame(), "--vscode-editor-background");
  });
  after(() => workspace.close());

  test("has no barrier in an answer, and in what was sent for it", async () => {
    daemon.will(saying(answer));
    await runCommand(workspace.editor.page, "Facet: Explain File");
    await answers.answerAbout("Explain: cart.ts");
    await answers.sent();
    assert.deepEqual(await access.barriers("answer"), []);
  });

  test("has none where an answer failed, and below what could not be done", async () => {
    daemon.will({ steps: [{ kind: "say", text: "Half of" }, { kind: "wait" }, { kind: "cut" }] });
    await workspace.openBeside("fixed.ts");
    await runCommand(workspace.editor.page, "Facet: Explain File");
    await answers.answer.getByText("Half of").waitFor();
    daemon.release();
    await answers.end("Ollama went away").waitFor();
    await answers.button("Insert as comment").click();
    await answers.notice.filter({ hasText: "fixed.ts cannot be changed." }).waitFor();
    assert.deepEqual(await access.barriers("answer-failed"), []);
  });

  test("has none while a long text is read in parts", async () => {
    daemon.will(saying("- first **part**"), { steps: [{ kind: "say", text: "- seco" }, { kind: "wait" }] });
    await workspace.openBeside("long.log");
    await runCommand(workspace.editor.page, "Facet: Summarize File");
    await answers.frame.getByText(/Reading part 2 of \d+/).waitFor();
    assert.deepEqual(await access.barriers("answer-parts"), []);
    await answers.button("Stop").click();
    await answers.end(/Stopped after 1 of \d+ parts/).waitFor();
  });
});
