import { BoxHistory } from "../core/commit/boxHistory.ts";
import { CommitError } from "../core/commit/commitFailure.ts";
import { firstLine, learnStyle } from "../core/commit/commitStyle.ts";
import { isConventional, typesOf } from "../core/commit/conformMessage.ts";
import { continueBeginning } from "../core/commit/continueBeginning.ts";
import type { DraftWish } from "../core/commit/draftWish.ts";
import { eachUntilAborted, untilAborted } from "../core/untilAborted.ts";
import { say } from "../core/words/words.ts";
import { wordsOfError } from "../core/wordsOfError.ts";
import type { CommitUi } from "../host/commitUi.ts";
import type { OpenRepository } from "../host/git.ts";
import { GitRepository } from "../host/gitRepository.ts";
import { DaemonError } from "../ollama/readFailure.ts";
import type { CommitMaterial, CommitWriter, DraftEvent } from "./commitWriter.ts";

/** What the user has set for the commit messages of one repository. */
export interface CommitSettings {
  readonly instructions: string;
  readonly secretPatterns: readonly string[];
}

/** The repositories that are open in the editor; throws `CommitError`. */
export type OpenRepositories = (signal: AbortSignal) => Promise<readonly OpenRepository[]>;

/** What is shown besides the box, apart from where it is shown. */
export type CommitSurface = Readonly<Pick<CommitUi, keyof CommitUi>>;

/** One message that is being written. */
interface Run {
  readonly controller: AbortController;
  /** Resolves once the box is as it must be. */
  readonly ended: Promise<void>;
}

/** What a message is for: the next commit, or the last one. */
type Subject = "next" | "last";

/** Writes commit messages into the boxes of the source control view; each repository has at most one run. */
export class CommitMessages {
  readonly #repositories: OpenRepositories;
  readonly #writer: CommitWriter;
  readonly #ui: CommitSurface;
  readonly #settings: (repositoryId: string) => CommitSettings;
  readonly #trace: (line: string) => void;
  readonly #runs = new Map<string, Run>();
  readonly #histories = new Map<string, BoxHistory>();
  readonly #suggested = new Map<string, { readonly changeKey: string; readonly message: string }>();
  /** Ends whatever still chooses or looks, when the window closes. */
  readonly #lifetime = new AbortController();

  constructor(
    repositories: OpenRepositories,
    writer: CommitWriter,
    ui: CommitSurface,
    settings: (repositoryId: string) => CommitSettings,
    trace: (line: string) => void,
  ) {
    this.#repositories = repositories;
    this.#writer = writer;
    this.#ui = ui;
    this.#settings = settings;
    this.#trace = trace;
  }

