import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { readCommitlint } from "../../../src/core/commit/commitlint.ts";
import { learnStyle } from "../../../src/core/commit/commitStyle.ts";
import { conformMessage, conformSubject, type MessageFrame } from "../../../src/core/commit/conformMessage.ts";
import { copiedFrom } from "../../../src/core/commit/copyCheck.ts";
import { exampleEcho } from "../../../src/core/commit/exampleEcho.ts";
import { issueKeyIn } from "../../../src/core/commit/issueKey.ts";
import { isEnglishInsteadOf } from "../../../src/core/commit/languageOfText.ts";
import { inMood, moodOf } from "../../../src/core/commit/mood.ts";
import { readSubject, writeSubject } from "../../../src/core/commit/subject.ts";
import { wrapBody } from "../../../src/core/commit/wrapBody.ts";
import { randomFrom } from "./random.ts";

function past(messages: readonly string[]): { message: string; isOwn: boolean }[] {
  return messages.map((message) => ({ message, isOwn: false }));
}

function frame(messages: readonly string[], more: Partial<MessageFrame> = {}): MessageFrame {
  return {
    style: learnStyle(past(messages)),
    commitlint: undefined,
    paths: ["src/api/server.ts"],
    whole: undefined,
    issueKey: "",
    type: undefined,
    isFormFree: false,
    isLanguageFree: false,
    ...more,
  };
}

const conventional = [
  "feat(api): add paging",
  "fix(ui): stop the flicker",
  "fix(api): handle empty lists",
  "docs(readme): describe setup",
  "chore(build): use node 20",
  "feat(ui): show progress",
];
/** None of these scopes is a part of the changed path. */
const scoped = ["feat(cli): a", "fix(parser): b", "fix(cli): c", "docs(readme): d", "chore(deps): e"];
const plain = [
  "Added paging",
  "Fixed the flicker.",
  "Added tests",
  "Updated docs",
  "Removed dead code",
  "Added a cache",
];
const areas = [
  "net: reuse sockets",
  "fs: close handles",
  "net: retry",
  "doc: mention limits",
  "fs: watch less",
  "net: log",
];

suite("learning the style", () => {
  test("sees Conventional Commits with scopes", () => {
    const style = learnStyle(past(conventional));
    assert.equal(style.form, "conventional");
    assert.equal(style.scopes, "always");
    assert.deepEqual(style.knownScopes.slice(0, 2), ["api", "ui"]);
    assert.equal(style.mood, "imperative");
    assert.equal(style.isCapitalized, false);
  });
  test("sees the past tense", () => {
    const style = learnStyle(past(plain));
    assert.deepEqual([style.form, style.mood, style.isCapitalized, style.hasPeriod], ["plain", "past", true, false]);
  });
  test("sees areas", () => assert.equal(learnStyle(past(areas)).form, "area"));
  test("sees the language", () => {
    const german = [
      "Behebe den Absturz beim Start",
      "Die Liste wird nicht mehr doppelt geladen",
      "Füge Tests für die API hinzu",
    ];
    assert.equal(learnStyle(past(german)).language, "de");
    assert.equal(learnStyle(past(["修复登录页面的错误", "添加缓存支持"])).language, "zh");
    assert.equal(learnStyle(past(["Исправить ошибку входа"])).language, "ru");
    assert.equal(learnStyle(past(conventional)).language, "en");
  });
  test("sees bodies and issue keys", () => {
    const style = learnStyle(past(Array.from({ length: 6 }, (_, index) => `ABC-${index}: Do it\n\n- one\n- two`)));
    assert.deepEqual([style.body, style.hasBullets, style.issueAt], ["always", true, "start"]);
    assert.equal(learnStyle(past(["Fix a (#12)", "Fix b (#13)"])).issueAt, "end");
  });
  test("passes over what machines write", () => {
    const style = learnStyle(past(["Merge branch 'x'", "Bump left-pad from 1.0 to 1.1", "Do one thing", "1.2.3"]));
    assert.deepEqual(style.examples, ["Do one thing"]);
  });
});

suite("English in place of another language", () => {
  const cases: readonly (readonly [language: string, line: string, isEnglish: boolean])[] = [
    ["de", "Add caching mechanism for invoices", true],
    ["de", "findSessions function", true],
    ["de", "Update dependency to undici 7.2.1", true],
    ["de", "Update von undici auf 7.2.1", false],
    ["de", "Erhöhe undici", false],
    ["de", "Cache im Ladeskript", false],
    ["de", "Node.js 22", false],
    ["fr", "Add a cache", true],
    ["fr", "Ajoute un cache", false],
    ["fr", "Change la couleur", false],
    ["es", "Update the cache", true],
    ["es", "Añade una caché", false],
    ["ja", "Add a cache", true],
    ["ja", "キャッシュを追加", false],
    ["ru", "Fix login", true],
    ["en", "Add a cache", false],
  ];
  for (const [language, line, isEnglish] of cases) {
    test(`${language}: ${line}`, () => assert.equal(isEnglishInsteadOf(language, line), isEnglish));
  }
});

