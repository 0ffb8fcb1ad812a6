import { join } from "node:path";
import { changedLines, type FileChange, type ReadChange } from "../core/commit/fileChange.ts";
import { reasonByName, reasonByPatch } from "../core/commit/fileWorth.ts";
import { rankChanges } from "../core/commit/packChanges.ts";
import { splitPatches } from "../core/commit/patches.ts";
import { readRawList } from "../core/commit/rawList.ts";
import { isSecretPath } from "../core/secretPaths.ts";
import type { GitProgram } from "./gitProgram.ts";
import { readNewFile } from "./newFile.ts";

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

const diffOptions = [
  "--no-color",
  "--no-ext-diff",
  "--no-textconv",
  "--src-prefix=a/",
  "--dst-prefix=b/",
  "--ignore-submodules=dirty",
  "-M",
];

/** Reads what has changed: every file by name and numbers, and as many patches as are worth reading and allowed to be read. */
export class ChangeReader {
  readonly #git: GitProgram;
  readonly #secretPatterns: readonly string[];

  constructor(git: GitProgram, secretPatterns: readonly string[]) {
    this.#git = git;
    this.#secretPatterns = secretPatterns;
  }

  /** What `git diff` shows with these arguments. */
  async read(range: readonly string[], signal: AbortSignal): Promise<ReadChange[]> {
    const { stdout } = await this.#git.checked(["diff", ...range, ...diffOptions, "--raw", "--numstat", "-z"], signal);
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

  /** The files that git does not know yet and does not ignore. */
  async readUntracked(signal: AbortSignal): Promise<ReadChange[]> {
    const { stdout } = await this.#git.checked(["ls-files", "--others", "--exclude-standard", "-z"], signal);
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
          : await readNewFile(join(this.#git.root, change.path), change),
      );
    }
    return changes;
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
    const outcome = await this.#git.run(["check-ignore", "--no-index", "-z", "--stdin"], signal, {
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
      const { stdout, isTruncated } = await this.#git.checked(
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
}
