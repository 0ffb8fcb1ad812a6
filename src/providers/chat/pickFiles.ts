import { Uri, window, workspace } from "vscode";
import { say } from "../../core/words/words.ts";
import { nameOf } from "./attachmentReader.ts";
import { Refusal } from "./refusal.ts";

/** Lets a person pick what to attach; empty where nothing was picked. */
export async function pickFiles(what: "file" | "folder" | "image"): Promise<readonly Uri[]> {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const picked = await window.showOpenDialog({
    ...(folder === undefined ? {} : { defaultUri: folder }),
    openLabel: say("chat.attach"),
    canSelectFiles: what !== "folder",
    canSelectFolders: what === "folder",
    canSelectMany: what !== "folder",
    ...(what === "image" ? { filters: { [say("chat.attach.image")]: ["png", "jpg", "jpeg", "gif", "webp"] } } : {}),
  });
  return picked ?? [];
}

/** The file or folder behind a path as `nameOf` says it. Throws a `Refusal` for one outside the workspace. */
export function inWorkspace(path: string): Uri {
  const folders = workspace.workspaceFolders ?? [];
  const named = folders.length > 1 ? folders.find((one) => path.startsWith(`${one.name}/`)) : undefined;
  const folder = named ?? folders[0];
  if (folder === undefined) throw new Refusal(say("chat.refused.noFolder"));
  const uri = Uri.joinPath(folder.uri, named === undefined ? path : path.slice(named.name.length + 1));
  if (workspace.getWorkspaceFolder(uri) === undefined)
    throw new Refusal(say("chat.refused.gone", { name: nameOf(uri) }));
  return uri;
}
