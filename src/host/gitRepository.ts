import { lstat, open, readFile } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import { CommitError, readGitComplaint } from "../core/commit/commitFailure.ts";
import { commitlintFiles, readCommitlint, type CommitlintRules } from "../core/commit/commitlint.ts";
import type { PastCommit } from "../core/commit/commitStyle.ts";
import { changedLines, type FileChange, type ReadChange } from "../core/commit/fileChange.ts";
import { reasonByName, reasonByPatch } from "../core/commit/fileWorth.ts";
import { rankChanges } from "../core/commit/packChanges.ts";
import { splitPatches } from "../core/commit/patches.ts";
import { readRawList } from "../core/commit/rawList.ts";
import { isSecretPath } from "../core/secretPaths.ts";
import type { ChangeSource } from "../core/prompts/commitMessage.ts";
import { runProcess, type ProcessOutcome } from "../shared/process/runProcess.ts";

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

/** The patches of more files than that are not read; names and numbers of all are. */
const mostPatches = 400;

/** Files in one call of `git diff`, whose names have to fit on a command line. */
const pathsPerCall = 100;

/** Bytes of one call's patches that are kept. */
const bytesPerCall = 2_000_000;

/** A file with more changed lines is read on its own, up to `bytesOfLargeFile`. */
const linesOfLargeFile = 4_000;
const bytesOfLargeFile = 150_000;
const mostLargeFiles = 20;

/** Bytes of an untracked file that are read. */
const bytesOfUntracked = 64_000;

const pastCommits = 200;

const diffOptions = [
  "--no-color",
  "--no-ext-diff",
  "--no-textconv",
  "--src-prefix=a/",
  "--dst-prefix=b/",
  "--ignore-submodules=dirty",
  "-M",
];

/**
 * Reads one repository with the git program itself. VS Code's git extension has no call that reads many files at once,
 * nor one that can be ended, and its diffs have no limit.
 */
export class GitRepository {
  readonly root: string;
  readonly #command: string;
  readonly #secretPatterns: readonly string[];

  /** `command` is the program that VS Code's git extension found; `secretPatterns` are the user's own besides ours. */
  constructor(command: string, root: string, secretPatterns: readonly string[] = []) {
    this.#command = command;
    this.root = root;
    this.#secretPatterns = secretPatterns;
  }

  /** What is staged, else what is changed with untracked files. Throws `nothingToCommit` where there is neither. */
  async changesToCommit(signal: AbortSignal): Promise<RepositoryChanges> {
    // Outside a repository `git diff` compares any two files and complains about its options.
    await this.#git(["rev-parse", "--git-dir"], signal);
    const staged = await this.#read(["--cached"], signal);
    if (staged.length > 0) return { source: "staged", changes: staged };
    const changed = await this.#read([], signal);
    const untracked = await this.#readUntracked(signal);
    const changes = [...changed, ...untracked];
    if (changes.length === 0) throw new CommitError({ kind: "nothingToCommit" });
    return { source: "workingTree", changes };
  }

