/** What happened to a file. */
export type ChangeKind =
  "added" | "modified" | "deleted" | "renamed" | "copied" | "typeChanged" | "unmerged" | "untracked";

/** One changed file with its numbers, which are known of every file, however large the change is. */
export interface FileChange {
  readonly path: string;
  /** Where it came from, for a rename or a copy. */
  readonly previousPath: string | undefined;
  readonly kind: ChangeKind;
  /** Lines; undefined where git takes the file for binary or nobody has counted. */
  readonly addedLines: number | undefined;
  readonly deletedLines: number | undefined;
  readonly isBinary: boolean;
  readonly isSubmodule: boolean;
}

/** A changed file with as much of its patch as was read: hunks without git's header; empty where it goes by name only. */
export interface ReadChange extends FileChange {
  readonly patch: string;
  /** Whether the patch was longer than what was read. */
  readonly isPatchCut: boolean;
  /** Why there is no patch. */
  readonly withheld: "secret" | "lock" | "generated" | "minified" | "binary" | "large" | undefined;
}

/** The numbers of a change for counting and ranking. */
export function changedLines(change: FileChange): number {
  return (change.addedLines ?? 0) + (change.deletedLines ?? 0);
}