suite("bringing a first line into form", () => {
  const cases: readonly (readonly [name: string, messages: readonly string[], line: string, expected: string])[] = [
    ["adds type and scope", conventional, "Add a timeout to requests", "feat(api): add a timeout to requests"],
    ["keeps what fits", conventional, "fix(ui): stop it", "fix(ui): stop it"],
    ["makes a scope of a path", conventional, "fix(src/api/server.ts): stop it", "fix(server): stop it"],
    ["names the part that was changed where the team always does", scoped, "Add paging", "feat(api): add paging"],
    ["mends a synonym", conventional, "feature: add paging", "feat(api): add paging"],
    ["drops the full stop", conventional, "fix(ui): stop it.", "fix(ui): stop it"],
    ["keeps names in capitals", conventional, "fix(api): JSON is read twice", "fix(api): JSON is read twice"],
    ["drops a type in a plain repository", plain, "feat: add paging", "Added paging"],
    ["changes the tense", plain, "Add paging to lists", "Added paging to lists"],
    ["finds the area", areas, "feat: retry less", "api: retry less"],
    ["drops an issue that nobody gave", conventional, "fix(ui): stop it (#99)", "fix(ui): stop it"],
    ["keeps the letters of a name in code", plain, "findParcels filters by title", "findParcels filters by title"],
    ["leaves a young repository alone", ["Initial commit"], "Add a parser", "Add a parser"],
  ];
  for (const [name, messages, line, expected] of cases) {
    test(name, () => assert.equal(conformSubject(line, frame(messages)), expected));
  }

  test("drops a file or a verb before a colon where the team writes none", () => {
    const english = ["Add a", "Fix b", "Remove c", "Move d", "Use e", "Keep f"];
    assert.equal(conformSubject("lib/album.js: cache albums", frame(english)), "Cache albums");
    assert.equal(conformSubject("Fix: cache albums", frame(english)), "Cache albums");
    assert.equal(conformSubject("Windows: cache albums", frame(english)), "Windows: Cache albums");
    assert.equal(conformSubject("Fix: retry", frame(areas, { paths: ["net/socket.c"] })), "net: retry");
  });

  test("takes a renaming for a refactoring, whatever the model says, where the team has such a type", () => {
    const whole = { kind: "renamed", from: "a", to: "b" } as const;
    const line = "feat(api): rename a to b";
    assert.equal(conformSubject(line, frame(conventional, { whole })), "refactor(api): rename a to b");
    const commitlint = readCommitlint(".commitlintrc.json", '{"rules":{"type-enum":[2,"always",["feat","fix"]]}}');
    assert.equal(conformSubject(line, frame(conventional, { whole, commitlint })), line);
  });
  test("puts the branch's issue where the team puts it", () => {
    const messages = ["AB-1: Add it", "AB-2: Fix it", "AB-3: Use it", "AB-4: Drop it", "AB-5: Do it"];
    assert.equal(conformSubject("Fix the crash", frame(messages, { issueKey: "AB-77" })), "AB-77: Fix the crash");
  });
  test("obeys commitlint", () => {
    const commitlint = readCommitlint(
      "commitlint.config.js",
      "module.exports = { extends: ['@commitlint/config-conventional'], rules: { 'type-enum': [2, 'always', ['add', 'cut']], 'header-max-length': [2, 'always', 60] } };",
    );
    assert.deepEqual(commitlint?.types, ["add", "cut"]);
    assert.equal(commitlint.longestHeader, 60);
    assert.match(conformSubject("Some thing", frame([], { commitlint })), /^(add|cut): some thing$/);
  });
  test("never exceeds 72 characters, whatever comes", () => {
    const pieces = ["word", "and", "日本語", "x".repeat(90), "feat(", "scope", "):", "$&", "[a]", "#12", "🙂", "the"];
    for (let seed = 0; seed < 2_000; seed++) {
      const random = randomFrom(seed);
      const line = Array.from({ length: 1 + random(30) }, () => pieces[random(pieces.length)]).join(" ");
      const messages = [conventional, plain, areas, []][random(4)] ?? [];
      const subject = conformSubject(line, frame(messages, { issueKey: random(2) === 0 ? "ABC-123" : "" }));
      assert.ok(subject.length <= 72, `${subject.length}: ${subject}`);
      assert.ok(!subject.includes("\n"));
    }
  });
});