  /** What the last commit changed, against its first parent. */
  async changesOfLastCommit(signal: AbortSignal): Promise<RepositoryChanges> {
    const head = await this.#text(["rev-parse", "--verify", "--quiet", "HEAD"], signal);
    if (head === undefined) throw new CommitError({ kind: "noCommitYet" });
    const parent =
      (await this.#text(["rev-parse", "--verify", "--quiet", "HEAD^"], signal)) ??
      // A first commit is compared with the empty tree, whose name depends on the repository's kind of hash.
      (await this.#git(["hash-object", "-t", "tree", "--stdin"], signal, { stdin: "" })).stdout.trim();
    const changes = await this.#read([parent, "HEAD"], signal);
    return { source: "lastCommit", changes };
  }

  async context(signal: AbortSignal): Promise<RepositoryContext> {
    const [branch, head, paths, templatePath, commitlint] = await Promise.all([
      this.#text(["symbolic-ref", "--short", "--quiet", "HEAD"], signal),
      this.#text(["rev-parse", "--verify", "--quiet", "HEAD"], signal),
      this.#gitPaths(["MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "MERGE_MSG", "SQUASH_MSG"], signal),
      this.#text(["config", "--type=path", "--get", "commit.template"], signal),
      this.#commitlint(),
    ]);
    const [merge = "", pick = "", revert = "", message = "", squash = ""] = await Promise.all(
      paths.map((path) => textOf(path)),
    );
    const isUnderWay = `${merge}${pick}${revert}`.trim() !== "";
    const template =
      templatePath === undefined
        ? ""
        : await textOf(isAbsolute(templatePath) ? templatePath : join(this.root, templatePath));
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
      this.#text(["config", "--get", "user.email"], signal),
      this.#text(
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
    return (await this.#text(["log", "--max-count=1", "--no-show-signature", "--format=%B"], signal)) ?? "";
  }

  /** Whether the last commit is already in the branch that is followed, so that rewriting it would part the two. */
  async isLastCommitPushed(signal: AbortSignal): Promise<boolean> {
    const outcome = await this.#run(["merge-base", "--is-ancestor", "HEAD", "@{upstream}"], signal);
    return outcome.exitCode === 0;
  }

  /** Gives the last commit another message and leaves what is staged alone; `head` is the hash that the message was written for. */
  async rewordLastCommit(message: string, head: string, signal: AbortSignal): Promise<void> {
    const now = await this.#text(["rev-parse", "--verify", "--quiet", "HEAD"], signal);
    if (now !== head) throw new CommitError({ kind: "headMoved" });
    await this.#git(["commit", "--amend", "--only", "--allow-empty", "--cleanup=strip", "--file=-"], signal, {
      stdin: message,
    });
  }

  async #read(range: readonly string[], signal: AbortSignal): Promise<ReadChange[]> {
    const { stdout } = await this.#git(["diff", ...range, ...diffOptions, "--raw", "--numstat", "-z"], signal);
    const listed = readRawList(stdout);
    if (listed.length === 0) return [];
    const ignored = await this.#ignored(listed, signal);
    const withheld = new Map(listed.map((change) => [change.path, this.#reasonOf(change, ignored)]));
    const readable = rankChanges(listed.filter((change) => withheld.get(change.path) === undefined)).slice(
      0,
      mostPatches,
    );
    const patches = await this.#patches(range, readable, signal);
    return listed.map((change) => {
      const read = patches.get(change.path);
      const reason = withheld.get(change.path) ?? (read === undefined ? undefined : reasonByPatch(read.patch));
      return {
        ...change,
        patch: reason === undefined ? (read?.patch ?? "") : "",
        isPatchCut: read?.isCut ?? false,
        withheld: reason,
      };
    });
  }

  #reasonOf(change: FileChange, ignored: ReadonlySet<string>): ReadChange["withheld"] {
    const paths = change.previousPath === undefined ? [change.path] : [change.path, change.previousPath];
    if (paths.some((path) => isSecretPath(path, this.#secretPatterns) || ignored.has(path))) return "secret";
    if (change.isBinary) return "binary";
    return reasonByName(change.path);
  }

  /** Tracked files that the ignore rules name, which somebody added by force; they may not be meant for reading. */
  async #ignored(changes: readonly FileChange[], signal: AbortSignal): Promise<ReadonlySet<string>> {
    // It refuses literal pathspecs, and takes a leading colon for magic.
    const outcome = await this.#run(["check-ignore", "--no-index", "-z", "--stdin"], signal, {
      stdin: changes.map(({ path }) => `./${path}\0`).join(""),
      hasLiteralPaths: false,
    });
    return new Set(outcome.exitCode === 0 ? outcome.stdout.split("\0").map((path) => path.slice(2)) : []);
  }

  async #patches(
    range: readonly string[],
    changes: readonly FileChange[],
    signal: AbortSignal,
  ): Promise<Map<string, { patch: string; isCut: boolean }>> {
    const patches = new Map<string, { patch: string; isCut: boolean }>();
    const large = changes.filter((change) => changedLines(change) > linesOfLargeFile).slice(0, mostLargeFiles);
    const usual = changes.filter((change) => changedLines(change) <= linesOfLargeFile);
    const calls = large.map((change) => [change]);
    for (let start = 0; start < usual.length; start += pathsPerCall)
      calls.push(usual.slice(start, start + pathsPerCall));
    for (let call = calls.shift(); call !== undefined; call = calls.shift()) {
      const isSingle = call.length === 1;
      const { stdout, isTruncated } = await this.#git(
        [
          "diff",
          ...range,
          ...diffOptions,
          "--submodule=log",
          "--patch",
          "--",
          // Without the old name a rename would look like a new file.
          ...call.flatMap(({ path, previousPath }) => (previousPath === undefined ? [path] : [previousPath, path])),
        ],
        signal,
        { maxBytes: isSingle ? bytesOfLargeFile : bytesPerCall },
      );
      if (isTruncated && !isSingle) {
        const half = Math.ceil(call.length / 2);
        calls.unshift(call.slice(0, half), call.slice(half));
        continue;
      }
      for (const [path, patch] of splitPatches(stdout)) patches.set(path, { patch, isCut: isTruncated });
    }
    return patches;
  }

