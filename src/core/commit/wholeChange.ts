import type { FileChange, ReadChange } from "./fileChange.ts";
import { isBuildFile } from "./inferType.ts";

/** What a change is as a whole, where its lines leave no doubt; a small model tells a renaming from an addition by chance. */
export type WholeChange =
  /** Files that only change their place, and the paths by which others reach them. */
  | { readonly kind: "moved"; readonly from: string; readonly to: string; readonly count: number }
  /** One name that becomes another, wherever it stands. */
  | { readonly kind: "renamed"; readonly from: string; readonly to: string }
  /** Lines are taken away, and none that is added says something new. */
  | { readonly kind: "removed"; readonly names: readonly string[] }
  /** Versions of what the project is built from, and their lock files. */
  | { readonly kind: "versions"; readonly steps: readonly VersionStep[] }
  /** New files only. */
  | { readonly kind: "added" }
  | { readonly kind: "whiteSpace" };

/** A name whose version goes from one to another. */
export interface VersionStep {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

/** A line that was changed, before and after. */
interface ChangedLine {
  readonly before: string;
  readonly after: string;
}

/** What the lines of one patch say; undefined where it is not just lines that became others, one for one. */
function pairsOf(patch: string): ChangedLine[] | undefined {
  const pairs: ChangedLine[] = [];
  let removed: string[] = [];
  let added = 0;
  for (const line of [...patch.split("\n"), " "]) {
    if (line.startsWith("-")) {
      // A second block of removed lines without a line between.
      if (added > 0 && added < removed.length) return undefined;
      if (added > 0) [removed, added] = [[], 0];
      removed.push(line.slice(1));
    } else if (line.startsWith("+")) {
      const before = removed[added++];
      if (before === undefined) return undefined;
      pairs.push({ before, after: line.slice(1) });
    } else if (!line.startsWith("\\")) {
      if (added !== removed.length) return undefined;
      [removed, added] = [[], 0];
    }
  }
  return pairs;
}

/** The same of all patches. */
function pairsIn(changes: readonly ReadChange[]): ChangedLine[] | undefined {
  const pairs: ChangedLine[] = [];
  for (const { patch } of changes) {
    const own = pairsOf(patch);
    if (own === undefined) return undefined;
    pairs.push(...own);
  }
  return pairs;
}

const name = /[\p{L}_$][\p{L}\p{N}_$]*/gu;

/** The name that became another on a line, if nothing else did. */
function renamedOn({ before, after }: ChangedLine): { readonly from: string; readonly to: string } | undefined {
  const old = before.match(name) ?? [];
  const now = after.match(name) ?? [];
  const at = old.findIndex((word, index) => word !== now[index]);
  const from = old[at];
  const to = now[at];
  if (from === undefined || to === undefined) return undefined;
  return withName(before, from, to) === after ? { from, to } : undefined;
}

/** A line with each whole `from` as `to`. */
function withName(line: string, from: string, to: string): string {
  return line.replace(name, (word) => (word === from ? to : word));
}

function blankless(lines: readonly string[]): string {
  return lines.join("").replace(/\s+/g, "");
}

/** A path without its folders and its ending: what others that reach for it still name. */
function stemOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).replace(/(?<=.)\..*$/, "");
}

function isMove({ kind, previousPath, addedLines, deletedLines }: FileChange): boolean {
  return kind === "renamed" && previousPath !== undefined && (addedLines ?? 0) + (deletedLines ?? 0) === 0;
}

