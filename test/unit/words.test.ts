import assert from "node:assert/strict";
import { after, suite, test } from "node:test";
import { chinese } from "../../src/core/words/chinese.ts";
import { english } from "../../src/core/words/english.ts";
import { french } from "../../src/core/words/french.ts";
import { german } from "../../src/core/words/german.ts";
import { japanese } from "../../src/core/words/japanese.ts";
import type { MessageId, WordTable } from "../../src/core/words/messageIds.ts";
import { spanish } from "../../src/core/words/spanish.ts";
import { say, speak, spokenCode } from "../../src/core/words/words.ts";

type Entry = [MessageId, (values: never) => string];

/** Values whose traces can be found again in a sentence. */
const traced = new Proxy({}, { get: (_, name) => `‹${String(name)}›` });

const tracesIn = (words: string): readonly string[] => [...new Set(words.match(/‹\w+›/g) ?? [])].sort();

/** What nobody translates: settings, programs, names of models, commands, abbreviations that every language takes over. */
const sameEverywhere = /^(?:\W|‹\w+›|\d|Facet|Ollama|gemma|b|it|qat|Versions|Conversations?|Image)*$/;

suite("the English words", () => {
  const table = Object.entries(english) as Entry[];

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

const tables: Readonly<Record<string, WordTable>> = { english, german, french, spanish, japanese, chinese };

for (const [name, table] of Object.entries(tables)) {
  suite(`the words: ${name}`, () => {
    const entries = Object.entries(table) as Entry[];

    test("are there for every message, and none shows a hole", () => {
      assert.deepEqual(Object.keys(table).sort(), Object.keys(english).sort());
      for (const [id, word] of entries) {
        const words = word(traced as never);
        assert.notEqual(words.trim(), "", id);
        assert.doesNotMatch(words, /undefined|null|NaN|\[object|\$\{/, id);
      }
    });

    test("say every value that the English ones say", () => {
      for (const [id, word] of entries) {
        assert.deepEqual(tracesIn(word(traced as never)), tracesIn(english[id](traced as never)), id);
      }
    });

    test("fit on buttons, and end as sentences do", () => {
      for (const [id, word] of entries) {
        const words = word(traced as never);
        if (id.startsWith("action.")) assert.match(words, /^[^.!。！]{2,32}$/u, id);
        if (id.startsWith("failure.")) assert.match(words, /(?:[.…。]|[:：] ?‹detail›)$/u, id);
      }
    });

    if (table !== english) {
      test("are not left in English", () => {
        const left = entries.filter(([id, word]) => {
          const words = word(traced as never);
          return words === english[id](traced as never) && !sameEverywhere.test(words);
        });
        assert.deepEqual(
          left.map(([id]) => id),
          [],
        );
      });
    }
  });
}

suite("the language that is spoken", () => {
  after(() => speak("en"));

  test("is found by what editors, terminals and people call it", () => {
    for (const [language, code] of [
      ["de", "de"],
      ["de-AT", "de"],
      ["fr_FR.UTF-8", "fr"],
      ["es-419", "es"],
      ["ja", "ja"],
      ["Japanese", "ja"],
      ["zh-cn", "zh-cn"],
      ["zh-Hans-CN", "zh-cn"],
      ["zh-TW", "en"],
      ["pl", "en"],
      ["", "en"],
      ["constructor", "en"],
      ["C.UTF-8", "en"],
    ]) {
      assert.equal(spokenCode(language ?? ""), code, language);
    }
  });

  test("words everything from then on, and the latest wish holds", async () => {
    await speak("de");
    assert.equal(say("status.looking"), "Ollama wird gesucht…");
    const slower = speak("ja");
    await speak("en");
    await slower;
    assert.equal(say("status.looking"), "Looking for Ollama…");
  });
});
