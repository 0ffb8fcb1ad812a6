/** Upper ends of the classes that times are counted in, ms; the last class has none. Sums of counts can be added, medians cannot. */
export const upperEndsMs: readonly number[] = [
  10, 20, 35, 50, 75, 100, 150, 200, 300, 400, 600, 800, 1_200, 1_600, 2_400, 3_200, 5_000, 8_000, 15_000,
];

/** Classes that times are counted in. */
export const timeClasses = upperEndsMs.length + 1;

/** The class that a time belongs to. */
export function timeClassOf(ms: number): number {
  const found = upperEndsMs.findIndex((upper) => ms <= upper);
  return found < 0 ? upperEndsMs.length : found;
}

/** The time that a share of all (0 to 1) does not exceed, ms, as exactly as classes tell; undefined where there are none. */
export function timeAtShare(counts: readonly number[], share: number): number | undefined {
  const total = counts.reduce((sum, one) => sum + one, 0);
  if (total === 0) return undefined;
  let before = 0;
  for (const [index, count] of counts.entries()) {
    if (count > 0 && before + count >= share * total) {
      const lower = upperEndsMs[index - 1] ?? 0;
      const upper = upperEndsMs[index] ?? lower * 2;
      return lower + (upper - lower) * Math.max(0, (share * total - before) / count);
    }
    before += count;
  }
  return undefined;
}
