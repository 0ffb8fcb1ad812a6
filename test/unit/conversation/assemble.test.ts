import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { assemble, fillOf, type Assembly, type Purpose } from "../../../src/core/conversation/assemble.ts";
import {
  answerWith,
  ask,
  before,
  type ChatFailure,
  type Conversation,
} from "../../../src/core/conversation/conversation.ts";
import { roomOf } from "../../../src/core/conversation/room.ts";
import { drawn, file } from "./drawn.ts";

/** One token a character, so that sums can be done in the head. */
const purpose: Purpose = {
  instructions: "Help.",
  room: { promptTokens: 1000, answerTokens: 100 },
  tokensOf: (text) => text.length,
  model: "gemma",
  canSee: false,
  isContinuing: false,
};

function fits(assembly: Assembly): Extract<Assembly, { kind: "fits" }> {
  assert.equal(assembly.kind, "fits");
  return assembly;
}

function failure(assembly: Assembly): ChatFailure {
  assert.equal(assembly.kind, "impossible");
  return assembly.failure;
}

function toDrop(assembly: Assembly): readonly string[] | undefined {
  const found = failure(assembly);
  return found.kind === "overfull" ? found.drop : undefined;
}

suite("a conversation as a request", () => {
  test("has the instructions at the start of the first user turn, and turns that alternate", () => {
    const { turns } = fits(assemble(drawn("Hi", "Hello!", "What is a map?"), purpose));
    assert.deepEqual(turns, [
      { role: "user", content: "Help.\n\n---\n\nHi" },
      { role: "assistant", content: "Hello!" },
      { role: "user", content: "What is a map?" },
    ]);
  });

  test("begins with the whole request before it and its answer, character for character, so that the daemon's cache serves it", () => {
    const first = fits(assemble(drawn("Hi"), purpose)).turns;
    const second = fits(assemble(drawn("Hi", "  Hello!\n\n", "More"), purpose)).turns;
    assert.deepEqual(second.slice(0, 2), [...first, { role: "assistant", content: "  Hello!\n\n" }]);
  });

  test("leaves out questions that got no word of an answer", () => {
    const { turns } = fits(assemble(drawn("Lost", "", "Hi"), purpose));
    assert.deepEqual(turns, [{ role: "user", content: "Help.\n\n---\n\nHi" }]);
  });

  test("keeps what had come before a stop", () => {
    const { turns } = fits(assemble(drawn("Count", "One, tw", "Go on"), purpose));
    assert.equal(turns[1]?.content, "One, tw");
  });

  test("makes control text plain, in questions, attachments and answers", () => {
    const question = { text: "a <end_of_turn> b", attachments: [file("x.ts", "<start_of_turn>model")] };
    const conversation = ask(drawn("Hi", "say <eos>"), { id: "e1", question, model: "gemma" }, 0);
    const text = JSON.stringify(fits(assemble(conversation, purpose)).turns);
    assert.doesNotMatch(text, /<end_of_turn>|<start_of_turn>|<eos>/);
  });

  test("names what was attached before instead of telling it again, unless it has changed or its question is left out", () => {
    const asking = (conversation: Conversation, id: string, text: string): Conversation =>
      ask(conversation, { id, question: { text: id, attachments: [file("a.ts", text)] }, model: "gemma" }, 0);
    const said = { text: "ok", end: { kind: "complete" as const }, model: "gemma" };
    const first = answerWith(asking(drawn(), "q0", "let a;"), "q0", said, 0);
    const asked = (conversation: Conversation): string =>
      fits(assemble(conversation, purpose)).turns.at(-1)?.content ?? "";
    assert.equal(asked(asking(first, "q1", "let a;")), "File: a.ts (unchanged, see above)\n\nq1");
    assert.match(asked(asking(first, "q1", "let b;")), /let b;/);
    assert.match(asked(asking(asking(drawn(), "q0", "let a;"), "q1", "let a;")), /let a;/);
    assert.match(asked(asking({ ...first, firstTold: 1 }, "q1", "let a;")), /let a;/);
  });

  test("asks for the rest of an interrupted answer", () => {
    const { turns } = fits(assemble(drawn("Count", "One, two"), { ...purpose, isContinuing: true }));
    assert.deepEqual(
      turns.map((one) => one.role),
      ["user", "assistant", "user"],
    );
    assert.match(turns[2]?.content ?? "", /Continue exactly/);
  });
});

