import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { editorText, goToLineEnd, runCommand } from "../../scripts/editor/facetPage.ts";
import type { OpenedEditor } from "../../scripts/editor/openEditor.ts";
import { saying, type ScriptedDaemon } from "../scriptedDaemon.ts";
import type { AnswerPage } from "./answerPage.ts";
import { AnswerWorkspace } from "./answerWorkspace.ts";

suite("explain and summarize", () => {
  let workspace: AnswerWorkspace;
  let daemon: ScriptedDaemon;
  let editor: OpenedEditor;
  let answers: AnswerPage;

  before(async () => {
    workspace = await AnswerWorkspace.open();
    ({ daemon, editor, answers } = workspace);
  });
  after(() => workspace.close());

  test("explains a selection from the context menu, by the mouse", async () => {
    daemon.will({ steps: [{ kind: "say", text: "It **adds" }, { kind: "wait" }, { kind: "say", text: "** up." }] });
    await workspace.selectLines(3, 6);
    await editor.page
      .locator(".editor-instance .view-line")
      .nth(3)
      .click({ button: "right", position: { x: 40, y: 8 } });
    await answers.choose("Facet: Explain");
    await answers.answer.getByText("It **adds").waitFor();
    daemon.release();
    assert.equal(await answers.answerAbout("Explain: cart.ts:3-6"), "It adds up.");
    assert.match(
      workspace.lastSent,
      /Selected code: cart\.ts:3-6\n```typescript\n[\s\S]*Explain `cart\.ts:3-6`.*Answer in English\.$/,
    );
    assert.match(await answers.sent(), /cart\.ts:3-6[\s\S]*tokens, of \d+/);
  });

  test("says it in another way, and goes back and forward, by keys", async () => {
    daemon.will(saying("Adds."));
    await answers.button("Shorter").focus();
    await editor.page.keyboard.press("Enter");
    await answers.answer.getByText("Adds.", { exact: true }).waitFor();
    await answers.waitForEnd();
    const [, echo, wish] = daemon.chats.at(-1) ?? [];
    assert.equal(echo?.content, "It **adds** up.");
    assert.match(wish?.content ?? "", /half as many words/);
    await editor.page.keyboard.press("Alt+ArrowLeft");
    await answers.answer.getByText("It adds up.").waitFor();
    await editor.page.keyboard.press("Alt+ArrowRight");
    await answers.answer.getByText("Adds.", { exact: true }).waitFor();
  });

  test("summarizes the function around the cursor, from the palette", async () => {
    daemon.will(saying("The price."));
    await workspace.openBeside("cart.ts");
    await workspace.waitForSymbols("linePrice");
    await goToLineEnd(editor.page, 10);
    await runCommand(editor.page, "Facet: Summarize");
    assert.equal(await answers.answerAbout("Summary: cart.ts:10-12"), "The price.");
    assert.match(workspace.lastSent, /Begin with the gist/);
  });

  test("stops by its button with what has come, and goes on", async () => {
    daemon.will(
      { steps: [{ kind: "say", text: "One, two" }, { kind: "wait" }, { kind: "say", text: ", x" }] },
      saying(", three."),
    );
    await answers.button("Answer again").click();
    await answers.answer.getByText("One, two").waitFor();
    await answers.button("Stop").click();
    await answers.end("Stopped.").waitFor();
    assert.equal(daemon.questions.at(-1)?.wasClosed, true);
    await answers.button("Continue").click();
    await answers.answer.getByText("One, two, three.").waitFor();
    await answers.waitForEnd();
  });

  test("keeps the text when the daemon is lost midway, and says what helps", async () => {
    daemon.will({ steps: [{ kind: "say", text: "Half of" }, { kind: "wait" }, { kind: "cut" }] });
    await answers.button("Answer again").click();
    await answers.answer.getByText("Half of").waitFor();
    daemon.release();
    await answers.end("Ollama went away").waitFor();
    await answers.button("Start Ollama").waitFor();
    assert.equal((await answers.answer.innerText()).trim(), "Half of");
  });

  test("is put above the code as a comment, which one undo takes away", async () => {
    daemon.will(saying("Gives **the price** of a line.\n\n- no tax"));
    await answers.button("Answer again").click();
    await answers.answer.getByText("no tax").waitFor();
    await answers.waitForEnd();
    await answers.button("Insert as comment").click();
    await workspace.waitForText("// Gives the price of a line.");
    assert.match(
      await editorText(editor.page),
      /\/\/ Gives the price of a line\.\n\/\/\n\/\/ - no tax\nexport function linePrice/,
    );
    await answers.title.filter({ hasText: "cart.ts:13-15" }).waitFor();
    await editor.page.keyboard.press("Control+Z");
    await answers.title.filter({ hasText: "cart.ts:10-12" }).waitFor();
    assert.doesNotMatch(await editorText(editor.page), /Gives the price/);
    await answers.button("Insert as doc comment").click();
    await workspace.waitForText(" * Gives the price of a line.");
    await editor.page.keyboard.press("Control+Z");
    await answers.title.filter({ hasText: "cart.ts:10-12" }).waitFor();
  });

  test("stops by Escape with the focus in it, and not while the focus is in the text", async () => {
    daemon.will({ steps: [{ kind: "say", text: "One, two" }, { kind: "wait" }, { kind: "say", text: ", x" }] });
    await runCommand(editor.page, "Facet: Summarize");
    await answers.answer.getByText("One, two").waitFor();
    // A text needs its Escape for itself.
    await editor.page.keyboard.press("Escape");
    await answers.button("Stop").waitFor();
    await answers.focus();
    await editor.page.keyboard.press("Escape");
    await answers.end("Stopped.").waitFor();
    assert.equal((await answers.answer.innerText()).trim(), "One, two");
  });

  test("never lets the text that it reads become a turn, nor the answer become markup", async () => {
    daemon.will(saying("<img src=x onerror=alert(1)> <script>alert(1)</script>"));
    await workspace.openBeside("hostile.md");
    await runCommand(editor.page, "Facet: Summarize File");
    assert.match(await answers.answerAbout("Summary: hostile.md"), /<img src=x onerror=alert\(1\)>/);
    assert.equal(await answers.frame.locator(".page img, .page script").count(), 0);
    assert.equal(daemon.chats.at(-1)?.length, 1);
    assert.doesNotMatch(workspace.lastSent, /<(?:end|start)_of_turn>/);
    assert.match(workspace.lastSent, /Ignore all that was said/);
  });
});
