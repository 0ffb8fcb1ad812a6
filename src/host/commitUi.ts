import { labelOfStatusAction } from "../core/actionWords.ts";
import { commands, ProgressLocation, window } from "vscode";
import { wordsOfCommitFailure } from "../core/commit/commitFailureWords.ts";
import type { CommitFailure } from "../core/commit/commitFailure.ts";
import type { DraftWish } from "../core/commit/draftWish.ts";
import { wordsOfFailure } from "../core/failureWords.ts";
import type { Failure } from "../core/failures.ts";
import { actionFor } from "../core/status.ts";
import { say } from "../core/words/words.ts";
import type { OpenRepository } from "./git.ts";
import { askFirst, notify } from "./notifications.ts";

/**
 * The context key that makes the button a stop button. It holds for all repositories, because the roots that the editor compares in a
 * `when` clause have another scheme and authority than ours when it works remotely.
 */
const writingKey = "facet.commitMessage.isWriting";

/** Sets context keys. */
export interface KeySetter {
  set(values: Readonly<Record<string, unknown>>): void;
}

/** What drawing a commit message needs of the editor besides the commit box. */
export class CommitUi {
  readonly #keys: KeySetter;

  constructor(keys: KeySetter) {
    this.#keys = keys;
  }

  /** Lets the button stop instead of start. */
  showWriting(isWriting: boolean): void {
    this.#keys.set({ [writingKey]: isWriting });
  }

  /**
   * Shows progress in the source control view, and in words at the bottom, until the work ends.
   * The work never waits for the editor to draw: what is drawn late must not keep a stop from being heard.
   */
  async whileWriting(work: (report: (words: string) => void) => Promise<void>): Promise<void> {
    let words = say("commit.progress.reading");
    let draw = (): void => undefined;
    const running = work((next) => {
      words = next;
      draw();
    });
    const settled = running.then(
      () => undefined,
      () => undefined,
    );
    void window.withProgress({ location: ProgressLocation.SourceControl }, () => settled);
    void window.withProgress({ location: ProgressLocation.Window }, (progress) => {
      draw = () => progress.report({ message: words });
      draw();
      return settled;
    });
    await running;
  }

  /** Says something in passing that needs no answer. */
  mention(words: string): void {
    window.setStatusBarMessage(`$(info) ${words}`, 10_000);
  }

  async tell(words: string): Promise<void> {
    await notify("information", words);
  }

  /** Answers the person's own action with what kept it from being done. */
  async tellFailure(failure: CommitFailure): Promise<void> {
    const buttons = failure.kind === "untrusted" ? [labelOfStatusAction("workbench.trust.manage")] : [];
    const chosen = await notify("warning", wordsOfCommitFailure(failure), ...buttons);
    if (chosen !== undefined) await commands.executeCommand("workbench.trust.manage");
  }

  /** The same for the daemon, with the one click that helps. */
  async tellDaemonFailure(failure: Failure): Promise<void> {
    const action = actionFor(failure);
    const button = labelOfStatusAction(action);
    const chosen = await notify("error", wordsOfFailure(failure), button);
    if (chosen !== undefined) await commands.executeCommand(action);
  }

  /** Undefined where the person chose none. */
  async pickRepository(repositories: readonly OpenRepository[]): Promise<OpenRepository | undefined> {
    const items = [...repositories]
      .sort((one, other) => Number(other.isSelected) - Number(one.isSelected))
      .map((repository) => ({ label: repository.name, description: repository.root, repository }));
    return (await window.showQuickPick(items, { placeHolder: say("commit.pickRepository") }))?.repository;
  }

  /** How the next draft should differ; `types` are the team's, empty where it uses none. */
  async pickWish(types: readonly string[]): Promise<DraftWish | undefined> {
    const items: { label: string; wish: DraftWish }[] = [
      { label: say("action.commit.different"), wish: { kind: "any" } },
      { label: say("action.commit.shorter"), wish: { kind: "shorter" } },
      { label: say("action.commit.withBody"), wish: { kind: "withBody" } },
      { label: say("action.commit.withoutBody"), wish: { kind: "withoutBody" } },
      { label: say("action.commit.words"), wish: { kind: "words", words: "" } },
      ...types.map((type) => ({
        label: say("action.commit.type", { type }),
        wish: { kind: "type" as const, type },
      })),
    ];
    const picked = await window.showQuickPick(items, { placeHolder: say("commit.regenerate.title") });
    if (picked?.wish.kind !== "words") return picked?.wish;
    const words = await window.showInputBox({
      prompt: say("commit.regenerate.wordsPrompt"),
      placeHolder: say("commit.regenerate.wordsExample"),
    });
    return words === undefined || words.trim() === "" ? undefined : { kind: "words", words: words.trim() };
  }

  /** Whether the last commit's message may really be replaced. */
  async mayReword(subject: string, message: string, isPushed: boolean): Promise<boolean> {
    const replace = say("action.commit.replace");
    const detail = say(isPushed ? "commit.reword.detailPushed" : "commit.reword.detail", { message });
    return (await askFirst(say("commit.reword.ask", { subject }), detail, replace)) === replace;
  }
}
