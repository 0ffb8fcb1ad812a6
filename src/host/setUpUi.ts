import { CancellationTokenSource, commands, env, ProgressLocation, Uri, window, workspace } from "vscode";
import { type LocalFile, openSshConfiguration } from "./localFiles.ts";
import { notify, askFirst, type Loudness } from "./notifications.ts";
import { writeSetting } from "./settings.ts";

/** One line of a list to choose from. */
export interface Choice<Value> {
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  readonly value: Value;
}

/** Tells how far something is; without a percentage the bar only moves. */
export type Report = (words: string, percent?: number) => void;

/** What the set-up needs of the editor: questions, progress, files, the browser, the clipboard. */
export class SetUpUi {
  /** Where the extension runs, as VS Code names it; undefined on the user's own machine. */
  get remoteName(): string | undefined {
    return env.remoteName;
  }

  ask<Button extends string>(
    loudness: Loudness,
    words: string,
    ...buttons: readonly Button[]
  ): Promise<Button | undefined> {
    return notify(loudness, words, ...buttons);
  }

  /** Asks in the middle of the window, for what must not happen by accident. */
  async confirm(words: string, detail: string, button: string): Promise<boolean> {
    return (await askFirst(words, detail, button)) === button;
  }

  /** The same with several ways on. */
  askModal(words: string, detail: string, ...buttons: readonly string[]): Promise<string | undefined> {
    return askFirst(words, detail, ...buttons);
  }

  /** The signal takes the list away again. */
  async choose<Value>(
    title: string,
    choices: readonly Choice<Value>[],
    signal?: AbortSignal,
  ): Promise<Value | undefined> {
    const source = new CancellationTokenSource();
    signal?.addEventListener("abort", () => source.cancel(), { once: true });
    const items = choices.map(({ label, description, detail, value }) => ({
      label,
      ...(description === undefined ? {} : { description }),
      ...(detail === undefined ? {} : { detail }),
      value,
    }));
    return (await window.showQuickPick(items, { title, placeHolder: title, ignoreFocusOut: true }, source.token))
      ?.value;
  }

  /** Shows a notification while the work runs; its cancel button aborts the signal. */
  async progress<Result>(
    title: string,
    work: (report: Report, signal: AbortSignal) => Promise<Result>,
  ): Promise<Result> {
    return window.withProgress(
      { location: ProgressLocation.Notification, title, cancellable: true },
      async (progress, token) => {
        const controller = new AbortController();
        const watch = token.onCancellationRequested(() =>
          controller.abort(new DOMException("Stopped by the user.", "AbortError")),
        );
        let shown = 0;
        try {
          return await work((message, percent) => {
            const increment = percent === undefined ? 0 : Math.max(0, percent - shown);
            shown += increment;
            progress.report(percent === undefined ? { message } : { message, increment });
          }, controller.signal);
        } finally {
          watch.dispose();
        }
      },
    );
  }

  async copy(text: string): Promise<void> {
    await env.clipboard.writeText(text);
  }

  async open(address: string): Promise<void> {
    await env.openExternal(Uri.parse(address, true));
  }

  /** Runs a command that the user has seen, in a terminal that stays. */
  runInTerminal(command: string): void {
    const terminal = window.createTerminal({ name: "Facet" });
    terminal.show();
    terminal.sendText(command);
  }

  async pickFile(button: string, filters?: Readonly<Record<string, readonly string[]>>): Promise<string | undefined> {
    const picked = await window.showOpenDialog({
      openLabel: button,
      canSelectMany: false,
      ...(filters === undefined
        ? {}
        : { filters: Object.fromEntries(Object.entries(filters).map(([name, endings]) => [name, [...endings]])) }),
    });
    return picked?.[0]?.fsPath;
  }

  /** Shows a text in an editor of its own. */
  async show(text: string, languageId: string): Promise<void> {
    const document = await workspace.openTextDocument({ content: text, language: languageId });
    await window.showTextDocument(document, { preview: true });
  }

  async openSettings(query: string): Promise<void> {
    await commands.executeCommand("workbench.action.openSettings", query);
  }

  /** The SSH configuration of the user's own machine, opened; undefined where it cannot be reached from here. */
  sshConfiguration(signal: AbortSignal): Promise<LocalFile | undefined> {
    return openSshConfiguration(signal);
  }

  /** Writes one of our settings for this user. */
  async set(name: string, value: unknown): Promise<void> {
    await writeSetting(name, value);
  }

  /** Resolves when the user comes back to this window after having left it; rejects with the signal's reason. */
  async whenBack(signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      let hasLeft = !window.state.focused;
      const watch = window.onDidChangeWindowState(({ focused }) => {
        if (!focused) hasLeft = true;
        if (!focused || !hasLeft) return;
        watch.dispose();
        resolve();
      });
      signal.addEventListener(
        "abort",
        () => {
          watch.dispose();
          reject(signal.reason as Error);
        },
        { once: true },
      );
    });
  }
}
