import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { readAnswer } from "../../../src/core/commit/readAnswer.ts";

/** What comes through of an answer, as the commit box would show it. */
function read(text: string): string {
  const { subject, body } = readAnswer(text, true);
  return body === "" ? subject : `${subject}\n\n${body}`;
}

const cases: readonly (readonly [name: string, answer: string, message: string])[] = [
  ["a bare message", "Add a cache for tokens", "Add a cache for tokens"],
  ["a message with a body", "Add a cache\n\nIt saves time.\n", "Add a cache\n\nIt saves time."],
  ["a fence", "```text\nAdd a cache\n```", "Add a cache"],
  ["a fence with an explanation after it", "```\nfix: stop\n\nBody.\n```\nThis message follows…", "fix: stop\n\nBody."],
  ["politeness", "Sure! Here is a commit message:\n\nAdd a cache", "Add a cache"],
  [
    "a second sentence on the first line",
    "Keep the order of headers. Proxies rely on it.",
    "Keep the order of headers\n\nProxies rely on it.",
  ],
  ["a full stop inside", "Use Node.js 24. and e.g. Deno", "Use Node.js 24. and e.g. Deno"],
  ["the numbers of the list of files", "lib: add cache for albums (+1)", "lib: add cache for albums"],
  ["an issue's number", "Add cache for albums (#12)", "Add cache for albums (#12)"],
  ["the plus of an added line", "+ Add a cache", "Add a cache"],
  ["a heading", "**Commit message:**\n\nAdd a cache", "Add a cache"],
  ["a label", "Commit message: Add a cache", "Add a cache"],
  ["labels for both parts", "Subject: Add a cache\n\nBody: It saves time.", "Add a cache\n\nIt saves time."],
  ["quotes", '"Add a cache"', "Add a cache"],
  ["quotes inside", 'Rename "a" to "b"', 'Rename "a" to "b"'],
  ["two code marks", "`a` and `b` are one", "`a` and `b` are one"],
  ["code marks around code marks", "`Add `f` to format`", "Add `f` to format"],
  ["quotes around quotes", '"Rename "a" to "b""', 'Rename "a" to "b"'],
  ["quotes at both ends", '"a" becomes "b"', '"a" becomes "b"'],
  ["code marks around", "`Add a cache`", "Add a cache"],
  ["stars around", "**Add a cache**\n\n- one\n- two", "Add a cache\n\n- one\n- two"],
  ["a quote around all", '"Add a cache\n\nIt saves time."', "Add a cache\n\nIt saves time."],
  ["an explanation", "Add a cache\n\nExplanation: because…", "Add a cache"],
  ["an explanation in stars", "Add a cache\n\n**Explanation:**\n* it…", "Add a cache"],
  ["an offer of help", "Add a cache\n\nLet me know if you want more.", "Add a cache"],
  ["several choices", "Option 1:\nAdd a cache\n\nOption 2:\nCache tokens", "Add a cache"],
  ["a numbered list of choices", "1. Add a cache\n2. Cache tokens", "Add a cache"],
  ["several typed ones", "feat: add a cache\nfix: cache tokens", "feat: add a cache"],
  ["a rule and another", "Add a cache\n\n---\n\nCache tokens", "Add a cache"],
  ["the diff again", "Add a cache\n\ndiff --git a/x b/x\n+y", "Add a cache"],
  ["trailers that only people add", "Add a cache\n\nSigned-off-by: A B <a@b>", "Add a cache"],
  ["a word that a preamble begins with", "Option parsing accepts equals signs", "Option parsing accepts equals signs"],
  ["a title that sounds like a label", "Title case in headings", "Title case in headings"],
  ["what a pattern would eat", "Escape $& and $1", "Escape $& and $1"],
  ["nothing", "```\n```", ""],
];

suite("reading an answer", () => {
  for (const [name, answer, message] of cases) test(name, () => assert.equal(read(answer), message));

  test("never takes back a line once it was whole", () => {
    for (const [name, answer] of cases) {
      let before = readAnswer("", false);
      for (let length = 1; length <= answer.length; length++) {
        const now = readAnswer(answer.slice(0, length), false);
        if (before.isSubjectWhole) assert.equal(now.subject, before.subject, name);
        before = now;
        if (now.isOver) break;
      }
    }
  });

  test("says when the rest need not be waited for", () => {
    assert.equal(readAnswer("Add a cache\n\nExplanation: it\n", false).isOver, true);
    assert.equal(readAnswer("```\nAdd a cache\n```\n", false).isOver, true);
    assert.equal(readAnswer("Add a cache\n\nIt saves", false).isOver, false);
  });
});