  /** `facet.draftCommitMessage`: writes into the box of the repository whose button was pressed; pressed again, it stops. */
  async draft(repositoryId?: string): Promise<void> {
    await this.#withRepository(repositoryId, async (repository) => {
      await this.#startOrStop(repository, "next");
    });
  }

  /** `facet.regenerateCommitMessage`: asks what should be different, then writes again. */
  async regenerate(repositoryId?: string): Promise<void> {
    await this.#withRepository(repositoryId, async (repository) => {
      const git = this.#git(repository);
      const { signal } = this.#lifetime;
      const [past, context] = await Promise.all([git.past(signal), git.context(signal)]);
      const form = { style: learnStyle(past), commitlint: context.commitlint };
      const wish = await this.#ui.pickWish(isConventional(form) ? typesOf(form) : []);
      if (wish === undefined) return;
      while (this.#runs.has(repository.id)) await this.#stopped(repository.id);
      await this.#start(repository, "next", wish);
    });
  }

  /** `facet.rewriteLastMessage`: writes another message for the last commit, and replaces it if the user agrees. */
  async rewriteLast(repositoryId?: string): Promise<void> {
    await this.#withRepository(repositoryId, async (repository) => {
      await this.#startOrStop(repository, "last");
    });
  }

  /** `facet.stopCommitMessage`: ends the run of the named repository; where that has none, all runs, since every repository's button stops then. */
  async stop(repositoryId?: string): Promise<void> {
    const running = [...this.#runs.keys()];
    const named = running.filter((id) => id === repositoryId);
    await Promise.all((named.length > 0 ? named : running).map((id) => this.#stopped(id)));
  }

  /** `facet.restoreDraft`: puts the user's own draft back; once more, and the message is there again. */
  async restoreDraft(repositoryId?: string): Promise<void> {
    await this.#withRepository(repositoryId, async (repository) => {
      if (await this.#stopped(repository.id)) return;
      const draft = this.#history(repository).swap(repository.box.value);
      if (draft === undefined) throw new CommitError({ kind: "noDraft" });
      repository.box.value = draft;
    });
  }

  /** Writes a message without touching any box, for `@facet /commit`. Throws `CommitError`, `DaemonError` or the signal's reason. */
  async *compose(wish: DraftWish, signal: AbortSignal): AsyncGenerator<DraftEvent, void, undefined> {
    const repository = await this.#chosen(undefined, signal);
    if (repository === undefined) return;
    const material = await this.#material(repository, "next", wish, signal);
    yield* this.#writer.write(material, signal);
  }

  /**
   * A first line that begins as the user did, for ghost text in the box; undefined where there is none.
   * A failure is silent, and only traced: nobody has asked. The last one for the same change is used again while it fits.
   */
  async suggest(
    repositoryPath: string | undefined,
    beginning: string,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    try {
      const repositories = await this.#repositories(signal);
      const repository = repositories.find(({ path }) => path === repositoryPath) ?? repositories[0];
      if (repository === undefined || this.#runs.has(repository.id)) return undefined;
      const wish: DraftWish =
        beginning.trim() === "" ? { kind: "withoutBody" } : { kind: "continue", beginning: beginning.trimStart() };
      const material = await this.#material(repository, "next", wish, signal);
      const changeKey = changeKeyOf("next", material);
      const known = this.#suggested.get(repository.id);
      if (known?.changeKey === changeKey && continueBeginning(known.message, beginning) !== undefined) {
        return known.message;
      }
      for await (const event of this.#writer.write(material, signal)) {
        if (event.kind !== "end" || event.isFromNames) continue;
        this.#suggested.set(repository.id, { changeKey, message: event.message });
        return event.message;
      }
      this.#trace("commit box: the model wrote no first line of its own");
      return undefined;
    } catch (error) {
      if (signal.aborted) throw error;
      this.#trace(`commit box: ${reasonOf(error)}`);
      return undefined;
    }
  }

  dispose(): void {
    this.#lifetime.abort(new Error("closed"));
    for (const { controller } of this.#runs.values()) controller.abort(new Error("closed"));
  }

  /** Ends a repository's run and waits until the box is restored; whether there was one. */
  async #stopped(id: string): Promise<boolean> {
    const run = this.#runs.get(id);
    if (run === undefined) return false;
    run.controller.abort(new Error("stopped"));
    await run.ended;
    return true;
  }

  /** Decides without a pause in between, so that two quick presses are a start and a stop. */
  #startOrStop(repository: OpenRepository, subject: Subject): Promise<unknown> {
    return this.#runs.has(repository.id)
      ? this.#stopped(repository.id)
      : this.#start(repository, subject, { kind: "any" });
  }

  async #start(repository: OpenRepository, subject: Subject, wish: DraftWish): Promise<void> {
    const controller = new AbortController();
    const ended = this.#ui.whileWriting((report) => this.#run(repository, subject, wish, controller.signal, report));
    const run: Run = { controller, ended: ended.catch(() => undefined) };
    this.#runs.set(repository.id, run);
    this.#showRuns();
    try {
      await ended;
    } catch (error) {
      this.#forget(repository.id, run);
      // Not before: what is told may be left standing unread, and nothing is being written meanwhile.
      if (!controller.signal.aborted) await this.#tell(error);
    } finally {
      this.#forget(repository.id, run);
    }
  }

  #forget(id: string, run: Run): void {
    if (this.#runs.get(id) !== run) return;
    this.#runs.delete(id);
    this.#showRuns();
  }

  async #run(
    repository: OpenRepository,
    subject: Subject,
    wish: DraftWish,
    signal: AbortSignal,
    report: (words: string) => void,
  ): Promise<void> {
    const { box } = repository;
    const git = this.#git(repository);
    if (subject === "next") await untilAborted(repository.refresh(), signal);
    signal.throwIfAborted();
    const read = await this.#material(repository, subject, wish, signal);
    const { mergeMessage, template, squashed } = read.context;
    const history = this.#history(repository);
    history.begin(box.value, changeKeyOf(subject, read), [mergeMessage, template, squashed.join("\n")]);
    try {
      const draft = subject === "next" ? history.hint : await git.lastMessage(signal);
      const material = { ...read, draft, earlierDrafts: history.earlierDrafts };
      if (read.read.source === "workingTree") {
        this.#ui.mention(say("commit.unstaged", { count: read.read.changes.length }));
      }
      const message = await this.#writeInto(repository, material, signal, report);
      if (message !== undefined && subject === "last") await this.#reword(repository, git, material, message, signal);
    } catch (error) {
      const back = history.takeBack(box.value);
      if (back !== undefined && box.value !== back) box.value = back;
      throw error;
    }
  }

  /** Streams into the box line by line; undefined where the user began to write there, which ends our writing. */
  async #writeInto(
    repository: OpenRepository,
    material: CommitMaterial,
    signal: AbortSignal,
    report: (words: string) => void,
  ): Promise<string | undefined> {
    const { box } = repository;
    const history = this.#history(repository);
    for await (const event of eachUntilAborted(this.#writer.write(material, signal), signal)) {
      signal.throwIfAborted();
      const words = wordsOf(event);
      if (words !== undefined) report(words);
      if (event.kind !== "message" && event.kind !== "end") continue;
      if (!history.isUntouched(box.value)) return undefined;
      history.write(event.message);
      // Each assignment is an undo stop of the box, so nothing is assigned twice.
      if (box.value !== event.message) box.value = event.message;
      if (event.kind === "end") {
        if (event.isFromNames) this.#ui.mention(say("commit.fromNames"));
        return event.message;
      }
    }
    return undefined;
  }

  async #reword(
    repository: OpenRepository,
    git: GitRepository,
    material: CommitMaterial,
    message: string,
    signal: AbortSignal,
  ): Promise<void> {
    const isPushed = await git.isLastCommitPushed(signal);
    if (!(await this.#ui.mayReword(firstLine(material.draft), message, isPushed))) return;
    await git.rewordLastCommit(message, material.context.head, signal);
    const history = this.#history(repository);
    const back = history.takeBack(repository.box.value);
    if (back !== undefined) repository.box.value = back;
    await repository.refresh();
    this.#ui.mention(say("commit.reword.done"));
  }

  async #material(
    repository: OpenRepository,
    subject: Subject,
    wish: DraftWish,
    signal: AbortSignal,
  ): Promise<CommitMaterial> {
    const git = this.#git(repository);
    const [read, context, past] = await Promise.all([
      subject === "next" ? git.changesToCommit(signal) : git.changesOfLastCommit(signal),
      git.context(signal),
      git.past(signal, subject === "next" ? 0 : 1),
    ]);
    return {
      read,
      context,
      style: learnStyle(past),
      oldSubjects: past.map(({ message }) => firstLine(message)),
      draft: "",
      instructions: this.#settings(repository.id).instructions,
      earlierDrafts: [],
      wish,
    };
  }

  async #withRepository(id: string | undefined, work: (repository: OpenRepository) => Promise<void>): Promise<void> {
    try {
      const repository = await this.#chosen(id, this.#lifetime.signal);
      if (repository !== undefined) await work(repository);
    } catch (error) {
      if (!this.#lifetime.signal.aborted) await this.#tell(error);
    }
  }

  async #chosen(id: string | undefined, signal: AbortSignal): Promise<OpenRepository | undefined> {
    const repositories = await this.#repositories(signal);
    const named = repositories.find((repository) => repository.id === id);
    if (named !== undefined) return named;
    return repositories.length === 1 ? repositories[0] : this.#ui.pickRepository(repositories);
  }

  async #tell(error: unknown): Promise<void> {
    if (error instanceof CommitError) return this.#ui.tellFailure(error.failure);
    if (error instanceof DaemonError) return this.#ui.tellDaemonFailure(error.failure);
    return this.#ui.tellFailure({ kind: "gitFailed", detail: wordsOfError(error) });
  }

  #git({ id, command, root }: OpenRepository): GitRepository {
    return new GitRepository(command, root, this.#settings(id).secretPatterns);
  }

  #history({ id }: OpenRepository): BoxHistory {
    let history = this.#histories.get(id);
    if (history === undefined) {
      history = new BoxHistory();
      this.#histories.set(id, history);
    }
    return history;
  }

  #showRuns(): void {
    this.#ui.showWriting(this.#runs.size > 0);
  }
}

/** Names a change, so that a draft for one is not taken for a refused draft of another. */
function changeKeyOf(subject: Subject, { read, context }: CommitMaterial): string {
  const files = read.changes.map(({ path, addedLines, deletedLines, patch }) =>
    [path, addedLines, deletedLines, patch.length].join(" "),
  );
  return [subject, context.head, ...files].join("\n");
}

function wordsOf(event: DraftEvent): string | undefined {
  switch (event.kind) {
    case "reading":
      // A wait of a few seconds need not be announced.
      return event.expectedWaitMs === undefined || event.expectedWaitMs < 4_000
        ? undefined
        : say("commit.progress.waiting", { seconds: Math.round(event.expectedWaitMs / 1000) });
    case "noting":
      return say("commit.progress.noting", { part: event.part, parts: event.parts });
    case "message":
      return say("commit.progress.writing");
    case "end":
      return undefined;
  }
}

/** Why there is no message, for the log. */
function reasonOf(error: unknown): string {
  if (error instanceof CommitError || error instanceof DaemonError) return JSON.stringify(error.failure);
  return wordsOfError(error);
}
