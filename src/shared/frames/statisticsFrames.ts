import { amount, list, messages, object, oneOf, orNull, type Shaped, text } from "./shape.ts";

const figures = object({
  shown: amount,
  accepted: amount,
  line: amount,
  word: amount,
  judged: amount,
  kept: amount,
  acceptedCharacters: amount,
  requests: amount,
  promptTokens: amount,
  cachedTokens: amount,
  generatedTokens: amount,
  medianMs: orNull(amount),
  slowMs: orNull(amount),
  promptTokensPerSecond: orNull(amount),
  generatedTokensPerSecond: orNull(amount),
});

const period = oneOf("week", "month", "quarter", "year");

/** What the statistics page is told: facts. */
export const isStatisticsFact = messages({
  /** Everything that is to be drawn. */
  screen: {
    period,
    total: figures,
    stretches: list(object({ day: text(10), figures }), 400),
    sources: list(object({ source: oneOf("hit", "joined", "new"), figures }), 3),
    languages: list(object({ languageId: text(100), figures }), 10_000),
  },
  /** What has been done, in words. */
  notice: { words: text(4_000) },
});
export type StatisticsFact = Shaped<typeof isStatisticsFact>;

/** What the statistics page asks for: wishes. */
export const isStatisticsWish = messages({
  ready: {},
  show: { period },
  export: {},
  reset: {},
});
export type StatisticsWish = Shaped<typeof isStatisticsWish>;
