import { changedLines, type FileChange, type ReadChange } from "./fileChange.ts";
import { roleOf, type FileRole } from "./fileWorth.ts";
import { lineOf, listChanges, shortPath } from "./listChanges.ts";
import { shareFairly } from "./shareFairly.ts";
import { squeezePatch, type CountTokens } from "./squeezePatch.ts";

/** A change as it goes into the prompt. */
export interface PackedChanges {
  /** Every file by name and number; empty where the patches are whole and say it. */
  readonly list: string;
  /** What of the patches fits. */
  readonly patches: string;
  /** Whether something of the patches had to be left out. */
  readonly isCut: boolean;
}

/** Below this a patch says nothing; better none, and more of the others. */
const leastPatchTokens = 32;

/** The part of the budget that names may take before folders stand for them. */
const listPart = 0.4;

const weightOfRole: Readonly<Record<FileRole, number>> = { source: 0, test: 1, settings: 2, docs: 2 };

function heading(change: ReadChange): string {
  return `=== ${shortPath(change.path)}\n`;
}

/** Packs a change into a budget so that every file is seen: all by name, and as many patches as fit, each with a fair share. */
export function packChanges(
  changes: readonly ReadChange[],
  budgetTokens: number,
  tokensOf: CountTokens,
): PackedChanges {
  const whole = wholePatches(changes);
  if (whole !== undefined && tokensOf(whole) <= budgetTokens) return { list: "", patches: whole, isCut: false };
  const list = listChanges(changes, Math.floor(budgetTokens * listPart), tokensOf);
  const left = budgetTokens - tokensOf(list);
  const candidates = rankedPatches(changes);
  const seats = Math.max(0, Math.floor(left / leastPatchTokens));
  const chosen = candidates.slice(0, seats);
  const needs = chosen.map((change) => tokensOf(heading(change)) + tokensOf(change.patch) + 2);
  const shares = shareFairly(needs, left);
  let isCut = chosen.length < candidates.length || chosen.some((change) => change.isPatchCut);
  const pieces: string[] = [];
  let used = 0;
  for (const [index, change] of chosen.entries()) {
    const share = shares[index] ?? 0;
    const head = heading(change);
    const squeezed = squeezePatch(change.patch, share - tokensOf(head) - 2, tokensOf);
    if (share < (needs[index] ?? 0)) isCut = true;
    if (squeezed === "") continue;
    const piece = `${head}${squeezed}`;
    const cost = tokensOf(`${piece}\n\n`);
    if (used + cost > left) {
      isCut = true;
      continue;
    }
    used += cost;
    pieces.push(piece);
  }
  return { list, patches: pieces.join("\n\n"), isCut };
}

/** All patches under the names and numbers of their files; undefined where a file has none, or no whole one. */
function wholePatches(changes: readonly ReadChange[]): string | undefined {
  if (changes.some(({ patch, isPatchCut }) => patch === "" || isPatchCut)) return undefined;
  return rankChanges(changes)
    .map((change) => `=== ${lineOf(change)}\n${change.patch}`)
    .join("\n\n");
}

/** The patches, the ones that tell most about the change first. */
function rankedPatches(changes: readonly ReadChange[]): ReadChange[] {
  return rankChanges(changes.filter((change) => change.patch !== ""));
}

/** Changes, the ones that tell most first: source before tests before settings and texts, then the larger ones. */
export function rankChanges<Change extends FileChange>(changes: readonly Change[]): Change[] {
  return changes
    .map((change, index) => ({ change, index, weight: weightOfRole[roleOf(change.path)] }))
    .sort(
      (one, other) =>
        one.weight - other.weight ||
        Math.min(200, changedLines(other.change)) - Math.min(200, changedLines(one.change)) ||
        one.index - other.index,
    )
    .map(({ change }) => change);
}

/**
 * Deals a change too large for one prompt into parts that each fit into a budget, to be noted one by one;
 * whole files stay together, and no more than `mostParts` come out, each cut to the budget then.
 */
export function dealIntoParts(
  changes: readonly ReadChange[],
  budgetTokens: number,
  mostParts: number,
  tokensOf: CountTokens,
): ReadChange[][] {
  const withPatch = changes.filter((change) => change.patch !== "");
  const costs = withPatch.map((change) => Math.min(budgetTokens, tokensOf(change.patch) + tokensOf(heading(change))));
  const total = costs.reduce((sum, cost) => sum + cost, 0);
  const count = Math.max(1, Math.min(mostParts, Math.ceil(total / budgetTokens)));
  const perPart = Math.max(1, total / count);
  const parts: ReadChange[][] = [];
  let used = 0;
  for (const [index, change] of withPatch.entries()) {
    const part = Math.min(count - 1, Math.floor(used / perPart));
    (parts[part] ??= []).push(change);
    used += costs[index] ?? 0;
  }
  return parts.filter((part) => part.length > 0);
}
