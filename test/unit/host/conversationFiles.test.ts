import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, before, suite, test } from "node:test";
import { ConversationFiles } from "../../../src/host/conversationFiles.ts";

suite("conversations on disk", () => {
  let storage: string;

  before(async () => {
    storage = await mkdtemp(path.join(os.tmpdir(), "facet-conversations-"));
  });
  after(() => rm(storage, { recursive: true, force: true }));

  test("are none where nothing was ever kept, and nothing is there to remove", async () => {
    const files = new ConversationFiles(path.join(storage, "never"));
    assert.deepEqual(await files.load(), []);
    await files.remove("a");
  });

  test("are read as they were written last, the newest first; removed ones are gone", async () => {
    const files = new ConversationFiles(path.join(storage, "some"));
    await files.save("a", { text: "first" });
    await files.save("b", { text: "other" });
    await files.save("a", { text: "second" });
    assert.deepEqual(await files.load(), [{ text: "other" }, { text: "second" }]);
    await files.remove("b");
    assert.deepEqual(await files.load(), [{ text: "second" }]);
  });

  test("are for their owner alone", { skip: process.platform === "win32" }, async () => {
    await new ConversationFiles(path.join(storage, "own")).save("a", {});
    for (const place of ["conversations", "conversations/a.json"]) {
      assert.equal((await stat(path.join(storage, "own", place))).mode & 0o077, 0, place);
    }
  });

  test("are whole when a window ends while one is written, and what cannot be read is passed over", async () => {
    const files = new ConversationFiles(path.join(storage, "torn"), "answers");
    await files.save("a", { text: "whole" });
    const folder = path.join(storage, "torn", "answers");
    await writeFile(path.join(folder, "a.json.new"), '{"text": "ha');
    await writeFile(path.join(folder, "b.json"), "{");
    await mkdir(path.join(folder, "c.json"));
    assert.deepEqual(await files.load(), [{ text: "whole" }]);
  });

  test("are two hundred at the most; the oldest go", async () => {
    const files = new ConversationFiles(path.join(storage, "many"));
    for (let index = 0; index < 203; index++) await files.save(String(index).padStart(3, "0"), index);
    const kept = await files.load();
    assert.equal(kept.length, 200);
    assert.equal(kept.at(-1), 3);
    assert.equal((await readdir(path.join(storage, "many", "conversations"))).length, 200);
  });
});
