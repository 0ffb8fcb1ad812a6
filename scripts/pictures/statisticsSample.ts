import { timeClasses, timeClassOf } from "../../src/core/statistics/timeSpread.ts";
import { noCounts, type StatisticsRow } from "../../src/core/statistics/statisticsRow.ts";

/** How much of a day's work is in each language, and how long its lines are. */
const languages = [
  { languageId: "typescript", share: 0.6, characters: 31 },
  { languageId: "python", share: 0.25, characters: 27 },
  { languageId: "markdown", share: 0.1, characters: 42 },
  { languageId: "json", share: 0.05, characters: 14 },
] as const;

/** Where suggestions come from, how long they take, ms, and the tokens of a prompt that are evaluated for one. */
const sources = [
  { source: "hit", share: 0.55, middleMs: 12, evaluated: 0 },
  { source: "joined", share: 0.15, middleMs: 180, evaluated: 0 },
  { source: "new", share: 0.3, middleMs: 420, evaluated: 70 },
] as const;

const dayMs = 86_400_000;

/** A month of somebody's work up to a day, less at weekends, made up for pictures; the same for the same day. */
export function statisticsSample(today: string): readonly StatisticsRow[] {
  const last = Date.parse(today);
  return Array.from({ length: 30 }, (_, index) => new Date(last - (29 - index) * dayMs)).flatMap((date, index) => {
    const isFree = [0, 6].includes(date.getUTCDay());
    const offers = isFree ? (index % 3) * 14 : 190 + ((index * 37) % 90);
    return languages.flatMap((language) =>
      sources.map((one) => rowOf(date.toISOString().slice(0, 10), index, offers, language, one)),
    );
  });
}

function rowOf(
  day: string,
  index: number,
  offers: number,
  { languageId, share, characters }: (typeof languages)[number],
  { source, share: part, middleMs, evaluated }: (typeof sources)[number],
): StatisticsRow {
  const shown = Math.round(offers * share * part);
  const accepted = Math.round(shown * (0.26 + ((index * 7) % 5) / 60));
  const line = Math.round(shown * 0.06);
  const word = Math.round(shown * 0.04);
  const judged = accepted + line;
  const requests = source === "new" ? Math.round(shown * 1.2) : 0;
  const times = new Array<number>(timeClasses).fill(0);
  for (let one = 0; one < shown; one++) {
    const at = timeClassOf(middleMs * (0.5 + ((one * 13 + index * 5) % 17) / 11));
    times[at] = (times[at] ?? 0) + 1;
  }
  return {
    ...noCounts,
    ...{ day, languageId, source, shown, accepted, line, word, dismissed: shown - accepted - line - word, judged },
    ...{ kept: Math.round(judged * 0.88), shownCharacters: shown * characters },
    ...{ acceptedCharacters: accepted * characters + line * 24 + word * 6, requests, times },
    ...{ promptTokens: requests * 640, cachedTokens: requests * (640 - evaluated - ((index * 11) % 50)) },
    ...{ generatedTokens: requests * 14, speeds: requests },
    ...{
      promptTokensPerSecond: requests * (210 + ((index * 5) % 24)),
      generatedTokensPerSecond: requests * (17 + (index % 3)),
    },
  };
}
