import { shareFairly } from "./shareFairly.ts";

/** Counts tokens; a meter's own or a plain estimate. */
export type CountTokens = (text: string) => number;

interface Hunk {
  readonly head: string;
  readonly lines: readonly string[];
}

/** Fits a patch into a budget: whole, else without context lines, else a fair part of each hunk, with what is left out counted. */
export function squeezePatch(patch: string, budgetTokens: number, tokensOf: CountTokens): string {
  if (tokensOf(patch) <= budgetTokens) return patch;
  const hunks = hunksOf(patch).map(withoutContext);
  const bare = hunks.map(drawn).join("\n");
  if (tokensOf(bare) <= budgetTokens) return bare;
  // Cut by share; rounding may leave a cut one too large, so shares shrink until it fits.
  const needs = hunks.map((hunk) => tokensOf(drawn(hunk)));
  for (let part = 1; part > 0.05; part *= 0.8) {
    const shares = shareFairly(needs, Math.floor(budgetTokens * part));
    const cut = hunks.map((hunk, index) => cutHunk(hunk, shares[index] ?? 0, tokensOf)).filter((one) => one !== "");
    const text = cut.join("\n");
    if (text !== "" && tokensOf(text) <= budgetTokens) return text;
  }
  const first = hunks[0]?.lines[0];
  return first !== undefined && tokensOf(first) <= budgetTokens ? first : "";
}

function hunksOf(patch: string): Hunk[] {
  const hunks: { head: string; lines: string[] }[] = [];
  for (const line of patch.split("\n")) {
    const current = hunks.at(-1);
    if (line.startsWith("@@") || current === undefined) {
      hunks.push(line.startsWith("@@") ? { head: line, lines: [] } : { head: "", lines: [line] });
    } else {
      current.lines.push(line);
    }
  }
  return hunks;
}

function withoutContext({ head, lines }: Hunk): Hunk {
  return { head, lines: lines.filter((line) => !line.startsWith(" ") && !/^[+-]\s*$/.test(line)) };
}

function drawn(hunk: Hunk): string {
  return [hunk.head, ...hunk.lines].filter((line) => line !== "").join("\n");
}

function cutHunk(hunk: Hunk, budgetTokens: number, tokensOf: CountTokens): string {
  const whole = drawn(hunk);
  if (tokensOf(whole) <= budgetTokens) return whole;
  let used = tokensOf(`${hunk.head}\n`) + 8;
  // From removed and added lines by turns, so that a large removal does not hide what came in its place.
  const removed = indicesOf(hunk, (line) => line.startsWith("-"));
  const others = indicesOf(hunk, (line) => !line.startsWith("-"));
  const chosen = new Set<number>();
  for (let turn = 0; turn < Math.max(removed.length, others.length) && used + 4 <= budgetTokens; turn++) {
    for (const index of [others[turn], removed[turn]]) {
      if (index === undefined) continue;
      const cost = tokensOf(`${hunk.lines[index] ?? ""}\n`);
      if (used + cost > budgetTokens) continue;
      used += cost;
      chosen.add(index);
    }
  }
  const kept = hunk.lines.filter((_, index) => chosen.has(index));
  if (kept.length === 0) return "";
  const leftOut = hunk.lines.length - kept.length;
  return [hunk.head, ...kept, leftOut > 0 ? `… ${leftOut} more` : ""].filter((line) => line !== "").join("\n");
}

function indicesOf(hunk: Hunk, isWanted: (line: string) => boolean): number[] {
  return hunk.lines.flatMap((line, index) => (isWanted(line) ? [index] : []));
}
