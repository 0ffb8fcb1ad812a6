import {
  type CancellationToken,
  type Disposable,
  InlineCompletionItem,
  type InlineCompletionItemProvider,
  languages,
  type Position,
  Range,
  type TextDocument,
  Uri,
} from "vscode";
import { continueBeginning } from "../core/commit/continueBeginning.ts";
import type { Timer } from "../ollama/idleDeadline.ts";

/** Gives a first line that begins as the user did; undefined where there is none, never throws for a background failure. */
export type SuggestFirstLine = (
  repositoryPath: string | undefined,
  beginning: string,
  signal: AbortSignal,
) => Promise<string | undefined>;

/** A person who pauses that long is thinking about the message, ms. */
const pauseMs = 400;

/** Ghost text in the box where commit messages are typed; off unless the user wants it. */
export class CommitBox implements InlineCompletionItemProvider, Disposable {
  readonly #suggest: SuggestFirstLine;
  readonly #isEnabled: (repository: Uri | undefined) => boolean;
  readonly #timer: Timer;
  readonly #registration: Disposable;

  constructor(suggest: SuggestFirstLine, isEnabled: (repository: Uri | undefined) => boolean, timer: Timer) {
    this.#suggest = suggest;
    this.#isEnabled = isEnabled;
    this.#timer = timer;
    this.#registration = languages.registerInlineCompletionItemProvider({ scheme: "vscode-scm" }, this);
  }

  async provideInlineCompletionItems(
    document: TextDocument,
    position: Position,
    _context: unknown,
    token: CancellationToken,
  ): Promise<InlineCompletionItem[]> {
    const text = document.getText();
    const repository = repositoryIn(document);
    // Only the first line is suggested, and only at its end.
    if (!this.#isEnabled(repository) || text.includes("\n") || position.character !== text.length) return [];
    const controller = new AbortController();
    const cancellation = token.onCancellationRequested(() => controller.abort(new Error("superseded")));
    try {
      await this.#paused(controller.signal);
      const message = await this.#suggest(repository?.path, text, controller.signal);
      const rest = message === undefined ? undefined : continueBeginning(message, text);
      return rest === undefined ? [] : [new InlineCompletionItem(text + rest, new Range(0, 0, 0, text.length))];
    } catch {
      // Superseded by the next key.
      return [];
    } finally {
      cancellation.dispose();
    }
  }

  dispose(): void {
    this.#registration.dispose();
  }

  #paused(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const timeout = this.#timer.set(resolve, pauseMs);
      signal.addEventListener(
        "abort",
        () => {
          timeout();
          reject(signal.reason as Error);
        },
        { once: true },
      );
    });
  }
}

/** VS Code names the repository in the address of its commit box: `vscode-scm:git/scm0/input?rootUri=…`. */
function repositoryIn(document: TextDocument): Uri | undefined {
  const root = new URLSearchParams(document.uri.query).get("rootUri");
  return root === null ? undefined : Uri.parse(root);
}