suite("parts of a message", () => {
  test("a first line is taken apart and put together", () => {
    for (const line of [
      "feat(api)!: add it",
      "fix: it",
      "net: do it",
      "[ui] Do it",
      "🐛 Fix it",
      "Plain words",
      "AB-1: Do it",
      "Fix it (#3)",
    ])
      assert.equal(writeSubject(readSubject(line)), line);
  });
  test("moods", () => {
    assert.deepEqual(["Added", "adds x", "Fix it", "Fixing", "Reset it", "Foo"].map(moodOf), [
      "past",
      "thirdPerson",
      "imperative",
      "gerund",
      "imperative",
      "unknown",
    ]);
    assert.equal(inMood("Stopped retrying", "imperative"), "Stop retrying");
    assert.equal(inMood("apply it", "thirdPerson"), "applies it");
    assert.equal(inMood("Write it", "past"), "Wrote it");
  });
  test("issue keys of branches", () => {
    const found = [
      "feature/ABC-12-login",
      "fix/34-crash",
      "issue-7",
      "main",
      "release/1.2.3",
      "abc-9",
      "v2",
      "users/me/GH-5",
    ];
    assert.deepEqual(found.map(issueKeyIn), ["ABC-12", "#34", "#7", "", "", "ABC-9", "", "#5"]);
  });
  test("the body is wrapped at 72, lists hang", () => {
    const wrapped = wrapBody(`${"word ".repeat(30)}\n\n- ${"item ".repeat(20)}\n- b`, 72);
    assert.ok(wrapped.split("\n").every((line) => line.length <= 72));
    assert.match(wrapped, /\n\n- item.*\n {2}item.*\n- b$/);
    const frame_ = frame(plain);
    const whole = conformMessage("Add it", "Because.\n\nFixes #99", frame_, "");
    assert.equal(whole, "Added it\n\nBecause.");
  });
  test("rules of commitlint in other forms", () => {
    assert.deepEqual(
      readCommitlint(".commitlintrc.yml", "rules:\n  type-enum:\n    - 2\n    - always\n    - - feat\n      - fix\n")
        ?.types,
      ["feat", "fix"],
    );
    assert.equal(readCommitlint("package.json", '{"name":"x"}'), undefined);
    assert.deepEqual(
      readCommitlint("package.json", '{"commitlint":{"rules":{"scope-enum":[2,"always",["core"]]}}}')?.scopes,
      ["core"],
    );
  });
});

suite("words of the examples", () => {
  const examples = ["Added a retry to the uploader", "Fixed crash on empty response", "Explain the folders"];
  const change = "modified: lib/album.js (+3 -0)\n+  if (!response.ok) throw new Error(`cannot load album`);";

  test("are named where a first line is made of them and the change has none", () => {
    const words = ["retries", "uploader"];
    assert.deepEqual(exampleEcho("Added retries to the uploader", examples, change), { words, isAll: true });
    const some = { words: ["empty"], isAll: false };
    assert.deepEqual(exampleEcho("SHOP-1: Handle empty input", examples, change), some);
    const other = { words: ["folder", "explanation"], isAll: true };
    assert.deepEqual(exampleEcho("lib: improve folder explanation", examples, change), other);
  });

  test("are fine where the change speaks of them, in whatever form", () => {
    assert.equal(exampleEcho("Check the response", examples, change), undefined);
    assert.equal(exampleEcho("Retry uploads", examples, "+ const retries = uploadedBefore();"), undefined);
  });

  test("are fine as the lesser part of a line, which may be the team's own words", () => {
    assert.equal(exampleEcho("Throw when an album is empty on the server", examples, change), undefined);
  });
});

suite("copies", () => {
  const sources = {
    oldSubjects: ["feat: Add a cache for tokens"],
    earlierDrafts: ["Use fewer sockets"],
    list: "",
    patches: "@@ -1 +1 @@\n+// Retry the request when the socket was closed\n+return;",
    question: "You write the commit message for a change.\n- Be specific to this change.",
  };
  test("are found behind other marks and letters", () => {
    assert.equal(copiedFrom("fix(x): add a cache, for tokens.", sources), "oldMessage");
    assert.equal(copiedFrom("Use fewer sockets", sources), "earlierDraft");
    assert.equal(copiedFrom("Retry the request when the socket was closed", sources), "change");
    assert.equal(copiedFrom("Add a cache for sockets", sources), undefined);
    assert.equal(copiedFrom("return", sources), undefined);
    const two = { ...sources, oldSubjects: ["Add a retry to the uploader", "Fix crash on empty response"] };
    assert.equal(copiedFrom("Add a retry to the uploader, fix crash on empty response", two), "oldMessage");
    assert.equal(copiedFrom("Add a retry to the uploader in the nightly tests", two), undefined);
    assert.equal(copiedFrom("Be specific to this change", sources), "question");
  });
});
