import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { english } from "../../src/core/words/english.ts";
import type { MessageId } from "../../src/core/words/messageIds.ts";
import { say } from "../../src/core/words/words.ts";

/** Values whose traces can be found again in a sentence. */
const traced = new Proxy({}, { get: (_, name) => `‹${String(name)}›` });

suite("the English words", () => {
  const table = Object.entries(english) as [MessageId, (values: never) => string][];

  test("are there for every message, and none shows a hole", () => {
    for (const [id, word] of table) {
      const words = word(traced as never);
      assert.notEqual(words.trim(), "", id);
      assert.doesNotMatch(words, /undefined|null|NaN|\[object|\$\{/, id);
    }
  });

  test("are whole sentences where something goes wrong or on, and short names on buttons", () => {
    for (const [id, word] of table) {
      const words = word(traced as never);
      if (id.startsWith("action.")) assert.match(words, /^\p{Lu}[^.!]{2,30}$/u, id);
      if (id.startsWith("failure.")) assert.match(words, /^[\p{Lu}“‹].*(?:[.…]|: ‹detail›)$/u, id);
      if (id.startsWith("status.")) assert.match(words, /(?:[.…]|›|left)$/u, id);
    }
  });

  test("put the values where they belong, whatever they contain", () => {
    assert.equal(say("failure.modelMissing", { model: "$& $1 %s" }), "Ollama does not have the model $& $1 %s.");
    assert.equal(say("status.lastOffer", { milliseconds: 80 }), "Last suggestion after 80 ms.");
    assert.equal(say("status.looking"), "Looking for Ollama…");
  });
});
