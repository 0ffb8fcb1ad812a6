import { CommitError } from "../../core/commit/commitFailure.ts";
import type { ReadChange } from "../../core/commit/fileChange.ts";
import { wordsOfCommitFailure } from "../../core/commit/commitFailureWords.ts";
import { say } from "../../core/words/words.ts";
import { openRepositories } from "../../host/git.ts";
import { GitRepository } from "../../host/gitRepository.ts";
import { secretPatterns } from "../../host/settings.ts";
import { Refusal } from "./refusal.ts";

/** For how long git may take, ms. */
const patienceMs = 20_000;

/** The uncommitted changes of the repository that was used last, as one patch; files that hold secrets go by name only. */
export async function gitChanges(): Promise<string> {
  const changes = await changedFiles(undefined);
  return changes.map((one) => `${one.kind}: ${one.path}\n${one.patch}`.trimEnd()).join("\n\n");
}

/** The same file by file, of a repository that is named or else of the one that was used last; empty where no repository is open. */
export async function changedFiles(repositoryId: string | undefined): Promise<readonly ReadChange[]> {
  const signal = AbortSignal.timeout(patienceMs);
  try {
    const open = await openRepositories(signal);
    const chosen = open.find((one) => one.id === repositoryId) ?? open.find((one) => one.isSelected) ?? open[0];
    if (chosen === undefined) return [];
    return (await new GitRepository(chosen.command, chosen.root, secretPatterns()).changesToCommit(signal)).changes;
  } catch (error) {
    if (error instanceof CommitError) {
      const { failure } = error;
      throw new Refusal(
        failure.kind === "nothingToCommit" ? say("chat.refused.noChanges") : wordsOfCommitFailure(failure),
      );
    }
    throw error;
  }
}
