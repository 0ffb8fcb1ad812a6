import type { HoleSample } from "./fillHole.ts";
import { holeKinds } from "./punchHoles.ts";

/** Exact first lines and similarity of one layout, whole percents. */
export interface HoleScore {
  readonly layout: string;
  readonly holes: number;
  readonly exactPercent: number;
  readonly similarPercent: number;
  /** Of the holes, those for which nothing was offered. */
  readonly silentPercent: number;
}

/** Scores of each layout over the holes that every layout has tried, so that an interrupted run compares like with like. */
export function scoresOf(samples: readonly HoleSample[], kind?: string): readonly HoleScore[] {
  const names = [...new Set(samples.map((one) => one.layout))];
  const tried = new Map<string, Set<string>>();
  for (const { hole, layout } of samples) tried.set(hole, (tried.get(hole) ?? new Set()).add(layout));
  const whole = samples.filter((one) => tried.get(one.hole)?.size === names.length);
  return names.map((layout) => {
    const own = whole.filter((one) => one.layout === layout && (kind === undefined || one.kind === kind));
    const percent = (sum: number): number => (own.length === 0 ? 0 : Math.round((100 * sum) / own.length));
    return {
      layout,
      holes: own.length,
      exactPercent: percent(own.filter((one) => one.isExact).length),
      similarPercent: percent(own.reduce((sum, one) => sum + one.similarity, 0)),
      silentPercent: percent(own.filter((one) => one.offered === "").length),
    };
  });
}

/** The table of a model's holes, exact / similar, in Markdown. */
export function holeTable(samples: readonly HoleSample[]): string {
  const columns = [undefined, ...holeKinds].map((kind) => scoresOf(samples, kind));
  const all = columns[0] ?? [];
  const rows = all.map((score, row) => {
    const cells = columns.map((column) => {
      const { exactPercent, similarPercent } = column[row] ?? { exactPercent: 0, similarPercent: 0 };
      return `${exactPercent} / ${similarPercent}`;
    });
    return `| ${[score.layout, score.holes, ...cells, score.silentPercent].join(" | ")} |`;
  });
  return [
    `| layout | holes | all | ${holeKinds.join(" | ")} | nothing offered % |`,
    `|---|--:|--:|${holeKinds.map(() => "--:|").join("")}--:|`,
    ...rows,
  ].join("\n");
}
