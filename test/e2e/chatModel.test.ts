import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, before, suite, test } from "node:test";
import { openEditor, type OpenedEditor, repository } from "../../scripts/editor/openEditor.ts";
import { saying, ScriptedDaemon } from "../scriptedDaemon.ts";
import { ChatPage } from "./chatPage.ts";

const other = "gemma3:12b";

suite("the chat and its model", () => {
  let daemon: ScriptedDaemon;
  let editor: OpenedEditor;
  let chat: ChatPage;
  let folder = "";

  before(async () => {
    daemon = await ScriptedDaemon.start({ others: [other] });
    folder = await mkdtemp(path.join(os.tmpdir(), "facet-chat-"));
    await cp(path.join(repository, "samples", "workspace"), folder, { recursive: true });
    const settings = { "facet.endpoint": daemon.url, "facet.completion.enabled": false, "facet.licenceAccepted": true };
    editor = await openEditor({ folder, settings });
    await editor.page.locator('.statusbar-item[id$="facet.status"]').waitFor();
    chat = new ChatPage(editor.page);
    await chat.open();
  });
  after(async () => {
    await editor.close();
    await daemon.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function setting(name: string, value: unknown): Promise<void> {
    for (const place of ["User", "Machine"]) {
      const file = path.join(editor.userDataDir, place, "settings.json");
      const settings = JSON.parse(await readFile(file, "utf8")) as Record<string, unknown>;
      await writeFile(file, JSON.stringify({ ...settings, [name]: value }));
    }
  }

  test("says that another model answers, once, and tells it all that was said", async () => {
    daemon.will(saying("One."));
    await chat.ask("First?");
    await chat.waitForEnd();
    await setting("facet.model", other);
    await chat.modelBar.filter({ hasText: other }).waitFor();
    daemon.will(saying("Two."), saying("Three."));
    await chat.ask("Second?");
    await chat.end(`From here on, ${other} answers instead of gemma-3-4b-it-qat`).waitFor();
    const [, echo, second] = daemon.chats.at(-1) ?? [];
    assert.deepEqual(echo, { role: "assistant", content: "One." });
    assert.equal(second?.content, "Second?");
    assert.equal((JSON.parse(daemon.questions.at(-1)?.body ?? "{}") as { model?: string }).model, other);
    await chat.ask("Third?");
    await chat.answers.getByText("Three.").waitFor();
    await chat.waitForEnd();
    assert.equal(await chat.end("From here on").count(), 1);
  });

  test("offers the helpful click beside the model's name where the daemon does not have it, and takes it away when it has", async () => {
    assert.equal(await chat.modelBar.getByRole("button").count(), 0);
    await setting("facet.model", "gemma3:nowhere");
    await chat.modelBar.filter({ hasText: "The model gemma3:nowhere is not on this machine yet." }).waitFor();
    await chat.modelBar.getByRole("button", { name: "Get the model" }).waitFor();
    await setting("facet.model", other);
    await chat.modelBar.getByRole("button").waitFor({ state: "detached" });
    daemon.will(saying("Here again."));
    await chat.ask("And now?");
    await chat.answers.getByText("Here again.").waitFor();
  });
});
