import { createHash } from "node:crypto";
import path from "node:path";
import { type ExtensionContext, workspace } from "vscode";

/**
 * The folder of what is kept for this workspace. `ExtensionContext.storageUri` does not do: VS Code locks it for as long as the window
 * before a reload takes to end, and meanwhile gives the new one an empty folder beside it.
 */
export function workspaceStorage({ globalStorageUri }: Pick<ExtensionContext, "globalStorageUri">): string {
  const place = workspace.workspaceFile ?? workspace.workspaceFolders?.[0]?.uri;
  if (place === undefined) return globalStorageUri.fsPath;
  const id = createHash("sha256").update(place.toString()).digest("hex").slice(0, 16);
  return path.join(globalStorageUri.fsPath, "workspaces", id);
}
