import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { turnTemplateOf } from "../../../src/core/completion/turnTemplate.ts";
import { fenceAround } from "../../../src/core/prompts/fence.ts";
import { ghostTextHead } from "../../../src/core/prompts/ghostText.ts";

const template = turnTemplateOf("gemma3");
assert.ok(template);
const parts = { languageId: "typescript", path: "src/a.ts", snippets: [], after: "" };

suite("the fence of a prompt", () => {
  test("is longer than any in the texts", () => {
    assert.equal(fenceAround([]), "```");
    assert.equal(fenceAround(["a `` b"]), "```");
    assert.equal(fenceAround(["", "x\n````md\n", "```"]), "`````");
  });

  test("is longer than what the code before, the code after or a snippet holds", () => {
    assert.equal(ghostTextHead(parts, template, "const a = 1;\n").fence, "```");
    assert.equal(ghostTextHead(parts, template, "/**\n * ```ts\n */\n").fence, "````");
    assert.equal(ghostTextHead({ ...parts, after: "````\n" }, template, "").fence, "`````");
    const snippets = [{ path: "b.md", text: "```\n" }];
    assert.equal(ghostTextHead({ ...parts, snippets }, template, "").fence, "````");
  });

  test("leaves room for code blocks in prose, whatever the document has yet", () => {
    assert.equal(ghostTextHead({ ...parts, languageId: "markdown" }, template, "# A\n").fence, "````");
  });
});
