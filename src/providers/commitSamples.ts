import { commands, Uri, workspace } from "vscode";
import { CommitError } from "../core/commit/commitFailure.ts";
import { commitSample } from "../core/commitSample.ts";
import { say } from "../core/words/words.ts";
import type { CommitUi } from "../host/commitUi.ts";
import { gitCommand } from "../host/git.ts";
import type { SampleRepository } from "../host/sampleRepository.ts";
import type { SetUpUi } from "../host/setUpUi.ts";
import type { SetUp } from "./setUp.ts";

/** What the sample rests on. */
export interface CommitSamplesNeeds {
  readonly repository: SampleRepository;
  readonly setUp: Pick<SetUp, "looksReady" | "run">;
  readonly ui: Pick<SetUpUi, "confirm">;
  readonly commitUi: Pick<CommitUi, "tellFailure">;
  /** Whether what is written stays on this machine. */
  readonly isLocal: () => boolean;
}

/** `facet.tryCommitSample`: a staged change that waits for its message, in a window of its own. */
export class CommitSamples {
  readonly #needs: CommitSamplesNeeds;

  constructor(needs: CommitSamplesNeeds) {
    this.#needs = needs;
  }

  /** Makes the folder and opens it where the person agrees and a message could be written there. */
  async show(): Promise<void> {
    const { repository, setUp, ui, commitUi, isLocal } = this.#needs;
    try {
      if (!workspace.isTrusted) throw new CommitError({ kind: "untrusted" });
      const command = await gitCommand();
      if (!(await setUp.looksReady())) return await setUp.run();
      if (!(await ui.confirm(say("sample.commit.ask"), say("sample.commit.detail"), say("action.openSample")))) return;
      await repository.make(command, commitSample(isLocal()), new AbortController().signal);
    } catch (error) {
      if (!(error instanceof CommitError)) throw error;
      return commitUi.tellFailure(error.failure);
    }
    await commands.executeCommand("vscode.openFolder", Uri.file(repository.folder), { forceNewWindow: true });
  }

  /** In the window that has just been opened for it: says what to do, beside the change that waits. */
  async welcome(): Promise<void> {
    const { repository, isLocal } = this.#needs;
    const [folder, ...others] = workspace.workspaceFolders ?? [];
    if (folder === undefined || others.length > 0) return;
    if (!repository.isIn(folder.uri.fsPath) || !(await repository.takeNew())) return;
    const note = Uri.joinPath(folder.uri, commitSample(isLocal()).note);
    await commands.executeCommand("markdown.showPreview", note);
    await commands.executeCommand("workbench.view.scm");
  }
}
