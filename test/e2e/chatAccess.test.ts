import assert from "node:assert/strict";
import { cp, mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, before, suite, test } from "node:test";
import { openFile, runCommand } from "../../scripts/editor/facetPage.ts";
import { openEditor, type OpenedEditor, repository } from "../../scripts/editor/openEditor.ts";
import { saying, ScriptedDaemon } from "../scriptedDaemon.ts";
import { Access } from "./access.ts";
import { ChatPage } from "./chatPage.ts";

const answer = `# Head

A [link](https://example.org) and \`code\`:

\`\`\`ts
/** Why. */
const answer: Promise<string> = ask("42", 42);
\`\`\`

| sort | count |
|---|--:|
| one | 1 |

- one
- two
`;

suite("the chat for everybody", () => {
  let daemon: ScriptedDaemon;
  let editor: OpenedEditor;
  let chat: ChatPage;
  let access: Access;
  let folder = "";

  before(async () => {
    daemon = await ScriptedDaemon.start();
    folder = await mkdtemp(path.join(os.tmpdir(), "facet-chat-"));
    await cp(path.join(repository, "samples", "workspace"), folder, { recursive: true });
    const settings = { "facet.endpoint": daemon.url, "facet.completion.enabled": false, "facet.licenceAccepted": true };
    editor = await openEditor({ folder, settings });
    await openFile(editor.page, "cart.ts");
    chat = new ChatPage(editor.page);
    access = new Access(editor, () => chat.innerFrame(), "--vscode-sideBar-background");
    await chat.open();
  });
  after(async () => {
    await editor.close();
    await daemon.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test("has no barrier on its first screen", async () => {
    await chat.frame.getByText("Ask Facet").waitFor();
    assert.deepEqual(await access.barriers("chat-first"), []);
  });

  test("has none in the list of what can be attached", async () => {
    await chat.composer.pressSequentially("#");
    await chat.frame.locator('.attach-entry[aria-selected="true"]').waitFor();
    assert.deepEqual(await access.barriers("chat-attach"), []);
    await editor.page.keyboard.press("ArrowDown");
    await editor.page.keyboard.press("Enter");
    await chat.chips.filter({ hasText: "cart.ts" }).waitFor();
  });

  test("has none in a conversation, and in an answer that failed", async () => {
    daemon.will(saying(answer));
    await chat.ask("Code, please.");
    await chat.waitForEnd();
    daemon.will({
      steps: [
        { kind: "say", text: "Hm" },
        { kind: "error", message: "the moon" },
      ],
    });
    await chat.ask("Why?");
    await chat.end("Ollama says: the moon").waitFor();
    await chat.waitForEnd();
    await chat.drop("file:///nowhere/none.ts");
    await chat.notice.waitFor();
    assert.deepEqual(await access.barriers("chat-conversation"), []);
  });

  test("covers nothing by a notice, which the keys close", async () => {
    daemon.will(saying("- one line\n".repeat(60)));
    await chat.ask("Many lines, please.");
    await chat.waitForEnd();
    await chat.post([{ type: "notice", words: "Something could not be done. ".repeat(5) }]);
    await chat.notice.waitFor();
    await chat.untilShownWhole(".answer-tools");
    await chat.composer.press("Shift+Tab");
    await chat.focus("Close");
    await editor.page.keyboard.press("Enter");
    await chat.notice.waitFor({ state: "hidden" });
    await chat.focus("Your question");
  });

  test("has none in the bar to find and in the list of conversations", async () => {
    await runCommand(editor.page, "Facet: Find in Chat");
    await chat.focus("Find in the conversation");
    await editor.page.keyboard.type("answer");
    await chat.frame.getByText("1 of ").waitFor();
    assert.deepEqual(await access.barriers("chat-find"), []);
    await editor.page.keyboard.press("Escape");
    await runCommand(editor.page, "Facet: Chat History");
    await chat.frame.locator(".history-item").first().waitFor();
    assert.deepEqual(await access.barriers("chat-history"), []);
    await editor.page.keyboard.press("Escape");
  });

  test("reads out what becomes certain while it is written, each thing once, and nothing that was there", async () => {
    const log = chat.frame.getByRole("log");
    daemon.will({
      steps: [{ kind: "say", text: "First part.\n\nSecond\n" }, { kind: "wait" }, { kind: "say", text: "part." }],
    });
    await chat.ask("In parts, please.");
    await log.getByText("First part.").waitFor();
    assert.equal(await log.getByText("Second").count(), 0);
    daemon.release();
    await log.getByText("The answer is complete.").waitFor();
    assert.deepEqual(await log.locator("p").allInnerTexts(), [
      "First part.",
      "Second part.",
      "The answer is complete.",
    ]);
  });

  test("moves nothing for whoever wants nothing to move", async () => {
    await editor.page.emulateMedia({ reducedMotion: "reduce" });
    daemon.will({ steps: [{ kind: "wait" }, { kind: "say", text: "Now." }] });
    await chat.ask("And now?");
    await chat.frame.getByText("Reading the question…").waitFor();
    assert.deepEqual(await access.movements(), []);
    await chat.button("Stop").click();
    await chat.waitForEnd();
  });
});
