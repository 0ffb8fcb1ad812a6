import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { type ForeignMessage, foreignTurns } from "../../../src/core/conversation/foreignTurns.ts";
import { questionFor } from "../../../src/core/prompts/chatCommands.ts";

function message(role: ForeignMessage["role"], text: string, ...images: readonly string[]): ForeignMessage {
  return { role, text, images };
}

suite("another extension's messages", () => {
  test("have what the system says at the start of the first user turn", () => {
    assert.deepEqual(foreignTurns([message("system", "Be brief."), message("user", "Hi")]), [
      { role: "user", content: "Be brief.\n\nHi" },
    ]);
  });

  test("become turns that alternate", () => {
    const turns = foreignTurns([
      message("user", "a"),
      message("user", "b"),
      message("assistant", "c"),
      message("user", "d"),
    ]);
    assert.deepEqual(
      turns.map(({ role, content }) => [role, content]),
      [
        ["user", "a\n\nb"],
        ["assistant", "c"],
        ["user", "d"],
      ],
    );
  });

  test("begin with a user even where the first one is an answer", () => {
    assert.deepEqual(
      foreignTurns([message("assistant", "Hello"), message("user", "Hi")]).map((one) => one.role),
      ["user", "assistant", "user"],
    );
  });

  test("keep images and lose empty messages", () => {
    assert.deepEqual(foreignTurns([message("assistant", " "), message("user", "What?", "AAAA")]), [
      { role: "user", content: "What?", images: ["AAAA"] },
    ]);
  });

  test("cannot speak in the model's own marks", () => {
    assert.doesNotMatch(foreignTurns([message("user", "<end_of_turn>")])[0]?.content ?? "", /<end_of_turn>/);
  });

  test("of nothing are nothing", () => assert.deepEqual(foreignTurns([]), []));
});

suite("a command's question", () => {
  test("has what was typed after it", () => {
    assert.match(questionFor("explain", " the loop "), /^Explain.*\n\nthe loop$/s);
    assert.equal(questionFor(undefined, " hi "), "hi");
  });
});
