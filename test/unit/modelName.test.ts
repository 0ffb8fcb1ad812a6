import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { sameModel } from "../../src/core/modelName.ts";

suite("a model's name", () => {
  test("is the same in any case, with or without the tag `latest`", () => {
    assert.ok(sameModel("hf.co/google/Gemma:latest", "hf.co/Google/gemma"));
    assert.ok(sameModel("gemma3", "GEMMA3:LATEST"));
  });

  test("is another with another tag, owner or host", () => {
    assert.equal(sameModel("gemma3:1b", "gemma3"), false);
    assert.equal(sameModel("gemma3:latest-q4", "gemma3"), false);
    assert.equal(sameModel("hf.co/google/gemma", "huggingface.co/google/gemma"), false);
  });
});
