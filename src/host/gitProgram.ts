import { CommitError, readGitComplaint } from "../core/commit/commitFailure.ts";
import { isMissing } from "../shared/process/isMissing.ts";
import { type ProcessOutcome, runProcess } from "../shared/process/runProcess.ts";

/** What goes into git besides its arguments. */
export interface RunOptions {
  readonly stdin?: string;
  readonly maxBytes?: number;
  /** Whether paths in the arguments are taken by the letter; true unless said otherwise. */
  readonly hasLiteralPaths?: boolean;
}

/** The git program in one repository. Reading never takes a lock, waits for one, or asks anybody anything. */
export class GitProgram {
  readonly root: string;
  readonly #command: string;

  constructor(command: string, root: string) {
    this.#command = command;
    this.root = root;
  }

  /** What a question is answered with; undefined where git says no. */
  async text(args: readonly string[], signal: AbortSignal): Promise<string | undefined> {
    const { exitCode, stdout } = await this.run(args, signal);
    return exitCode === 0 ? stdout.trim() : undefined;
  }

  /** Runs git; throws a `CommitError` with what it complains about. */
  async checked(args: readonly string[], signal: AbortSignal, more: RunOptions = {}): Promise<ProcessOutcome> {
    const outcome = await this.run(args, signal, more);
    if (outcome.exitCode !== 0) throw new CommitError(readGitComplaint(outcome.stderr));
    return outcome;
  }

  /** Runs git and leaves what it says to the caller. */
  async run(args: readonly string[], signal: AbortSignal, options: RunOptions = {}): Promise<ProcessOutcome> {
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
      if (isMissing(error)) throw new CommitError({ kind: "gitMissing" }, error);
      throw error;
    }
  }
}
