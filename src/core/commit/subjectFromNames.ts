import type { FileChange } from "./fileChange.ts";
import { areaOf } from "./inferType.ts";

const verbs: Readonly<Record<FileChange["kind"], string>> = {
  added: "Add",
  untracked: "Add",
  copied: "Add",
  deleted: "Remove",
  renamed: "Rename",
  modified: "Update",
  typeChanged: "Update",
  unmerged: "Resolve conflicts in",
};

/** A first line made of names alone, for when the model twice had nothing of its own to say; English, as an honest minimum. */
export function subjectFromNames(changes: readonly FileChange[]): string {
  const kinds = new Set(changes.map(({ kind }) => verbs[kind]));
  const only = changes[0];
  const verb = kinds.size === 1 && only !== undefined ? verbs[only.kind] : "Update";
  const nameOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
  if (changes.length === 1 && only !== undefined) {
    return only.kind === "renamed" && only.previousPath !== undefined
      ? `Rename ${nameOf(only.previousPath)} to ${nameOf(only.path)}`
      : `${verb} ${nameOf(only.path)}`;
  }
  const area = areaOf(changes.map(({ path }) => path));
  return area === "" ? `${verb} ${changes.length} files` : `${verb} ${changes.length} files in ${area}`;
}
