import { commands, Range, type TextDocument, Uri, window, workspace, WorkspaceEdit } from "vscode";
import { sshConfigurationFile } from "./settings.ts";

/** How the extension host of a remote window names the files of the machine in front of the user. */
const scheme = "vscode-local";

/** A file of the machine in front of the user, opened from a remote window. */
export interface LocalFile {
  readonly path: string;
  readonly text: string;
  /** Replaces the text and saves it; false where the editor would not. */
  write(text: string): Promise<boolean>;
}

/**
 * The SSH configuration of the user's own machine, in an editor: the file that the SSH extension's setting names, or the one
 * that the user picks in that extension's own list. Undefined where neither leads to a file; the signal ends the waiting.
 */
export async function openSshConfiguration(signal: AbortSignal): Promise<LocalFile | undefined> {
  const named = sshConfigurationFile();
  if (named?.startsWith("/") === true) {
    try {
      const document = await workspace.openTextDocument(Uri.from({ scheme, path: named }));
      await window.showTextDocument(document);
      return fileOf(document);
    } catch {
      // The setting is old, or a path of another system: the list below knows better.
    }
  }
  const command = "opensshremotes.openConfigFile";
  if (!(await commands.getCommands(true)).includes(command)) return undefined;
  const opened = nextLocalDocument(signal);
  await commands.executeCommand(command);
  const document = await opened;
  return document === undefined ? undefined : fileOf(document);
}

/** The document of the local machine that is looked at next. */
function nextLocalDocument(signal: AbortSignal): Promise<TextDocument | undefined> {
  return new Promise((resolve) => {
    const watch = window.onDidChangeActiveTextEditor((editor) => {
      if (editor?.document.uri.scheme === scheme) settle(editor.document);
    });
    const settle = (document: TextDocument | undefined): void => {
      watch.dispose();
      resolve(document);
    };
    signal.addEventListener("abort", () => settle(undefined), { once: true });
  });
}

function fileOf(document: TextDocument): LocalFile {
  return {
    path: document.uri.path,
    text: document.getText(),
    write: async (text) => {
      const edit = new WorkspaceEdit();
      edit.replace(document.uri, new Range(0, 0, document.lineCount, 0), text);
      return (await workspace.applyEdit(edit)) && (await document.save());
    },
  };
}
