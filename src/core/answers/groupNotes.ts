import type { PartNotes } from "../prompts/answers.ts";

/** Groups notes in their order so that each group costs no more than the budget, unless a single one does. */
export function groupNotes(
  notes: readonly PartNotes[],
  budget: number,
  costOf: (notes: PartNotes) => number,
): readonly (readonly PartNotes[])[] {
  const groups: PartNotes[][] = [];
  let used = Infinity;
  for (const one of notes) {
    const cost = costOf(one);
    if (used + cost > budget) {
      groups.push([]);
      used = 0;
    }
    groups.at(-1)?.push(one);
    used += cost;
  }
  return groups;
}

/** How a group of notes is called, by its first and last. */
export function labelOfGroup(group: readonly PartNotes[]): string {
  const first = group[0]?.label ?? "";
  const last = group.at(-1)?.label ?? "";
  return first === last ? first : `${first} … ${last}`;
}