/** Says what a change is as a whole; undefined where only a reader of it can. */
export function wholeChangeOf(changes: readonly ReadChange[]): WholeChange | undefined {
  if (changes.length === 0) return undefined;
  if (changes.every(({ kind }) => kind === "added" || kind === "untracked")) return { kind: "added" };
  const steps = versionSteps(changes);
  if (steps !== undefined) return { kind: "versions", steps };
  const moves = changes.filter(isMove);
  const others = changes.filter((change) => !isMove(change));
  // A file that nobody read may hold anything.
  if (
    others.some(
      ({ isPatchCut, withheld, patch, kind }) =>
        kind !== "deleted" && (isPatchCut || withheld !== undefined || patch === ""),
    )
  )
    return undefined;
  const added = others.flatMap(({ patch }) => linesIn(patch, "+"));
  const removed = others.flatMap(({ patch }) => linesIn(patch, "-"));
  const [first] = moves;
  if (first?.previousPath !== undefined) {
    const stems = moves.map(({ path }) => stemOf(path));
    const isAboutMoves = [...added, ...removed].every((line) => stems.some((stem) => line.includes(stem)));
    return isAboutMoves && pairsIn(others) !== undefined
      ? { kind: "moved", from: first.previousPath, to: first.path, count: moves.length }
      : undefined;
  }
  if (added.length > 0 && blankless(added) === blankless(removed)) return { kind: "whiteSpace" };
  return renamingOf(others) ?? (isRemoval(others) ? { kind: "removed", names: declaredOn(removed) } : undefined);
}

/** A dependency in the form of a manifest: `"a": "^1.2.3",`, `a = "1.2"`, `a==1.2`, `github.com/a/b v1.2.3`. */
const versionLine = /^\s*["']?([@\w./-]+)["']?\s*[\s:=]\s*["']?[~^<>=v]*(\d+\.[\w.+-]+)["']?,?$/;

function versionSteps(changes: readonly ReadChange[]): VersionStep[] | undefined {
  const manifests = changes.filter(({ withheld }) => withheld !== "lock");
  const areRead = manifests.every((one) => isBuildFile(one.path) && one.withheld === undefined && !one.isPatchCut);
  const pairs = areRead ? pairsIn(manifests) : undefined;
  if (pairs === undefined || pairs.length === 0) return undefined;
  const steps: VersionStep[] = [];
  for (const { before, after } of pairs) {
    const [, name = "", from = ""] = versionLine.exec(before) ?? [];
    const [, sameName, to] = versionLine.exec(after) ?? [];
    if (name === "" || name !== sameName || to === undefined) return undefined;
    steps.push({ name, from, to });
  }
  return steps;
}

function renamingOf(changes: readonly ReadChange[]): WholeChange | undefined {
  const [first, ...rest] = pairsIn(changes) ?? [];
  const found = first === undefined ? undefined : renamedOn(first);
  // A single word on a single line may as well be another value or another call.
  if (found === undefined || rest.length === 0) return undefined;
  const { from, to } = found;
  return rest.every(({ before, after }) => withName(before, from, to) === after)
    ? { kind: "renamed", from, to }
    : undefined;
}

/** Whether lines go and what is left of changed ones was there before: an export without one of its names. */
function isRemoval(changes: readonly ReadChange[]): boolean {
  let isLess = false;
  for (const { patch, kind } of changes) {
    const added = linesIn(patch, "+");
    const removed = linesIn(patch, "-");
    if (added.length > removed.length || !isMadeOf(wordsIn(added), wordsIn(removed))) return false;
    isLess ||= kind === "deleted" || added.length < removed.length;
  }
  return isLess;
}

/** So many names say what it is about. */
export const mostNames = 3;

const declaration =
  /\b(?:function|class|def|fn|func|const|let|var|interface|type|struct|enum|trait)\s+([\p{L}_$][\p{L}\p{N}_$]*)/u;

/** What lines declare that are not inside of something else. */
function declaredOn(lines: readonly string[]): string[] {
  return lines.flatMap((line) => (/^\s/.test(line) ? [] : (declaration.exec(line)?.[1] ?? []))).slice(0, mostNames);
}

function linesIn(patch: string, sign: "+" | "-"): string[] {
  return patch
    .split("\n")
    .filter((line) => line.startsWith(sign))
    .map((line) => line.slice(1));
}

function wordsIn(lines: readonly string[]): string[] {
  return lines.flatMap((line) => line.match(/[\p{L}\p{N}_$]+/gu) ?? []);
}

/** Whether all of some words can be taken out of others, each as often as it is there. */
function isMadeOf(words: readonly string[], others: readonly string[]): boolean {
  const left = new Map<string, number>();
  for (const word of others) left.set(word, (left.get(word) ?? 0) + 1);
  for (const word of words) {
    const count = left.get(word) ?? 0;
    if (count === 0) return false;
    left.set(word, count - 1);
  }
  return true;
}
