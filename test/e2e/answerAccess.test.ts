import assert from "node:assert/strict";
import { before, suite, test } from "node:test";
import { runCommand } from "../../scripts/editor/facetPage.ts";
import { saying } from "../scriptedDaemon.ts";
import { Access } from "./access.ts";
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
  const workspace = AnswerWorkspace.ofSuite();
  let access: Access;

  before(() => {
    access = new Access(workspace.editor, () => workspace.answers.innerFrame(), "--vscode-editor-background");
  });

  test("has no barrier in an answer, and in what was sent for it", async () => {
    workspace.daemon.will(saying(answer));
    await runCommand(workspace.page, "Facet: Explain File");
    await workspace.answers.answerAbout("Explain: cart.ts");
    await workspace.answers.sent();
    assert.deepEqual(await access.barriers("answer"), []);
  });

  test("has none where an answer failed, and below what could not be done", async () => {
    workspace.daemon.will({ steps: [{ kind: "say", text: "Half of" }, { kind: "wait" }, { kind: "cut" }] });
    await workspace.openBeside("fixed.ts");
    await runCommand(workspace.page, "Facet: Explain File");
    await workspace.answers.answer.getByText("Half of").waitFor();
    workspace.daemon.release();
    await workspace.answers.end("Ollama went away").waitFor();
    await workspace.answers.button("Insert as comment").click();
    await workspace.answers.notice.filter({ hasText: "fixed.ts cannot be changed." }).waitFor();
    assert.deepEqual(await access.barriers("answer-failed"), []);
  });

  test("has none while a long text is read in parts", async () => {
    workspace.daemon.will(saying("- first **part**"), { steps: [{ kind: "say", text: "- seco" }, { kind: "wait" }] });
    await workspace.openBeside("long.log");
    await runCommand(workspace.page, "Facet: Summarize File");
    await workspace.answers.frame.getByText(/Reading part 2 of \d+/).waitFor();
    assert.deepEqual(await access.barriers("answer-parts"), []);
    await workspace.answers.button("Stop").click();
    await workspace.answers.end(/Stopped after 1 of \d+ parts/).waitFor();
  });
});
