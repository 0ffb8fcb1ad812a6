import type { Judgement } from "./judge.ts";
import type { Written } from "./writers.ts";

/** One message, what it took and what can be said of it. */
export interface Sample extends Written, Judgement {
  readonly writer: string;
  readonly id: string;
  readonly team: string;
  readonly change: string;
}

const columns: readonly (readonly [name: string, holds: (sample: Sample) => boolean | undefined])[] = [
  ["clean", (one) => one.isClean],
  ["≤ 72", (one) => one.isWithin72],
  ["≤ 50", (one) => one.isWithin50],
  ["form", (one) => one.hasForm],
  ["tone", (one) => one.hasTone],
  ["language", (one) => one.hasLanguage],
  ["body habit", (one) => one.hasBodyHabit],
  ["no copy", (one) => !one.isCopy],
  ["says what was done", (one) => one.isTold],
];

/** What times are told as a share of: the same change, asked for just before or after. */
const plain = "whole diff, one instruction";

/** The results as a Markdown table, a row for each way of asking. */
export function tableOf(samples: readonly Sample[]): string {
  const rows = [...new Set(samples.map(({ writer }) => writer))].map((writer) => {
    const own = samples.filter((one) => one.writer === writer);
    const percents = columns.map(([, holds]) => {
      const judged = own.map(holds).filter((one) => one !== undefined);
      return judged.length === 0 ? "" : `${Math.round((100 * judged.filter(Boolean).length) / judged.length)}`;
    });
    const figures = (["firstWordMs", "totalMs", "promptTokens"] as const).map((key) => ratio(samples, own, key));
    return `| ${[writer, own.length, ...percents, ...figures].join(" | ")} |`;
  });
  const head = ["", "changes", ...columns.map(([name]) => `${name} %`), "first words", "whole", "prompt tokens"];
  return [
    `| ${head.join(" | ")} |`,
    `|${head.map((_, index) => (index === 0 ? "---" : "--:")).join("|")}|`,
    ...rows,
  ].join("\n");
}

/** The median of what it took as a multiple of the plain question for the same change. */
function ratio(
  all: readonly Sample[],
  own: readonly Sample[],
  key: "firstWordMs" | "totalMs" | "promptTokens",
): string {
  const ratios = own
    .flatMap((one) => {
      const base = all.find(({ writer, id }) => writer === plain && id === one.id)?.[key] ?? 0;
      return base > 0 ? [one[key] / base] : [];
    })
    .sort((one, other) => one - other);
  return (ratios[Math.floor(ratios.length / 2)] ?? Number.NaN).toFixed(1);
}
