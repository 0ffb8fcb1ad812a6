import { commands, type Disposable, type TextDocument, window, workspace } from "vscode";

/** How long after the last key the editor may take to ask for ghost text, ms; far more than it ever takes once all has started. */
const patienceMs = 300;

/**
 * Sees to it that what is typed first in a new window gets ghost text: while other extensions start (TypeScript's, above all), the
 * editor takes its question back and does not ask again before the next key. Over as soon as it has asked once.
 */
export class FirstQuestion implements Disposable {
  readonly #changes: Disposable;
  #timer: NodeJS.Timeout | undefined;

  /** `mayAsk` tells whether the editor could have asked about a document. */
  constructor(mayAsk: (document: TextDocument) => boolean) {
    this.#changes = workspace.onDidChangeTextDocument(({ document, contentChanges, reason }) => {
      if (reason !== undefined || contentChanges.length === 0 || window.activeTextEditor?.document !== document) return;
      clearTimeout(this.#timer);
      if (!mayAsk(document)) return;
      this.#timer = setTimeout(() => {
        if (window.activeTextEditor?.document !== document) return;
        // Not by hand: where the person has switched suggestions off, nothing comes.
        void commands.executeCommand("editor.action.inlineSuggest.trigger", { explicit: false });
      }, patienceMs);
    });
  }

  /** The editor has asked. */
  dispose(): void {
    clearTimeout(this.#timer);
    this.#changes.dispose();
  }
}
