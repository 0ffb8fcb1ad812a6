import { say } from "../words/words.ts";
import type { CommitFailure } from "./commitFailure.ts";

/** The sentence for what kept a commit message from being written. */
export function wordsOfCommitFailure(failure: CommitFailure): string {
  return failure.kind === "gitFailed"
    ? say("commit.failure.gitFailed", { detail: failure.detail })
    : say(`commit.failure.${failure.kind}`);
}
