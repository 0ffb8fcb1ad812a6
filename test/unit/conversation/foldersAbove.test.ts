import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { foldersAbove } from "../../../src/core/conversation/foldersAbove.ts";

suite("folders that # offers", () => {
  const paths = ["src/core/chat/a.ts", "src/core/chat/b.ts", "src/Chatter/c.ts", "test/chat.ts"];
  test("are those whose name has the letters, in either case, each once", () =>
    assert.deepEqual(foldersAbove(paths, "chat"), ["src/core/chat", "src/Chatter"]));
  test("may be named by a piece of their path", () =>
    assert.deepEqual(foldersAbove(paths, "core/ch"), ["src/core/chat"]));
  test("are not all that lie below one that fits", () => assert.deepEqual(foldersAbove(paths, "src"), ["src"]));
  test("are never files", () => assert.deepEqual(foldersAbove(["chat.ts"], "chat"), []));
});
