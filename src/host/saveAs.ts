import { Uri, window, workspace } from "vscode";

/** Has the person choose a file and writes it; its path, or undefined where the person thought better of it. */
export async function saveAs(name: string, text: string): Promise<string | undefined> {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const target = await window.showSaveDialog({
    ...(folder === undefined ? {} : { defaultUri: Uri.joinPath(folder, name) }),
    filters: { JSON: ["json"] },
  });
  if (target === undefined) return undefined;
  await workspace.fs.writeFile(target, new TextEncoder().encode(text));
  return target.fsPath;
}
