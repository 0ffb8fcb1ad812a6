import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { Exchange } from "../../../src/core/conversation/conversation.ts";
import { ChatModel } from "../../../src/providers/chat/chatModel.ts";
import { ChatSession } from "../../../src/providers/chat/chatSession.ts";
import { Conversations } from "../../../src/providers/chat/conversations.ts";

/** A conversation of some questions whose model is out of reach, which ends every answer at once. */
async function asked(...texts: readonly string[]): Promise<{
  readonly session: ChatSession;
  readonly conversations: Conversations;
  readonly branches: () => number;
}> {
  const kept = new Map<string, unknown>();
  const store = {
    load: () => Promise.resolve([]),
    save: (id: string, value: unknown) => Promise.resolve(void kept.set(id, value)),
    remove: (id: string) => Promise.resolve(void kept.delete(id)),
  };
  let nowMs = 0;
  const now = (): number => nowMs++;
  const conversations = new Conversations(store, now, (line) => assert.fail(line));
  const outOfReach = {
    ready: () => Promise.reject(new Error("away")),
    answer: () => assert.fail("nothing is asked of it"),
  };
  const ignored = (): void => undefined;
  let branches = 0;
  const session = new ChatSession(new ChatModel(outOfReach, () => ""), conversations, now, {
    onConversation: ignored,
    onBranched: () => branches++,
    onBegan: ignored,
    onText: ignored,
    onEnded: ignored,
  });
  for (const text of texts) await session.ask({ text, attachments: [] });
  return { session, conversations, branches: () => branches };
}

function questions(exchanges: readonly Exchange[] | undefined): readonly string[] | undefined {
  return exchanges?.map(({ question }) => question.text);
}

suite("a question that is asked once more", () => {
  test("leaves the conversation as it was where others had followed, and goes on in one of its own", async () => {
    const { session, conversations, branches } = await asked("one", "two", "three");
    const before = session.conversation;
    await session.retry(before.exchanges[1]?.id ?? "", "deux");
    assert.notEqual(session.conversation.id, before.id);
    assert.deepEqual(questions(session.conversation.exchanges), ["one", "deux"]);
    assert.deepEqual(questions(conversations.get(before.id)?.exchanges), ["one", "two", "three"]);
    assert.deepEqual(
      conversations.list.map(({ id }) => id),
      [session.conversation.id, before.id],
    );
    assert.equal(branches(), 1);
  });

  test("takes the place of the last one", async () => {
    const { session, conversations, branches } = await asked("one", "two");
    const { id, exchanges } = session.conversation;
    await session.retry(exchanges[1]?.id ?? "", "deux");
    assert.equal(session.conversation.id, id);
    assert.deepEqual(questions(session.conversation.exchanges), ["one", "deux"]);
    assert.equal(conversations.list.length, 1);
    assert.equal(branches(), 0);
  });

  test("begins anew with the first one", async () => {
    const { session, conversations } = await asked("one", "two");
    const { id, exchanges } = session.conversation;
    await session.retry(exchanges[0]?.id ?? "");
    assert.deepEqual(questions(session.conversation.exchanges), ["one"]);
    assert.deepEqual(questions(conversations.get(id)?.exchanges), ["one", "two"]);
  });
});
