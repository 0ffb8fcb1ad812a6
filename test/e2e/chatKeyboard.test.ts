import assert from "node:assert/strict";
import { cp, mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, before, suite, test } from "node:test";
import { openFile, runCommand } from "../../scripts/editor/facetPage.ts";
import { openEditor, type OpenedEditor, repository } from "../../scripts/editor/openEditor.ts";
import { saying, ScriptedDaemon } from "../scriptedDaemon.ts";
import { ChatPage } from "./chatPage.ts";

suite("the chat without a mouse", () => {
  let daemon: ScriptedDaemon;
  let editor: OpenedEditor;
  let chat: ChatPage;
  let folder = "";

  before(async () => {
    daemon = await ScriptedDaemon.start();
    folder = await mkdtemp(path.join(os.tmpdir(), "facet-chat-"));
    await cp(path.join(repository, "samples", "workspace"), folder, { recursive: true });
    const settings = {
      "facet.endpoint": daemon.url,
      "facet.completion.enabled": false,
      "facet.licenceAccepted": true,
    };
    editor = await openEditor({ folder, settings });
    await openFile(editor.page, "cart.ts");
    chat = new ChatPage(editor.page);
    await chat.open();
  });
  after(async () => {
    await editor.close();
    await daemon.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const press = (key: string): Promise<void> => editor.page.keyboard.press(key);
  const type = (text: string): Promise<void> => editor.page.keyboard.type(text);

  /** Presses a key a few times; what has the focus after each. */
  async function walk(key: string, times: number): Promise<string[]> {
    const stops: string[] = [];
    for (let time = 0; time < times; time++) {
      await press(key);
      stops.push(await chat.focused());
    }
    return stops;
  }

  test("is where the keys go once it is shown, and answers what is typed", async () => {
    await chat.focus("Your question");
    daemon.will(saying("Some `code`:\n\n```ts\nconst answer = 42;\n```"));
    await type("Code, please.");
    await press("Enter");
    await chat.waitForEnd();
    await chat.focus("Your question");
  });

  test("is walked through in the order in which it is read", async () => {
    assert.deepEqual(await walk("Shift+Tab", 9), [
      "Answer again",
      "Copy the answer",
      "const answer = 42;",
      "Open as a new file",
      "Replace the selection",
      "Insert at the cursor",
      "Copy",
      "Edit the question",
      "Conversation",
    ]);
    for (let stops = 0; stops < 9; stops++) await press("Tab");
    await chat.focus("Your question");
    assert.deepEqual(await walk("Tab", 2), ["Attach", "Send"]);
    await walk("Shift+Tab", 2);
    await chat.focus("Your question");
  });

  test("puts code into the file by its button; the keys then go on there, and one command leads back", async () => {
    await walk("Shift+Tab", 6);
    await chat.focus("Insert at the cursor");
    await press("Enter");
    await editor.page.locator(".view-line", { hasText: "const answer = 42;" }).first().waitFor();
    await chat.open();
    await chat.focus("Your question");
  });

  test("stops an answer by Escape", async () => {
    daemon.will({ steps: [{ kind: "say", text: "One, two" }, { kind: "wait" }, { kind: "say", text: ", three" }] });
    await type("Count.");
    await press("Enter");
    await chat.answers.getByText("One, two").waitFor();
    await press("Escape");
    await chat.end("Stopped.").waitFor();
    await chat.focus("Your question");
  });

  test("stops by the button as well, which is where the keys are then no longer", async () => {
    daemon.will({ steps: [{ kind: "say", text: "Four, five" }, { kind: "wait" }, { kind: "say", text: ", six" }] });
    await press("Shift+Tab");
    await chat.focus("Answer again");
    await press("Enter");
    await chat.answers.getByText("Four, five").waitFor();
    await chat.focus("Your question");
    assert.deepEqual(await walk("Tab", 2), ["Attach", "Stop"]);
    await press("Enter");
    await chat.end("Stopped.").waitFor();
    await chat.focus("Your question");
  });

  test("changes the last question by an arrow, and Escape leads back", async () => {
    await press("ArrowUp");
    await chat.focus("Edit the question");
    await press("Escape");
    await chat.focus("Your question");
    await press("ArrowUp");
    await chat.focus("Edit the question");
    await press("End");
    await type(" Now.");
    daemon.will(saying("Counted."));
    await press("Enter");
    await chat.answers.getByText("Counted.").waitFor();
    await chat.waitForEnd();
    await chat.questions.filter({ hasText: "Count. Now." }).waitFor();
    await chat.focus("Your question");
  });

  test("attaches by arrows; Escape closes the list and takes nothing away", async () => {
    await walk("Tab", 1);
    await chat.focus("Attach");
    await press("Enter");
    const marked = chat.frame.locator('.attach-entry[aria-selected="true"]');
    await marked.filter({ hasText: "Selection" }).waitFor();
    await press("ArrowDown");
    await marked.filter({ hasText: "Current file" }).waitFor();
    await press("Escape");
    await marked.waitFor({ state: "hidden" });
    await chat.focus("Your question");
    await type("#");
    await press("ArrowDown");
    await marked.filter({ hasText: "Current file" }).waitFor();
    await press("Enter");
    await chat.chips.filter({ hasText: "cart.ts" }).waitFor();
    assert.deepEqual(await walk("Shift+Tab", 1), ["Remove cart.ts"]);
    await press("Enter");
    await chat.chips.waitFor({ state: "detached" });
    await chat.focus("Your question");
  });

  test("finds by the usual key, and Escape leads back", async () => {
    await press("Control+F");
    await chat.focus("Find in the conversation");
    await type("answer = 42");
    await chat.frame.getByText("1 of 1").waitFor();
    await press("Escape");
    await chat.focus("Your question");
  });

  test("opens an earlier conversation by arrows, and Escape leads back", async () => {
    await runCommand(editor.page, "Facet: New Chat");
    await chat.frame.getByText("Ask Facet").waitFor();
    await chat.focus("Your question");
    await type("Another.");
    await press("Enter");
    await chat.waitForEnd();
    await runCommand(editor.page, "Facet: Chat History");
    await chat.focus("Another.");
    await press("Escape");
    await chat.focus("Your question");
    await runCommand(editor.page, "Facet: Chat History");
    await chat.focus("Another.");
    await press("ArrowDown");
    await chat.focus("Code, please.");
    await press("Enter");
    await chat.questions.filter({ hasText: "Count. Now." }).waitFor();
    await chat.focus("Your question");
  });

  test("keeps the keys at their place in the list of conversations when the list changes", async () => {
    const item = (id: string): object => ({ id, title: `Conversation ${id}`, updatedAtMs: 0 });
    await runCommand(editor.page, "Facet: Chat History");
    await chat.focus("Another.");
    await chat.post([{ type: "history", items: ["one", "two", "three"].map(item) }]);
    await chat.focus("Conversation one");
    await press("ArrowDown");
    await chat.focus("Conversation two");
    await chat.post([{ type: "history", items: ["one", "three"].map(item) }]);
    await chat.focus("Conversation three");
    await chat.post([{ type: "history", items: ["one"].map(item) }]);
    await chat.focus("Conversation one");
    await chat.post([{ type: "history", items: [] }]);
    await chat.focus("Close");
    await press("Escape");
    await chat.focus("Your question");
  });

  test("keeps the keys where they are while the host tells of the draft, which it does whenever typing rests", async () => {
    const draft = (...labels: string[]): object => {
      const chips = labels.map((label) => ({ id: label, kind: "file", label, tokens: 1, isCut: false }));
      return { type: "draft", chips, fill: labels.length / 10 };
    };
    await chat.post([draft("one.ts", "two.ts")]);
    await chat.chips.filter({ hasText: "two.ts" }).waitFor();
    assert.deepEqual(await walk("Shift+Tab", 1), ["Remove two.ts"]);
    await chat.post([draft("one.ts", "two.ts"), draft("one.ts", "two.ts")]);
    assert.equal(await chat.focused(), "Remove two.ts");
    await chat.post([draft("one.ts")]);
    await chat.focus("Remove one.ts");
    await chat.post([draft()]);
    await chat.focus("Your question");
  });
});
