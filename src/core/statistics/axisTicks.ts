/** Round numbers from 0 to at least `highest`, few enough to be read and at least a step apart; the last one is the axis' end. */
export function axisTicks(highest: number, leastStep = 0, most = 4): readonly number[] {
  if (highest <= 0) return [0, 1];
  const rough = highest / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(leastStep, [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough) ?? 10 * power);
  const count = Math.ceil(Number((highest / step).toFixed(9)));
  return Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(12)));
}
