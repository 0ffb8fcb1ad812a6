import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { kindOfAttachments } from "../../../src/core/answers/kindOfAttachments.ts";
import { namesUsed } from "../../../src/core/answers/namesUsed.ts";
import { textKindOf } from "../../../src/core/answers/textKind.ts";
import type { Attachment } from "../../../src/core/conversation/attachment.ts";
import { answerRequest, joinRequest, notesRequest, variationRequest } from "../../../src/core/prompts/answers.ts";
import { questionFor } from "../../../src/core/prompts/chatCommands.ts";
import { file } from "../conversation/drawn.ts";

const subject = { label: "cart.ts:3-9", symbol: "Cart.total", problem: "", language: "German" };

suite("what is asked", () => {
  test("names the text, where it stands and the language", () => {
    const text = answerRequest("explain", "code", subject);
    assert.match(text, /^Explain `cart\.ts:3-9`/);
    assert.match(text, /stands in `Cart\.total`/);
    assert.match(text, /Answer in German\.$/);
    assert.match(
      answerRequest("summarize", "log", subject),
      /Begin with the gist.*every kind of error.*Answer in German\.$/,
    );
  });

  test("is the same for `@facet`", () => {
    assert.equal(questionFor("explain", ""), answerRequest("explain", "code"));
    assert.equal(questionFor("summarize", " in verse "), `${answerRequest("summarize", "code")}\n\nin verse`);
    const log: Attachment = { ...file("a.txt", "12:00:01 started\n12:00:02 failed\n"), languageId: "plaintext" };
    const note: Attachment = { ...file("a.md", "short"), languageId: "markdown" };
    const changes: Attachment = { ...note, kind: "changes", text: "+".repeat(90) };
    const dot: Attachment = { ...note, kind: "image", text: "" };
    for (const [attached, kind] of [
      [[], "code"],
      [[dot], "code"],
      [[note], "prose"],
      [[note, log, dot], "log"],
      [[note, changes, log], "changes"],
      [[{ ...note, kind: "terminal" }], "log"],
    ] as const) {
      const asked = questionFor("explain", "", kindOfAttachments(attached));
      assert.equal(asked, answerRequest("explain", kind));
    }
  });

  test("asks about the problem where there is one", () => {
    const text = answerRequest("explain", "code", { ...subject, problem: "x is not defined" });
    assert.match(text, /“x is not defined”/);
    assert.match(text, /how to fix it/);
  });

  test("says which part is read, and joins the notes in their order", () => {
    assert.match(notesRequest({ part: 3, parts: 9, label: "a.log" }, "log", ""), /part 3 of 9 of `a\.log`/);
    const notes = [
      { label: "a.log:1-9", text: "- one" },
      { label: "a.log:10-20", text: "- ``` two" },
    ];
    const joined = joinRequest(notes, "summarize", "log", { ...subject, label: "a.log" });
    assert.ok(joined.indexOf("- one") < joined.indexOf("two") && joined.indexOf("two") < joined.indexOf("Summarize"));
    assert.match(joined, /````\n- ``` two\n````/);
    assert.match(variationRequest("shorter", "French"), /half as many words.*Answer in French\.$/);
  });
});

suite("what sort of text something is", () => {
  test("is told by its language, and for plain text by how it looks", () => {
    assert.equal(textKindOf("typescript", "const a = 1;"), "code");
    assert.equal(textKindOf("markdown", "# A"), "prose");
    assert.equal(textKindOf("csv", "a,b"), "data");
    assert.equal(textKindOf("yaml", "a: b"), "settings");
    assert.equal(textKindOf("diff", "@@"), "changes");
    assert.equal(textKindOf("plaintext", "Once upon a time.\nThere was a stone.\n"), "prose");
    assert.equal(textKindOf("plaintext", "2026-01-01 10:00:00 start\n[10:00:01] go\n  at x\nERROR lost\n"), "log");
    assert.equal(textKindOf("", "2026-01-01T10:00:00Z a\n2026-01-01T10:00:01Z b\n"), "log");
    assert.equal(textKindOf("some-language-nobody-knows", "(defn x [])"), "code");
    assert.equal(textKindOf("plaintext", ""), "prose");
  });
});

suite("the names that a text uses", () => {
  test("are called ones and types first, never words of the language, of texts and of comments", () => {
    const text = `// Comment about nothing\nconst local = readCart("inside text");\nif (local) return new Cart(local, priceOf(local));\n`;
    const names = namesUsed(text, "typescript", 4).map((one) => one.name);
    assert.deepEqual(names, ["readCart", "Cart", "priceOf", "local"]);
    const [first] = namesUsed(text, "typescript", 1);
    assert.equal(text.slice(first?.offset, (first?.offset ?? 0) + 8), "readCart");
  });
});
