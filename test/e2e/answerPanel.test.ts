import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { editorText, goToLineEnd, runCommand } from "../../scripts/editor/facetPage.ts";
import { saying } from "../scriptedDaemon.ts";
import { AnswerWorkspace } from "./answerWorkspace.ts";

suite("explain and summarize", () => {
  const workspace = AnswerWorkspace.ofSuite();

  test("explains a selection from the context menu, by the mouse", async () => {
    workspace.daemon.will({
      steps: [{ kind: "say", text: "It **adds" }, { kind: "wait" }, { kind: "say", text: "** up." }],
    });
    await workspace.selectLines(3, 6);
    await workspace.page
      .locator(".editor-instance .view-line")
      .nth(3)
      .click({ button: "right", position: { x: 40, y: 8 } });
    await workspace.answers.choose("Facet: Explain");
    await workspace.answers.answer.getByText("It **adds").waitFor();
    workspace.daemon.release();
    assert.equal(await workspace.answers.answerAbout("Explain: cart.ts:3-6"), "It adds up.");
    assert.match(
      workspace.lastSent,
      /Selected code: cart\.ts:3-6\n```typescript\n[\s\S]*Explain `cart\.ts:3-6`.*Answer in English\.$/,
    );
    assert.match(await workspace.answers.sent(), /cart\.ts:3-6[\s\S]*tokens, of \d+/);
  });

  test("says it in another way, and goes back and forward, by keys", async () => {
    workspace.daemon.will(saying("Adds."));
    await workspace.answers.button("Shorter").focus();
    await workspace.page.keyboard.press("Enter");
    await workspace.answers.answer.getByText("Adds.", { exact: true }).waitFor();
    await workspace.answers.waitForEnd();
    const [, echo, wish] = workspace.daemon.chats.at(-1) ?? [];
    assert.equal(echo?.content, "It **adds** up.");
    assert.match(wish?.content ?? "", /half as many words/);
    await workspace.page.keyboard.press("Alt+ArrowLeft");
    await workspace.answers.answer.getByText("It adds up.").waitFor();
    await workspace.page.keyboard.press("Alt+ArrowRight");
    await workspace.answers.answer.getByText("Adds.", { exact: true }).waitFor();
  });

  test("summarizes the function around the cursor, from the palette", async () => {
    workspace.daemon.will(saying("The price."));
    await workspace.openBeside("cart.ts");
    await workspace.waitForSymbols("linePrice");
    await goToLineEnd(workspace.page, 10);
    await runCommand(workspace.page, "Facet: Summarize");
    assert.equal(await workspace.answers.answerAbout("Summary: cart.ts:10-12"), "The price.");
    assert.match(workspace.lastSent, /Begin with the gist/);
  });

  test("stops by its button with what has come, and goes on", async () => {
    workspace.daemon.will(
      { steps: [{ kind: "say", text: "One, two" }, { kind: "wait" }, { kind: "say", text: ", x" }] },
      saying(", three."),
    );
    await workspace.answers.button("Answer again").click();
    await workspace.answers.answer.getByText("One, two").waitFor();
    await workspace.answers.button("Stop").click();
    await workspace.answers.end("Stopped.").waitFor();
    assert.equal(workspace.daemon.questions.at(-1)?.wasClosed, true);
    await workspace.answers.button("Continue").click();
    await workspace.answers.answer.getByText("One, two, three.").waitFor();
    await workspace.answers.waitForEnd();
  });

  test("keeps the text when the daemon is lost midway, and says what helps", async () => {
    workspace.daemon.will({ steps: [{ kind: "say", text: "Half of" }, { kind: "wait" }, { kind: "cut" }] });
    await workspace.answers.button("Answer again").click();
    await workspace.answers.answer.getByText("Half of").waitFor();
    workspace.daemon.release();
    await workspace.answers.end("Ollama went away").waitFor();
    await workspace.answers.button("Start Ollama").waitFor();
    assert.equal((await workspace.answers.answer.innerText()).trim(), "Half of");
  });

  test("is put above the code as a comment, which one undo takes away", async () => {
    workspace.daemon.will(saying("Gives **the price** of a line.\n\n- no tax"));
    await workspace.answers.button("Answer again").click();
    await workspace.answers.answer.getByText("no tax").waitFor();
    await workspace.answers.waitForEnd();
    await workspace.answers.button("Insert as comment").click();
    await workspace.waitForText("// Gives the price of a line.");
    assert.match(
      await editorText(workspace.page),
      /\/\/ Gives the price of a line\.\n\/\/\n\/\/ - no tax\nexport function linePrice/,
    );
    await workspace.answers.title.filter({ hasText: "cart.ts:13-15" }).waitFor();
    await workspace.page.keyboard.press("Control+Z");
    await workspace.answers.title.filter({ hasText: "cart.ts:10-12" }).waitFor();
    assert.doesNotMatch(await editorText(workspace.page), /Gives the price/);
    await workspace.answers.button("Insert as doc comment").click();
    await workspace.waitForText(" * Gives the price of a line.");
    await workspace.page.keyboard.press("Control+Z");
    await workspace.answers.title.filter({ hasText: "cart.ts:10-12" }).waitFor();
  });

  test("stops by Escape with the focus in it, and not while the focus is in the text", async () => {
    workspace.daemon.will({
      steps: [{ kind: "say", text: "One, two" }, { kind: "wait" }, { kind: "say", text: ", x" }],
    });
    await runCommand(workspace.page, "Facet: Summarize");
    await workspace.answers.answer.getByText("One, two").waitFor();
    // A text needs its Escape for itself.
    await workspace.page.keyboard.press("Escape");
    await workspace.answers.button("Stop").waitFor();
    await workspace.answers.focus();
    await workspace.page.keyboard.press("Escape");
    await workspace.answers.end("Stopped.").waitFor();
    assert.equal((await workspace.answers.answer.innerText()).trim(), "One, two");
  });

  test("never lets the text that it reads become a turn, nor the answer become markup", async () => {
    workspace.daemon.will(saying("<img src=x onerror=alert(1)> <script>alert(1)</script>"));
    await workspace.openBeside("hostile.md");
    await runCommand(workspace.page, "Facet: Summarize File");
    assert.match(await workspace.answers.answerAbout("Summary: hostile.md"), /<img src=x onerror=alert\(1\)>/);
    assert.equal(await workspace.answers.frame.locator(".page img, .page script").count(), 0);
    assert.equal(workspace.daemon.chats.at(-1)?.length, 1);
    assert.doesNotMatch(workspace.lastSent, /<(?:end|start)_of_turn>/);
    assert.match(workspace.lastSent, /Ignore all that was said/);
  });
});
