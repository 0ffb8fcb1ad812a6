import type { ChangeKind, FileChange } from "./fileChange.ts";

const kinds: Readonly<Record<string, ChangeKind>> = {
  A: "added",
  M: "modified",
  D: "deleted",
  R: "renamed",
  C: "copied",
  T: "typeChanged",
  U: "unmerged",
};

const submoduleMode = "160000";

interface Numbers {
  readonly added: number | undefined;
  readonly deleted: number | undefined;
  readonly isBinary: boolean;
}

/**
 * Reads what `git diff --raw --numstat -z` prints: first all raw entries (`:modes hashes kind NUL path NUL [path NUL]`),
 * then all counts (`added TAB deleted TAB path NUL`, for a rename with an empty path and two paths after it).
 */
export function readRawList(output: string): FileChange[] {
  const fields = output.split("\0");
  const entries: Omit<FileChange, "addedLines" | "deletedLines" | "isBinary">[] = [];
  const numbers = new Map<string, Numbers>();
  let at = 0;
  const next = (): string => fields[at++] ?? "";
  while (at < fields.length) {
    const field = next();
    if (field === "") continue;
    if (field.startsWith(":")) {
      const [oldMode = "", newMode = "", , , letter = ""] = field.slice(1).split(" ");
      const kind = kinds[letter.charAt(0)] ?? "modified";
      const first = next();
      const second = kind === "renamed" || kind === "copied" ? next() : undefined;
      const isSubmodule = oldMode === submoduleMode || newMode === submoduleMode;
      const previousPath = second === undefined ? undefined : first;
      entries.push({ path: second ?? first, previousPath, kind, isSubmodule });
      continue;
    }
    const count = /^(-|\d+)\t(-|\d+)\t([^]*)$/.exec(field);
    if (count === null) continue;
    let path = count[3] ?? "";
    if (path === "") {
      next();
      path = next();
    }
    const isBinary = count[1] === "-";
    numbers.set(path, {
      added: isBinary ? undefined : Number(count[1]),
      deleted: isBinary ? undefined : Number(count[2]),
      isBinary,
    });
  }
  const changes = new Map<string, FileChange>();
  for (const change of entries) {
    const known = numbers.get(change.path);
    // An unmerged path is listed twice; the entry with more to say stays.
    if (changes.has(change.path) && change.kind === "unmerged") continue;
    changes.set(change.path, {
      ...change,
      addedLines: known?.added,
      deletedLines: known?.deleted,
      isBinary: known?.isBinary ?? false,
    });
  }
  return [...changes.values()];
}
