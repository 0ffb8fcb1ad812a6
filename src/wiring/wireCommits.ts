import { type ExtensionContext, Uri } from "vscode";
import { isLocal } from "../core/provisioning/state.ts";
import { CommitUi } from "../host/commitUi.ts";
import type { ContextKeys } from "../host/contextKeys.ts";
import { openRepositories } from "../host/git.ts";
import type { Log } from "../host/log.ts";
import { SampleRepository } from "../host/sampleRepository.ts";
import { commitSettingsOf, secretPatterns } from "../host/settings.ts";
import type { SetUpUi } from "../host/setUpUi.ts";
import type { ForegroundAnswers } from "../ollama/foregroundAnswers.ts";
import { realTimer } from "../ollama/idleDeadline.ts";
import type { Provisioner } from "../ollama/provisioner.ts";
import { CommitBox } from "../providers/commitBox.ts";
import { CommitMessages } from "../providers/commitMessages.ts";
import { CommitSamples } from "../providers/commitSamples.ts";
import { CommitWriter } from "../providers/commitWriter.ts";
import type { SetUp } from "../providers/setUp.ts";

/** What commit messages need of the rest. */
export interface CommitsNeeds {
  readonly context: ExtensionContext;
  readonly log: Log;
  readonly provisioner: Provisioner;
  readonly answers: ForegroundAnswers;
  readonly keys: ContextKeys;
  readonly setUp: SetUp;
  readonly ui: SetUpUi;
}

/** All that writes commit messages. */
export interface Commits {
  readonly commits: CommitMessages;
  readonly commitBox: CommitBox;
  readonly commitSamples: CommitSamples;
}

/** Makes the parts that write commit messages, in order. */
export function wireCommits({ context, log, provisioner, answers, keys, setUp, ui }: CommitsNeeds): Commits {
  const commitUi = new CommitUi(keys);
  const commitSamples = new CommitSamples({
    repository: new SampleRepository(context.globalStorageUri.fsPath),
    setUp,
    ui,
    commitUi,
    isLocal: () => isLocal(provisioner.state),
  });
  const commits = new CommitMessages(
    openRepositories,
    new CommitWriter(answers),
    commitUi,
    (repositoryId) => ({
      instructions: commitSettingsOf(Uri.parse(repositoryId)).instructions,
      secretPatterns: secretPatterns(),
    }),
    (line) => log.trace(line),
  );
  const commitBox = new CommitBox(
    (repositoryId, beginning, signal) => commits.suggest(repositoryId, beginning, signal),
    (repository) => commitSettingsOf(repository).inCommitBox,
    realTimer,
  );
  return { commits, commitBox, commitSamples };
}