  async #readUntracked(signal: AbortSignal): Promise<ReadChange[]> {
    const { stdout } = await this.#git(["ls-files", "--others", "--exclude-standard", "-z"], signal);
    const named = stdout
      .split("\0")
      .filter((path) => path !== "")
      .map((path): FileChange => ({
        path: path.replace(/\/$/, ""),
        previousPath: undefined,
        kind: "untracked",
        addedLines: undefined,
        deletedLines: undefined,
        isBinary: false,
        isSubmodule: path.endsWith("/"),
      }));
    const chosen = new Set(rankChanges(named).slice(0, mostPatches));
    const changes: ReadChange[] = [];
    for (const change of named) {
      signal.throwIfAborted();
      const reason = this.#reasonOf(change, new Set());
      changes.push(
        reason !== undefined || !chosen.has(change) || change.isSubmodule
          ? { ...change, patch: "", isPatchCut: false, withheld: reason }
          : await readNewFile(join(this.root, change.path), change),
      );
    }
    return changes;
  }

  async #commitlint(): Promise<CommitlintRules | undefined> {
    for (const name of commitlintFiles) {
      const rules = readCommitlint(name, await textOf(join(this.root, name)));
      if (rules !== undefined) return rules;
    }
    return undefined;
  }

  async #gitPaths(names: readonly string[], signal: AbortSignal): Promise<string[]> {
    const { stdout } = await this.#git(["rev-parse", ...names.flatMap((name) => ["--git-path", name])], signal);
    return stdout
      .split("\n")
      .filter((path) => path !== "")
      .map((path) => (isAbsolute(path) ? path : join(this.root, path)));
  }

  /** What a question is answered with; undefined where git says no. */
  async #text(args: readonly string[], signal: AbortSignal): Promise<string | undefined> {
    const { exitCode, stdout } = await this.#run(args, signal);
    return exitCode === 0 ? stdout.trim() : undefined;
  }

  async #git(args: readonly string[], signal: AbortSignal, more: RunOptions = {}): Promise<ProcessOutcome> {
    const outcome = await this.#run(args, signal, more);
    if (outcome.exitCode !== 0) throw new CommitError(readGitComplaint(outcome.stderr));
    return outcome;
  }

  async #run(args: readonly string[], signal: AbortSignal, options: RunOptions = {}): Promise<ProcessOutcome> {
    const { hasLiteralPaths = true, ...more } = options;
    try {
      return await runProcess(
        {
          command: this.#command,
          args: ["-c", "core.quotePath=true", ...args],
          cwd: this.root,
          env: {
            ...process.env,
            // Reading must never wait for, nor take, the lock of somebody who writes.
            GIT_OPTIONAL_LOCKS: "0",
            GIT_LITERAL_PATHSPECS: hasLiteralPaths ? "1" : "0",
            GIT_TERMINAL_PROMPT: "0",
            GIT_PAGER: "cat",
            LC_ALL: "C",
          },
          ...more,
        },
        signal,
      );
    } catch (error) {
      if (signal.aborted) throw error;
      if (error instanceof Error && "code" in error && error.code === "ENOENT") {
        throw new CommitError({ kind: "gitMissing" }, error);
      }
      throw error;
    }
  }
}

interface RunOptions {
  readonly stdin?: string;
  readonly maxBytes?: number;
  /** Whether paths in the arguments are taken by the letter; true unless said otherwise. */
  readonly hasLiteralPaths?: boolean;
}

/** A text file's contents, up to some size; empty where there is none. */
async function textOf(path: string): Promise<string> {
  try {
    const { size } = await lstat(path);
    return size > 200_000 ? "" : await readFile(path, "utf8");
  } catch {
    return "";
  }
}

function withoutComments(text: string): string {
  return text.replace(/^#.*(\n|$)/gm, "").trim();
}

/** A file that git does not know yet, as a patch that adds all of it; a link is not followed. */
async function readNewFile(path: string, change: FileChange): Promise<ReadChange> {
  const unread: ReadChange = { ...change, patch: "", isPatchCut: false, withheld: undefined };
  try {
    if (!(await lstat(path)).isFile()) return unread;
    const file = await open(path, "r");
    try {
      const { size } = await file.stat();
      const buffer = Buffer.alloc(Math.min(size, bytesOfUntracked));
      const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
      const bytes = buffer.subarray(0, bytesRead);
      if (bytes.includes(0)) return { ...unread, isBinary: true, withheld: "binary" };
      const isCut = size > bytesRead;
      const lines = bytes.toString("utf8").replace(/\n$/, "").split(/\r?\n/);
      const patch = size === 0 ? "" : [`@@ -0,0 +1,${lines.length} @@`, ...lines.map((line) => `+${line}`)].join("\n");
      const reason = reasonByPatch(patch);
      return {
        ...unread,
        // Of a file that was not read to its end the number of lines is not known.
        addedLines: isCut ? undefined : size === 0 ? 0 : lines.length,
        deletedLines: 0,
        patch: reason === undefined ? patch : "",
        isPatchCut: isCut,
        withheld: reason,
      };
    } finally {
      await file.close();
    }
  } catch {
    // Gone or unreadable since it was listed.
    return unread;
  }
}
