import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { type AnswerEntry, nothingSent } from "../../../src/core/answers/answerEntry.ts";
import { readAnswerEntry } from "../../../src/core/answers/readAnswerEntry.ts";
import { emptyConversation } from "../../../src/core/conversation/conversation.ts";
import { AnswerShelf } from "../../../src/providers/answer/answerShelf.ts";

function entry(number: number): AnswerEntry {
  const id = String(number).padStart(4, "0");
  const answer = { text: `answer ${number}`, end: { kind: "complete" }, model: "m" } as const;
  return {
    id,
    task: "explain",
    kind: "code",
    label: `a.ts:${number}`,
    origin: { kind: "lines", uri: "file:///a.ts", span: { start: 1, end: 9 }, lines: { first: 1, last: 2 } },
    excerpt: "code",
    languageId: "typescript",
    isChanged: false,
    conversation: {
      ...emptyConversation(id, 1),
      exchanges: [{ id: "q", question: { text: "Why?", attachments: [] }, answer }],
    },
    notes: [{ label: "a.ts:1-2", text: "- x" }],
    parts: 2,
    route: [{ segments: [{ piece: 0, firstLine: 1, lastLine: 2, start: 0, length: 9 }], print: 7 }],
    sent: { ...nothingSent, items: [{ label: "a.ts", tokens: 3 }], leftOut: [{ name: "b", reason: "cut" }] },
  };
}

function shelfOn(stored: Map<string, unknown>): AnswerShelf {
  const store = {
    load: () => Promise.resolve([...stored.values()]),
    save: (id: string, value: unknown) => Promise.resolve(void stored.set(id, JSON.parse(JSON.stringify(value)))),
    remove: (id: string) => Promise.resolve(void stored.delete(id)),
  };
  return new AnswerShelf(store, (line) => assert.ok(false, line));
}

suite("the answers that one can go back to", () => {
  test("come back after a reload, in their order, before those asked meanwhile", async () => {
    const stored = new Map<string, unknown>();
    const before = shelfOn(stored);
    for (const number of [2, 1, 3]) {
      before.keep(entry(number));
      before.save(entry(number).id);
    }
    await before.flush();
    const after = shelfOn(stored);
    after.keep(entry(4));
    await after.load();
    assert.deepEqual(
      after.all().map((one) => one.id),
      ["0001", "0002", "0003", "0004"],
    );
    assert.deepEqual(after.get("0001"), entry(1));
    assert.equal(after.around("0002").before?.id, "0001");
    assert.equal(after.around("0002").after?.id, "0003");
    assert.equal(after.around("0004").after, undefined);
  });

  test("may be read again: what another window has written down meanwhile stands where it belongs", async () => {
    const stored = new Map<string, unknown>();
    const shelf = shelfOn(stored);
    for (const number of [1, 3]) shelf.keep(entry(number));
    stored.set("0002", entry(2));
    await shelf.load();
    assert.deepEqual(
      shelf.all().map((one) => one.id),
      ["0001", "0002", "0003"],
    );
  });

  test("are the last forty; older ones go from the disk too", async () => {
    const stored = new Map<string, unknown>();
    const shelf = shelfOn(stored);
    for (let number = 0; number < 50; number++) {
      shelf.keep(entry(number));
      shelf.save(entry(number).id);
    }
    await shelf.flush();
    assert.equal(shelf.all().length, 40);
    assert.equal(stored.size, 40);
    assert.equal(shelf.get("0009"), undefined);
  });

  test("are passed over where a disk holds something else", () => {
    const good = JSON.parse(JSON.stringify(entry(1))) as object;
    assert.deepEqual(readAnswerEntry(good), entry(1));
    for (const bad of [
      null,
      [],
      "x",
      {},
      { ...good, id: 3 },
      { ...good, task: "delete" },
      { ...good, origin: { kind: "lines", uri: 3 } },
      { ...good, origin: { kind: "elsewhere" } },
      { ...good, conversation: { id: "../../x", exchanges: [] } },
    ]) {
      assert.equal(readAnswerEntry(bad), undefined);
    }
    const odd = readAnswerEntry({
      ...good,
      kind: "poem",
      notes: [3, { text: 4 }],
      parts: -1,
      sent: { leftOut: [{ reason: "?" }] },
    });
    assert.deepEqual(
      [odd?.kind, odd?.notes, odd?.parts, odd?.sent.leftOut],
      ["code", [{ label: "", text: "" }], 0, []],
    );
  });
});
