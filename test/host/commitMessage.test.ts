import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { commands, extensions, Uri } from "vscode";
import type { GitApi, GitApiRepository, GitExtension } from "../../src/host/gitApi.ts";
import { openRepositories, repositoryIdOf } from "../../src/host/git.ts";
import { git } from "../../scripts/parts/git.ts";
import { test } from "./suite.ts";

const never = new AbortController().signal;

type OpeningGitApi = GitApi & { openRepository(root: Uri): Promise<GitApiRepository | null> };

const changed = "export function total(prices: number[]) {\n  return prices.length;\n}\n";

/** Makes something of a repository with one commit, and returns the root that is to be opened. */
type Arrange = (root: string) => Promise<string>;

const withOneChange: Arrange = async (root) => {
  await writeFile(path.join(root, "cart.ts"), changed);
  return root;
};

/** A repository with one commit and what a test makes of it, open in VS Code's own git extension. */
async function withRepository(
  work: (repository: GitApiRepository, root: string) => Promise<void>,
  arrange: Arrange = withOneChange,
): Promise<void> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "facet-scm-"));
  try {
    const first = path.join(folder, "first");
    await mkdir(first);
    await git(first, "init", "--quiet", "--initial-branch=main");
    await writeFile(path.join(first, "cart.ts"), "export const total = 0;\n");
    await git(first, "add", "--all");
    await git(first, "commit", "--quiet", "-m", "Begin the cart");
    const root = await arrange(first);
    const extension = extensions.getExtension<GitExtension>("vscode.git");
    assert.ok(extension);
    const api = (await extension.activate()).getAPI(1) as OpeningGitApi;
    const repository = await api.openRepository(Uri.file(root));
    assert.ok(repository, "VS Code opened no repository");
    await work(repository, root);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

test("the repositories are those of VS Code's git extension, and a button names its own", () =>
  withRepository(async (repository, root) => {
    const open = await openRepositories(never);
    const own = open.find((one) => one.root === root);
    assert.ok(own);
    assert.equal(own.id, repository.rootUri.toString());
    assert.equal(repositoryIdOf({ rootUri: repository.rootUri }), own.id);
    assert.equal(repositoryIdOf(undefined), undefined);
    assert.notEqual(own.command, "");
    await own.refresh();
  }));

test("a commit message is written into the box, and the draft comes back in one step", () =>
  withRepository(async (repository) => {
    const scm = { rootUri: repository.rootUri };
    repository.inputBox.value = "my own draft";
    await commands.executeCommand("facet.draftCommitMessage", scm);
    const message = repository.inputBox.value;
    assert.notEqual(message, "my own draft");
    const [subject = "", second = ""] = message.split("\n");
    assert.ok(subject.length > 0 && subject.length <= 72, message);
    assert.equal(second, "");
    assert.notEqual(subject, "Begin the cart");
    await commands.executeCommand("facet.restoreDraft", scm);
    assert.equal(repository.inputBox.value, "my own draft");
  }));

test("a second press stops, and the draft is intact", () =>
  withRepository(async (repository) => {
    const scm = { rootUri: repository.rootUri };
    repository.inputBox.value = "my own draft";
    const first = commands.executeCommand("facet.draftCommitMessage", scm);
    await commands.executeCommand("facet.draftCommitMessage", scm);
    await first;
    assert.equal(repository.inputBox.value, "my own draft");
  }));

const kinds: readonly (readonly [name: string, arrange: Arrange])[] = [
  [
    "a worktree",
    async (root) => {
      const tree = path.join(root, "..", "tree");
      await git(root, "worktree", "add", "--quiet", "-b", "other", tree);
      return withOneChange(tree);
    },
  ],
  [
    "a submodule",
    async (root) => {
      const outer = path.join(root, "..", "outer");
      await mkdir(outer);
      await git(outer, "init", "--quiet");
      await git(outer, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", root, "inner");
      return withOneChange(path.join(outer, "inner"));
    },
  ],
  [
    "a repository without commits",
    async (root) => {
      const young = path.join(root, "..", "young");
      await mkdir(young);
      await git(young, "init", "--quiet");
      return withOneChange(young);
    },
  ],
  [
    "a repository that another git is just writing to",
    async (root) => {
      await writeFile(path.join(root, ".git", "index.lock"), "");
      return withOneChange(root);
    },
  ],
];
for (const [name, arrange] of kinds) {
  test(`a commit message is written for ${name}`, () =>
    withRepository(async (repository) => {
      await commands.executeCommand("facet.draftCommitMessage", { rootUri: repository.rootUri });
      const [subject = ""] = repository.inputBox.value.split("\n");
      assert.ok(subject.length > 0 && subject.length <= 72, repository.inputBox.value);
    }, arrange));
}

test("a merge keeps the text that git has prepared", () =>
  withRepository(
    async (repository) => {
      await commands.executeCommand("facet.draftCommitMessage", { rootUri: repository.rootUri });
      assert.equal(repository.inputBox.value, "Merge branch 'other'");
    },
    async (root) => {
      await git(root, "checkout", "--quiet", "-b", "other");
      await writeFile(path.join(root, "cart.ts"), changed);
      await git(root, "commit", "--quiet", "--all", "-m", "Count");
      await git(root, "checkout", "--quiet", "main");
      await git(root, "merge", "--no-commit", "--no-ff", "other");
      return root;
    },
  ));
