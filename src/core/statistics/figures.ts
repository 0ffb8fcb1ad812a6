import type { OfferSource } from "./outcome.ts";
import { type Counts, type StatisticsRow, sumOf } from "./statisticsRow.ts";
import { timeAtShare } from "./timeSpread.ts";

/** A stretch of time to look at, up to today, and the days that are drawn together. */
export const periods = {
  week: { days: 7, step: 1 },
  month: { days: 30, step: 1 },
  quarter: { days: 91, step: 7 },
  year: { days: 364, step: 28 },
} as const;

export type Period = keyof typeof periods;

/** What can be read from counts; `null` where there is nothing to divide by. */
export interface Figures {
  readonly shown: number;
  readonly accepted: number;
  readonly line: number;
  readonly word: number;
  readonly judged: number;
  readonly kept: number;
  readonly acceptedCharacters: number;
  readonly requests: number;
  readonly promptTokens: number;
  readonly cachedTokens: number;
  readonly generatedTokens: number;
  /** Half of all suggestions were there within this time, ms. */
  readonly medianMs: number | null;
  /** Nine of ten were. */
  readonly slowMs: number | null;
  readonly promptTokensPerSecond: number | null;
  readonly generatedTokensPerSecond: number | null;
}

/** All that the statistics page draws. */
export interface StatisticsFigures {
  readonly total: Figures;
  /** The first day of each stretch, the oldest first; days without a suggestion are there too. */
  readonly stretches: readonly { readonly day: string; readonly figures: Figures }[];
  readonly sources: readonly { readonly source: OfferSource; readonly figures: Figures }[];
  /** The most used first. */
  readonly languages: readonly { readonly languageId: string; readonly figures: Figures }[];
}

/** The figures of a period that ends today. */
export function figuresOver(rows: readonly StatisticsRow[], period: Period, today: string): StatisticsFigures {
  const { days, step } = periods[period];
  const last = dayNumber(today);
  const numbered = rows
    .map((row) => ({ row, age: last - dayNumber(row.day) }))
    // A clock that was set back leaves days that are yet to come.
    .filter(({ age }) => age >= 0 && age < days);
  const inPeriod = numbered.map(({ row }) => row);
  const stretches = Array.from({ length: days / step }, (_, index) => {
    const oldest = days - 1 - index * step;
    const within = numbered.filter(({ age }) => age <= oldest && age > oldest - step);
    return { day: dayOf(last - oldest), figures: figuresOf(within.map(({ row }) => row)) };
  });
  const order: readonly OfferSource[] = ["hit", "joined", "new"];
  const sources = order.map((source) => ({
    source,
    figures: figuresOf(inPeriod.filter((row) => row.source === source)),
  }));
  const languages = [...new Set(inPeriod.map(({ languageId }) => languageId))]
    .map((languageId) => ({
      languageId,
      figures: figuresOf(inPeriod.filter((row) => row.languageId === languageId)),
    }))
    .sort((one, other) => other.figures.shown - one.figures.shown || (one.languageId < other.languageId ? -1 : 1));
  return { total: figuresOf(inPeriod), stretches, sources, languages };
}

function figuresOf(rows: readonly Counts[]): Figures {
  const { speeds, promptTokensPerSecond, generatedTokensPerSecond, ...sums } = sumOf(rows);
  const { shown, accepted, line, word, judged, kept } = sums;
  const { acceptedCharacters, requests, promptTokens, cachedTokens, generatedTokens, times } = sums;
  return {
    ...{ shown, accepted, line, word, judged, kept },
    ...{ acceptedCharacters, requests, promptTokens, cachedTokens, generatedTokens },
    medianMs: timeAtShare(times, 0.5) ?? null,
    slowMs: timeAtShare(times, 0.9) ?? null,
    promptTokensPerSecond: speeds === 0 ? null : promptTokensPerSecond / speeds,
    generatedTokensPerSecond: speeds === 0 ? null : generatedTokensPerSecond / speeds,
  };
}

const dayMs = 86_400_000;

/** Days are counted as dates, so that none is lost when clocks are changed. */
function dayNumber(day: string): number {
  return Math.round(Date.parse(`${day}T00:00:00Z`) / dayMs);
}

function dayOf(number: number): string {
  return new Date(number * dayMs).toISOString().slice(0, 10);
}
