import type { KeptOutcome, OfferSource, Outcome } from "./outcome.ts";
import { timeClasses, timeClassOf } from "./timeSpread.ts";

/** What is counted; everything can be added. */
const countNames = [
  "shown",
  "accepted",
  "line",
  "word",
  "dismissed",
  /** Accepted texts that were looked at a minute later, and those of them that stood there still. */
  "judged",
  "kept",
  "shownCharacters",
  "acceptedCharacters",
  "requests",
  "promptTokens",
  "cachedTokens",
  "generatedTokens",
  /** Measured speeds, to be divided by their number. */
  "speeds",
  "promptTokensPerSecond",
  "generatedTokensPerSecond",
] as const;

export type CountName = (typeof countNames)[number];

/** Sums; `times` counts the times to an offer by class (`timeSpread.ts`). */
export interface Counts extends Readonly<Record<CountName, number>> {
  readonly times: readonly number[];
}

/** The counts of one day, language and source: no text, no names of files. */
export interface StatisticsRow extends Counts {
  /** Such as `2026-03-01`, in the user's own time. */
  readonly day: string;
  readonly languageId: string;
  readonly source: OfferSource;
}

/** The counts where nothing has been counted. */
export const noCounts: Counts = {
  ...(Object.fromEntries(countNames.map((name) => [name, 0])) as Record<CountName, number>),
  times: new Array<number>(timeClasses).fill(0),
};

/** The longest name of a language that is kept. */
const longestName = 60;

/** What an offer adds to its day. */
export function rowOfOutcome(outcome: Outcome, day: string): StatisticsRow {
  const { languageId, source, toOfferMs, shownCharacters, acceptedCharacters, work, speeds } = outcome;
  const isMeasured = speeds.promptTokensPerSecond > 0 && speeds.generatedTokensPerSecond > 0;
  const times = noCounts.times.map((_, index) => (index === timeClassOf(toOfferMs) ? 1 : 0));
  return {
    ...noCounts,
    ...{ day, source, languageId: languageId.slice(0, longestName), times },
    ...{ shown: 1, shownCharacters, acceptedCharacters, ...work, [outcome.outcome]: 1 },
    ...(isMeasured ? { speeds: 1, ...speeds } : {}),
  };
}

/** What a look at accepted text adds to its day. */
export function rowOfKept({ languageId, source, isKept }: KeptOutcome, day: string): StatisticsRow {
  const names = { day, source, languageId: languageId.slice(0, longestName) };
  return { ...noCounts, ...names, judged: 1, kept: isKept ? 1 : 0 };
}

/** The sum of counts. */
export function sumOf(all: readonly Counts[]): Counts {
  const sums = countNames.map((name) => [name, all.reduce((sum, one) => sum + one[name], 0)]);
  const times = noCounts.times.map((_, index) => all.reduce((sum, one) => sum + (one.times[index] ?? 0), 0));
  return { ...(Object.fromEntries(sums) as Record<CountName, number>), times };
}

/** One row for each day, language and source, the oldest day first. */
export function mergeRows(rows: readonly StatisticsRow[]): readonly StatisticsRow[] {
  const byName = new Map<string, StatisticsRow>();
  for (const row of rows) {
    const name = `${row.day} ${row.source} ${row.languageId}`;
    const old = byName.get(name);
    byName.set(name, old === undefined ? row : { ...old, ...sumOf([old, row]) });
  }
  return [...byName.entries()].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row);
}

/** A row as it is written: without what is zero. */
export function writtenRow(row: StatisticsRow): object {
  const { day, languageId, source, times } = row;
  const counted = countNames.filter((name) => row[name] !== 0).map((name) => [name, row[name]] as const);
  const counts = Object.fromEntries<number>(counted);
  return { day, languageId, source, ...counts, ...(times.some((one) => one > 0) ? { times } : {}) };
}

const sources: readonly unknown[] = ["hit", "joined", "new"] satisfies readonly OfferSource[];

/** A row as it was written; undefined for what is none, by a broken disk or another version. */
export function readRow(value: unknown): StatisticsRow | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { day, languageId, source, times, ...rest } = value as Readonly<Record<string, unknown>>;
  if (typeof day !== "string" || !/^\d{4}-\d\d-\d\d$/.test(day)) return undefined;
  if (typeof languageId !== "string" || !sources.includes(source)) return undefined;
  const counts = countNames.map((name) => [name, isCount(rest[name]) ? rest[name] : 0]);
  const read: readonly unknown[] = Array.isArray(times) ? times : [];
  return {
    ...(Object.fromEntries(counts) as Record<CountName, number>),
    ...{ day, languageId: languageId.slice(0, longestName), source: source as OfferSource },
    times: noCounts.times.map((_, index) => (isCount(read[index]) ? read[index] : 0)),
  };
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}
