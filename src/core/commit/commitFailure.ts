/** Everything besides the daemon that can keep a commit message from being written, as data; `core/words` gives each its sentence. */
export type CommitFailure =
  /** The workspace is not trusted, so VS Code's git extension does not run. */
  | { readonly kind: "untrusted" }
  /** There is no git program, or VS Code did not find it. */
  | { readonly kind: "gitMissing" }
  /** VS Code's git extension is switched off. */
  | { readonly kind: "gitOff" }
  | { readonly kind: "noRepository" }
  | { readonly kind: "nothingToCommit" }
  /** There is no last commit to rewrite. */
  | { readonly kind: "noCommitYet" }
  /** Another git process is writing. */
  | { readonly kind: "locked" }
  /** A new commit came in between, so that another message would be rewritten than the one that was read. */
  | { readonly kind: "headMoved" }
  /** Nothing to restore. */
  | { readonly kind: "noDraft" }
  /** The model wrote nothing that could be a message. */
  | { readonly kind: "emptyAnswer" }
  | { readonly kind: "gitFailed"; readonly detail: string };

/** Thrown where a commit message cannot be written. */
export class CommitError extends Error {
  readonly failure: CommitFailure;

  constructor(failure: CommitFailure, cause?: unknown) {
    super(failure.kind, { cause });
    this.name = "CommitError";
    this.failure = failure;
  }
}

/** What git's own complaint means. */
export function readGitComplaint(stderr: string): CommitFailure {
  if (/index\.lock|Unable to create '.*\.lock'|Another git process/i.test(stderr)) return { kind: "locked" };
  if (/not a git repository/i.test(stderr)) return { kind: "noRepository" };
  const line = stderr.trim().split(/\r?\n/, 1)[0] ?? "";
  return { kind: "gitFailed", detail: line.replace(/^(fatal|error): /, "").slice(0, 300) };
}
