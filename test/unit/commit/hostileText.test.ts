import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { readCommitlint } from "../../../src/core/commit/commitlint.ts";
import { unknownStyle } from "../../../src/core/commit/commitStyle.ts";
import { conformMessage, type MessageFrame } from "../../../src/core/commit/conformMessage.ts";
import { splitPatches } from "../../../src/core/commit/patches.ts";
import { readAnswer } from "../../../src/core/commit/readAnswer.ts";
import { squeezePatch } from "../../../src/core/commit/squeezePatch.ts";
import { estimateTokens } from "../../../src/core/tokens.ts";

const frame: MessageFrame = {
  style: unknownStyle,
  commitlint: undefined,
  paths: ["a.ts"],
  whole: undefined,
  issueKey: "",
  type: undefined,
  isFormFree: false,
  isLanguageFree: false,
};

/** Pieces that a model in a loop, or a file made for it, repeats: each invites a pattern to try every way of matching. */
const pieces = [
  ..."` \" ' * _ - # > . , : ( ) { } [ ] \\ ~ = +".split(" "),
  " ",
  "\t",
  "\n",
  "\r",
  "word ",
  "here is ",
  "based on a ",
  "option 1 ",
  "**a ",
  "- ",
  "- - ",
  "1. ",
  "title: ",
  "#1 ",
  "AB-1 ",
  " \n",
  "\n\n",
  "日本",
  "🙂",
  "👨‍👩‍👧",
  "$&",
  "@@ ",
  "diff --git a/a b/a\n",
  "+++ ",
  "feat(a): ",
  "'type-enum': [",
];

suite("text that repeats itself", () => {
  for (const piece of pieces) {
    test(`of ${JSON.stringify(piece)} is read to its end`, () => {
      const text = piece.repeat(2_000);
      for (const answer of [text, `Add it\n\n${text}`, `here is ${text}`, `${text}Add it`]) {
        const { subject, body } = readAnswer(answer, true);
        const message = conformMessage(subject, body, frame, "");
        assert.ok((message.split("\n", 1)[0] ?? "").length <= 72);
      }
      readCommitlint("commitlint.config.js", `rules: { header-max-length: [${text}, 'type-enum': [${text}`);
      splitPatches(`diff --git ${text}\n@@ ${text}`);
      assert.ok(estimateTokens(squeezePatch(`@@ ${text}\n+${text}`, 100, estimateTokens)) <= 100);
    });
  }
});
