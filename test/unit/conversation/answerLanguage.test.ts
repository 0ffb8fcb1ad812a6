import assert from "node:assert/strict";
import { test } from "node:test";
import { answerLanguage } from "../../../src/core/conversation/answerLanguage.ts";

test("answers are in the language of the setting, else of the editor, and nothing is said of English", () => {
  assert.equal(answerLanguage("", "en"), "");
  assert.equal(answerLanguage("", "en-GB"), "");
  assert.equal(answerLanguage("", "de"), "German");
  assert.equal(answerLanguage("ja", "en"), "Japanese");
  assert.equal(answerLanguage("Japanese", "en"), "Japanese");
  assert.equal(answerLanguage("en", "de"), "English");
  assert.equal(answerLanguage("plain words", "de"), "plain words");
});
