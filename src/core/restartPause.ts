/** A server that lived this long counts as a good one, ms. */
const goodLifeMs = 180_000;
/** Deaths that are answered at once: one may be an accident, and so may two. */
const freeDeaths = 3;
const longestMs = 60_000;

/** How long to wait before a server that has died is started again, ms, by the times of its deaths, the last one at the end. Never for ever. */
export function restartPauseMs(deathsMs: readonly number[]): number {
  const last = deathsMs.at(-1) ?? 0;
  const late = deathsMs.filter((one) => last - one < goodLifeMs).length - freeDeaths;
  return late <= 0 ? 0 : Math.min(longestMs, 1_000 * 2 ** (late - 1));
}
