/** The value below which a share of the values lies (0 to 1), between two of them by proportion; undefined without values. */
export function percentile(values: readonly number[], share: number): number | undefined {
  const sorted = [...values].sort((one, other) => one - other);
  const place = share * (sorted.length - 1);
  const low = sorted[Math.floor(place)];
  const high = sorted[Math.ceil(place)];
  return low === undefined || high === undefined ? undefined : low + (high - low) * (place - Math.floor(place));
}

/** The value in the middle; undefined without values. */
export function median(values: readonly number[]): number | undefined {
  return percentile(values, 0.5);
}

/** One amount of another, 0 where there is none of the other. */
export function shareOf(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

/** How many times as much one is as the other; undefined where that says nothing. */
export function ratioOf(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined || other === 0 ? undefined : one / other;
}

/** The smallest and the largest value; undefined without values. */
export function spreadOf(values: readonly number[]): readonly [number, number] | undefined {
  return values.length === 0 ? undefined : [Math.min(...values), Math.max(...values)];
}
