import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { splitPatches, unquotePath } from "../../../src/core/commit/patches.ts";
import { readRawList } from "../../../src/core/commit/rawList.ts";
import { isSecretPath } from "../../../src/core/secretPaths.ts";

suite("reading what git prints", () => {
  test("undoes the quoting of paths", () => {
    assert.equal(unquotePath("plain name.ts"), "plain name.ts");
    assert.equal(unquotePath('"a/t\\303\\266ne \\"x\\".ts"'), 'a/töne "x".ts');
    assert.equal(unquotePath('"tab\\there\\\\"'), "tab\there\\");
  });

  test("splits patches by path, whatever a hunk contains", () => {
    const patches = splitPatches(
      [
        "diff --git a/one.ts b/one.ts",
        "index 1..2 100644",
        "--- a/one.ts",
        "+++ b/one.ts",
        "@@ -1 +1 @@",
        "-diff --git a/fake b/fake",
        "+++ b/fake",
        "diff --git a/old name.ts b/new name.ts",
        "similarity index 90%",
        "rename from old name.ts",
        "rename to new name.ts",
        "--- a/old name.ts\t",
        "+++ b/new name.ts\t",
        "@@ -1 +1 @@",
        "+x",
        "diff --git a/a b/a b b/a b/a b",
        "old mode 100644",
        "new mode 100755",
        "Submodule lib 1234567..89abcde:",
        "  > Fix it",
        "diff --git a/gone.ts b/gone.ts",
        "deleted file mode 100644",
        "--- a/gone.ts",
        "+++ /dev/null",
        "@@ -1 +0,0 @@",
        "-bye",
        "",
      ].join("\n"),
    );
    assert.deepEqual(
      [...patches],
      [
        ["one.ts", "@@ -1 +1 @@\n-diff --git a/fake b/fake\n+++ b/fake"],
        ["new name.ts", "@@ -1 +1 @@\n+x"],
        ["a b/a b", ""],
        ["lib", "Submodule lib 1234567..89abcde:\n  > Fix it"],
        ["gone.ts", "@@ -1 +0,0 @@\n-bye"],
      ],
    );
  });

  test("reads the raw list with its counts", () => {
    const output = [
      ":100644 100644 a b M",
      "src/a.ts",
      ":100644 100644 a b R096",
      "old.ts",
      "new.ts",
      ":000000 160000 a b A",
      "lib",
      ":100644 100644 a b M",
      "logo.png",
      "3\t1\tsrc/a.ts",
      "2\t0\t",
      "old.ts",
      "new.ts",
      "1\t0\tlib",
      "-\t-\tlogo.png",
      "",
    ].join("\0");
    assert.deepEqual(
      readRawList(output).map((one) => [
        one.kind,
        one.previousPath,
        one.path,
        one.addedLines,
        one.deletedLines,
        one.isBinary,
        one.isSubmodule,
      ]),
      [
        ["modified", undefined, "src/a.ts", 3, 1, false, false],
        ["renamed", "old.ts", "new.ts", 2, 0, false, false],
        ["added", undefined, "lib", 1, 0, false, true],
        ["modified", undefined, "logo.png", undefined, undefined, true, false],
      ],
    );
  });
});

suite("secret paths", () => {
  test("are told by their names", () => {
    for (const path of [
      ".env",
      "app/.env.local",
      "prod.env",
      "certs/site.pem",
      "id_rsa",
      "home/.ssh/config",
      "a\\b\\.npmrc",
      "/w/.git/config",
      "C:\\w\\.git\\hooks\\pre-commit",
    ])
      assert.equal(isSecretPath(path), true, path);
    for (const path of [
      "environment.ts",
      ".env.example",
      "keyboard.ts",
      "src/credentials.ts",
      "id_rsa.pub",
      "key",
      ".gitignore",
      "a.git/x",
    ])
      assert.equal(isSecretPath(path), false, path);
  });
  test("are what the user names besides, wherever it is", () => {
    const own = ["private/*", "*.vault", "/customers/**", "Folder/", "./one/two.txt", "{a,b}.cfg", "", "**", "("];
    for (const path of [
      "private/notes.txt",
      "/home/me/w/private/notes.txt",
      "/w/x.VAULT",
      "/w/customers/deep/er/list.csv",
      "/w/folder/x.ts",
      "C:\\w\\one\\two.txt",
      "/w/b.cfg",
    ])
      assert.equal(isSecretPath(path, own), true, path);
    for (const path of ["/w/src/cart.ts", "/w/private.ts", "/w/vault.ts", "/w/two.txt"])
      assert.equal(isSecretPath(path, own), false, path);
    assert.equal(isSecretPath("/w/x.vault"), false);
  });
});
