import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { openFile } from "../../scripts/editor/facetPage.ts";
import type { MeteredRequest } from "../daemonMeter.ts";
import { ChatPage } from "./chatPage.ts";
import { type EditorWithDaemon, openEditorWithDaemon } from "./editorWithDaemon.ts";

suite("the chat on the real daemon", () => {
  let editor: EditorWithDaemon;
  let chat: ChatPage;

  before(async () => {
    // The smallest of models may go on for as long as there is room, so there is little.
    const settings = { "facet.completion.enabled": false, "facet.contextLength": 2_048 };
    editor = await openEditorWithDaemon({ settings });
    editor.page.setDefaultTimeout(150_000);
    chat = new ChatPage(editor.page);
    await openFile(editor.page, "cart.ts");
    await chat.open();
  });
  after(() => editor.close());

  const asked = (): readonly MeteredRequest[] => editor.meter.generations.filter(({ path }) => path === "/api/chat");

  test("streams the model's own words, and keeps them when it is stopped", async () => {
    const release = editor.meter.holdAnswers();
    await chat.attach("Current file");
    await chat.chips.filter({ hasText: "cart.ts" }).waitFor();
    await chat.ask("What does it do?");
    await chat.answers.filter({ hasText: /\S/ }).waitFor();
    const shown = (await chat.answers.innerText()).trim();
    await chat.button("Stop").click();
    await chat.end("Stopped.").waitFor();
    release();
    assert.equal((await chat.answers.innerText()).trim(), shown);
    assert.equal(asked().length, 1);
    assert.equal(asked()[0]?.wasClosed, true);
    assert.match(asked()[0]?.body ?? "", /"num_ctx":2048/);
  });

  test("goes on, and the daemon evaluates hardly more than the new question", async () => {
    await chat.ask("In one word?");
    await chat.waitForEnd();
    const last = asked()[1];
    assert.ok(last?.hasEnded, "the second answer has not come to its end");
    const { messages } = JSON.parse(last.body) as { readonly messages: readonly { readonly content: string }[] };
    assert.equal(messages.length, 3);
    assert.match(messages[0]?.content ?? "", /totalPrice[\s\S]*What does it do\?$/);
    assert.equal(messages[2]?.content, "In one word?");
    const figures = JSON.parse(last.answer.trim().split("\n").at(-1) ?? "") as Record<string, number>;
    const promptTokens = figures["prompt_eval_count"] ?? 0;
    const cachedTokens = figures["prompt_eval_cached_count"] ?? 0;
    assert.ok(promptTokens > 300, `a conversation of ${promptTokens} tokens proves nothing`);
    assert.ok(promptTokens - cachedTokens < 100, `${cachedTokens} of ${promptTokens} tokens were found in the cache`);
  });
});
