import { isAbsolute, join } from "node:path";
import { CommitError } from "../core/commit/commitFailure.ts";
import { commitlintFiles, readCommitlint, type CommitlintRules } from "../core/commit/commitlint.ts";
import type { PastCommit } from "../core/commit/commitStyle.ts";
import type { ReadChange } from "../core/commit/fileChange.ts";
import type { ChangeSource } from "../core/prompts/commitMessage.ts";
import { ChangeReader } from "./changeReader.ts";
import { GitProgram } from "./gitProgram.ts";
import { textOf } from "./textFile.ts";

/** What is to be committed, as far as it may be read. */
export interface RepositoryChanges {
  readonly source: ChangeSource;
  readonly changes: readonly ReadChange[];
}

/** What a repository says about a commit besides its changes. */
export interface RepositoryContext {
  /** Empty where no branch is checked out. */
  readonly branch: string;
  /** Hash; empty in a repository without commits. */
  readonly head: string;
  /** The text that git prepared for a merge, a cherry-pick or a revert that is under way; empty otherwise. */
  readonly mergeMessage: string;
  /** First lines of the commits that a squashing merge joins. */
  readonly squashed: readonly string[];
  /** The commit template without its comments. */
  readonly template: string;
  readonly commitlint: CommitlintRules | undefined;
}

const pastCommits = 200;

/**
 * Reads one repository with the git program itself. VS Code's git extension has no call that reads many files at once,
 * nor one that can be ended, and its diffs have no limit.
 */
export class GitRepository {
  readonly #git: GitProgram;
  readonly #reader: ChangeReader;

  /** `command` is the program that VS Code's git extension found; `secretPatterns` are the user's own besides ours. */
  constructor(command: string, root: string, secretPatterns: readonly string[] = []) {
    this.#git = new GitProgram(command, root);
    this.#reader = new ChangeReader(this.#git, secretPatterns);
  }

  /** What is staged, else what is changed with untracked files. Throws `nothingToCommit` where there is neither. */
  async changesToCommit(signal: AbortSignal): Promise<RepositoryChanges> {
    // Outside a repository `git diff` compares any two files and complains about its options.
    await this.#git.checked(["rev-parse", "--git-dir"], signal);
    const staged = await this.#reader.read(["--cached"], signal);
    if (staged.length > 0) return { source: "staged", changes: staged };
    const changed = await this.#reader.read([], signal);
    const untracked = await this.#reader.readUntracked(signal);
    const changes = [...changed, ...untracked];
    if (changes.length === 0) throw new CommitError({ kind: "nothingToCommit" });
    return { source: "workingTree", changes };
  }

  /** What the last commit changed, against its first parent. */
  async changesOfLastCommit(signal: AbortSignal): Promise<RepositoryChanges> {
    const head = await this.#git.text(["rev-parse", "--verify", "--quiet", "HEAD"], signal);
    if (head === undefined) throw new CommitError({ kind: "noCommitYet" });
    const parent =
      (await this.#git.text(["rev-parse", "--verify", "--quiet", "HEAD^"], signal)) ??
      // A first commit is compared with the empty tree, whose name depends on the repository's kind of hash.
      (await this.#git.checked(["hash-object", "-t", "tree", "--stdin"], signal, { stdin: "" })).stdout.trim();
    const changes = await this.#reader.read([parent, "HEAD"], signal);
    return { source: "lastCommit", changes };
  }

  async context(signal: AbortSignal): Promise<RepositoryContext> {
    const [branch, head, paths, templatePath, commitlint] = await Promise.all([
      this.#git.text(["symbolic-ref", "--short", "--quiet", "HEAD"], signal),
      this.#git.text(["rev-parse", "--verify", "--quiet", "HEAD"], signal),
      this.#gitPaths(["MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "MERGE_MSG", "SQUASH_MSG"], signal),
      this.#git.text(["config", "--type=path", "--get", "commit.template"], signal),
      this.#commitlint(),
    ]);
    const [merge = "", pick = "", revert = "", message = "", squash = ""] = await Promise.all(
      paths.map((path) => textOf(path)),
    );
    const isUnderWay = `${merge}${pick}${revert}`.trim() !== "";
    const template =
      templatePath === undefined
        ? ""
        : await textOf(isAbsolute(templatePath) ? templatePath : join(this.#git.root, templatePath));
    return {
      branch: branch ?? "",
      head: head ?? "",
      mergeMessage: isUnderWay ? withoutComments(message) : "",
      squashed: [...squash.matchAll(/^commit [0-9a-f]{7,64}\n(?:.+\n)*\n {4}(.+)$/gm)].map((match) => match[1] ?? ""),
      template: withoutComments(template),
      commitlint,
    };
  }

  /** The last messages, newest first, merges left out; `skip` passes over the newest ones. */
  async past(signal: AbortSignal, skip = 0): Promise<PastCommit[]> {
    const [email, log] = await Promise.all([
      this.#git.text(["config", "--get", "user.email"], signal),
      this.#git.text(
        [
          "log",
          "-z",
          `--max-count=${pastCommits}`,
          `--skip=${skip}`,
          "--no-merges",
          "--no-show-signature",
          "--format=%ae%n%B",
        ],
        signal,
      ),
    ]);
    const commits = (log ?? "").split("\0").flatMap((entry): PastCommit[] => {
      const [author = "", ...message] = entry.split("\n");
      const text = message.join("\n").trim();
      return text === "" ? [] : [{ message: text, isOwn: email !== undefined && author === email }];
    });
    const own = commits.filter((commit) => commit.isOwn).slice(0, 30);
    return [...commits.slice(0, 60), ...own.filter((commit) => commits.indexOf(commit) >= 60)];
  }

  /** The last commit's message. */
  async lastMessage(signal: AbortSignal): Promise<string> {
    return (await this.#git.text(["log", "--max-count=1", "--no-show-signature", "--format=%B"], signal)) ?? "";
  }

  /** Whether the last commit is already in the branch that is followed, so that rewriting it would part the two. */
  async isLastCommitPushed(signal: AbortSignal): Promise<boolean> {
    const outcome = await this.#git.run(["merge-base", "--is-ancestor", "HEAD", "@{upstream}"], signal);
    return outcome.exitCode === 0;
  }

  /** Gives the last commit another message and leaves what is staged alone; `head` is the hash that the message was written for. */
  async rewordLastCommit(message: string, head: string, signal: AbortSignal): Promise<void> {
    const now = await this.#git.text(["rev-parse", "--verify", "--quiet", "HEAD"], signal);
    if (now !== head) throw new CommitError({ kind: "headMoved" });
    await this.#git.checked(["commit", "--amend", "--only", "--allow-empty", "--cleanup=strip", "--file=-"], signal, {
      stdin: message,
    });
  }

  async #commitlint(): Promise<CommitlintRules | undefined> {
    for (const name of commitlintFiles) {
      const rules = readCommitlint(name, await textOf(join(this.#git.root, name)));
      if (rules !== undefined) return rules;
    }
    return undefined;
  }

  async #gitPaths(names: readonly string[], signal: AbortSignal): Promise<string[]> {
    const { stdout } = await this.#git.checked(["rev-parse", ...names.flatMap((name) => ["--git-path", name])], signal);
    return stdout
      .split("\n")
      .filter((path) => path !== "")
      .map((path) => (isAbsolute(path) ? path : join(this.#git.root, path)));
  }
}

function withoutComments(text: string): string {
  return text.replace(/^#.*(\n|$)/gm, "").trim();
}
