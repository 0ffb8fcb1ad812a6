import type { ChangeKind, ReadChange } from "./fileChange.ts";
import type { CountTokens } from "./squeezePatch.ts";

/** The words of the model's own language for what happened to a file; part of the prompt, never shown. */
const kindWords: Readonly<Record<ChangeKind, string>> = {
  added: "added",
  modified: "modified",
  deleted: "deleted",
  renamed: "renamed",
  copied: "copied",
  typeChanged: "type changed",
  unmerged: "in conflict",
  untracked: "added",
};

const withheldWords: Readonly<Record<NonNullable<ReadChange["withheld"]>, string>> = {
  secret: "not read",
  lock: "lock file",
  generated: "generated",
  minified: "minified",
  binary: "binary",
  large: "large",
};

const longestPath = 120;

/** A path that fits on a line: an endless one keeps its beginning and its name. */
export function shortPath(path: string): string {
  const plain = path.replace(/[\r\n\t]/g, " ");
  return plain.length <= longestPath ? plain : `${plain.slice(0, 50)}…${plain.slice(-60)}`;
}

/** One file with its numbers, as the prompt names it. */
export function lineOf(change: ReadChange): string {
  const path = shortPath(change.path);
  const name = change.previousPath === undefined ? path : `${shortPath(change.previousPath)} -> ${path}`;
  const numbers = change.addedLines === undefined ? "" : ` (+${change.addedLines} -${change.deletedLines ?? 0})`;
  const kind = change.isSubmodule ? `submodule ${kindWords[change.kind]}` : kindWords[change.kind];
  return `${kind}: ${name}${numbers}${change.withheld === undefined ? "" : `, ${withheldWords[change.withheld]}`}`;
}

/**
 * Names every file within a budget: one a line, else files of one folder in one line with their numbers, folders growing coarser
 * until it fits. No file is left out: each has a line, or is counted in the line of its folder.
 */
export function listChanges(changes: readonly ReadChange[], budgetTokens: number, tokensOf: CountTokens): string {
  const single = changes.map(lineOf);
  // A list of thousands never fits; not counting its tokens first saves the time.
  if (changes.length <= 400) {
    const list = single.join("\n");
    if (tokensOf(list) <= budgetTokens) return list;
  }
  const deepest = Math.min(8, Math.max(...changes.map(({ path }) => path.split("/").length)));
  for (let depth = deepest; depth >= 1; depth--) {
    const list = groupedBy(changes, depth);
    if (list.length <= 400 && tokensOf(list.join("\n")) <= budgetTokens) return list.join("\n");
  }
  return drawnGroup("", changes);
}

/** What a listed file is counted under: the first `depth - 1` folders of its path. */
function folderOf(path: string, depth: number): string {
  const parts = path.split("/");
  return parts.slice(0, Math.min(depth, parts.length) - 1).join("/");
}

function groupedBy(changes: readonly ReadChange[], depth: number): string[] {
  const groups = new Map<string, ReadChange[]>();
  for (const change of changes) {
    const folder = folderOf(change.path, depth);
    const group = groups.get(folder);
    if (group === undefined) groups.set(folder, [change]);
    else group.push(change);
  }
  return [...groups].map(([folder, group]) => {
    const only = group.length === 1 ? group[0] : undefined;
    return only === undefined ? drawnGroup(folder, group) : lineOf(only);
  });
}

function drawnGroup(folder: string, group: readonly ReadChange[]): string {
  const counts = new Map<string, number>();
  let added = 0;
  let deleted = 0;
  for (const change of group) {
    counts.set(kindWords[change.kind], (counts.get(kindWords[change.kind]) ?? 0) + 1);
    added += change.addedLines ?? 0;
    deleted += change.deletedLines ?? 0;
  }
  const kinds = [...counts].map(([kind, count]) => `${count} ${kind}`).join(", ");
  return `${folder === "" ? "" : `${shortPath(folder)}/: `}${kinds} (+${added} -${deleted})`;
}