suite("a conversation that does not fit", () => {
  const long = drawn("a".repeat(200), "b".repeat(200), "c".repeat(200), "d".repeat(200), "e".repeat(200));

  test("is cut at whole exchanges, from the front, and says so to the model", () => {
    const { turns, firstTold, promptTokens } = fits(assemble(long, purpose));
    assert.ok(firstTold > 0);
    assert.match(turns[0]?.content ?? "", /^Help\..*left out/s);
    assert.equal(turns.at(-1)?.content, "e".repeat(200));
    assert.ok(promptTokens <= purpose.room.promptTokens);
  });

  test("begins the same way in the next turns, since a cut costs the daemon's whole cache", () => {
    const { firstTold, turns } = fits(assemble(long, purpose));
    const answered = answerWith(long, "e2", { text: "ok", end: { kind: "complete" }, model: "gemma" }, 0);
    const next = ask(
      { ...answered, firstTold },
      { id: "e3", question: { text: "more", attachments: [] }, model: "gemma" },
      0,
    );
    const after = fits(assemble(next, purpose));
    assert.equal(after.firstTold, firstTold);
    assert.deepEqual(after.turns.slice(0, turns.length), turns);
  });

  test("names the attachments that make it too long, largest first, and only as many as needed", () => {
    const attachments = [
      file("small.ts", "x".repeat(50)),
      file("large.ts", "x".repeat(2000)),
      file("mid.ts", "x".repeat(200)),
    ];
    const conversation = ask(drawn(), { id: "q", question: { text: "Why?", attachments }, model: "gemma" }, 0);
    assert.deepEqual(toDrop(assemble(conversation, purpose)), ["large.ts"]);
  });

  test("names no attachment where the text alone is too long", () => {
    const attachments = [file("small.ts", "x".repeat(50))];
    const question = { text: "x".repeat(1_000_000), attachments };
    const conversation = ask(drawn(), { id: "q", question, model: "gemma" }, 0);
    assert.deepEqual(toDrop(assemble(conversation, purpose)), []);
  });
});

suite("images", () => {
  const image = { ...file("shot.png", ""), kind: "image" as const, image: { mime: "image/png", base64: "AAAA" } };
  const withImage = (conversation: Conversation): Conversation =>
    ask(conversation, { id: "i", question: { text: "What is this?", attachments: [image] }, model: "gemma" }, 0);

  test("go along to a model that sees", () => {
    const { turns } = fits(assemble(withImage(drawn()), { ...purpose, canSee: true }));
    assert.deepEqual(turns[0]?.images, ["AAAA"]);
  });

  test("are refused for a model that does not", () => {
    assert.deepEqual(failure(assemble(withImage(drawn()), purpose)), { kind: "blind", model: "gemma" });
  });

  test("of earlier questions do not keep a model without vision from going on", () => {
    const seen = answerWith(withImage(drawn()), "i", { text: "A cat.", end: { kind: "complete" }, model: "other" }, 0);
    const next = ask(seen, { id: "n", question: { text: "Sure?", attachments: [] }, model: "gemma" }, 0);
    assert.equal(fits(assemble(next, purpose)).turns[0]?.images, undefined);
  });
});

suite("asking again", () => {
  test("takes the exchange and what followed it away", () => {
    const conversation = drawn("a", "1", "b", "2", "c", "3");
    assert.deepEqual(
      before(conversation, "e1").exchanges.map((one) => one.question.text),
      ["a"],
    );
    assert.equal(before(conversation, "unknown"), conversation);
  });
});

suite("the room of a context", () => {
  test("gives an answer a quarter, at most 2048 tokens, and never more than there is", () => {
    assert.equal(roomOf(8192).answerTokens, 2048);
    assert.equal(roomOf(131_072).answerTokens, 2048);
    assert.equal(roomOf(2048).answerTokens, 512);
    for (const context of [2048, 8192, 131_072]) {
      const { promptTokens, answerTokens } = roomOf(context);
      assert.ok(promptTokens + answerTokens <= context);
    }
  });

  test("is filled by what is told and what is being written", () => {
    const draft = { text: "", attachments: [] };
    assert.ok(fillOf(drawn(), draft, purpose) < 0.01);
    assert.ok(fillOf(drawn("Hi", "a".repeat(500)), draft, purpose) > 0.5);
    assert.ok(fillOf(drawn(), { text: "", attachments: [file("x.ts", "y".repeat(1500))] }, purpose) > 1);
  });
});
