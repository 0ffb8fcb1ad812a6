import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, before, beforeEach, suite, test } from "node:test";
import { ConversationFiles } from "../../../src/host/conversationFiles.ts";

suite("conversations on disk", () => {
  const traced: string[] = [];
  let storage: string;

  before(async () => {
    storage = await mkdtemp(path.join(os.tmpdir(), "facet-conversations-"));
  });
  after(() => rm(storage, { recursive: true, force: true }));
  beforeEach(() => void (traced.length = 0));

  function filesIn(place: string, folder = "conversations"): ConversationFiles {
    return new ConversationFiles(path.join(storage, place), folder, (line) => traced.push(line));
  }

  test("are none where nothing was ever kept, and nothing is there to remove", async () => {
    const files = filesIn("never");
    assert.deepEqual(await files.load(), []);
    await files.remove("a");
    assert.deepEqual(traced, [], "which is no trouble");
  });

  test("are read as they were written last, the newest first; removed ones are gone", async () => {
    const files = filesIn("some");
    await files.save("a", { text: "first" });
    await files.save("b", { text: "other" });
    await files.save("a", { text: "second" });
    assert.deepEqual(await files.load(), [{ text: "other" }, { text: "second" }]);
    await files.remove("b");
    assert.deepEqual(await files.load(), [{ text: "second" }]);
  });

  test("are for their owner alone", { skip: process.platform === "win32" }, async () => {
    await filesIn("own").save("a", {});
    for (const place of ["conversations", "conversations/a.json"]) {
      assert.equal((await stat(path.join(storage, "own", place))).mode & 0o077, 0, place);
    }
  });

  test("are whole when a window ends while one is written, and what cannot be read is passed over and traced", async () => {
    const files = filesIn("torn", "answers");
    await files.save("a", { text: "whole" });
    const folder = path.join(storage, "torn", "answers");
    await writeFile(path.join(folder, "a.json.new"), '{"text": "ha');
    await writeFile(path.join(folder, "b.json"), "{");
    await mkdir(path.join(folder, "c.json"));
    assert.deepEqual(await files.load(), [{ text: "whole" }]);
    assert.deepEqual(traced.map((line) => /\w\.json cannot be read: ./.exec(line)?.[0].slice(0, 6)).sort(), [
      "b.json",
      "c.json",
    ]);
  });

  test("are none, which is traced, where their folder cannot be read", async () => {
    await writeFile(path.join(storage, "file"), "");
    assert.deepEqual(await filesIn("file").load(), []);
    assert.equal(traced.length, 1);
    assert.match(traced[0] ?? "", /^conversations cannot be read: ENOTDIR/);
  });

  test("are two hundred at the most; the oldest go", async () => {
    const files = filesIn("many");
    for (let index = 0; index < 203; index++) await files.save(String(index).padStart(3, "0"), index);
    const kept = await files.load();
    assert.equal(kept.length, 200);
    assert.equal(kept.at(-1), 3);
    assert.equal((await readdir(path.join(storage, "many", "conversations"))).length, 200);
  });
});
