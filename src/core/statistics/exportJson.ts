import { type StatisticsRow, writtenRow } from "./statisticsRow.ts";
import { upperEndsMs } from "./timeSpread.ts";

/** All rows as a file for people and programs: what is zero is left out, and the classes of times are told. */
export function exportJson(rows: readonly StatisticsRow[], facetVersion: string, exportedAt: Date): string {
  const about = {
    product: "Facet",
    facetVersion,
    exportedAt: exportedAt.toISOString(),
    timeClassesUpToMs: upperEndsMs,
    rows: rows.map(writtenRow),
  };
  return `${JSON.stringify(about, null, 2)}\n`;
}
