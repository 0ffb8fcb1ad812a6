/** How long the daemon keeps a model after its last use, ms, less a second; a Go duration or seconds, negative = for ever. */
export function keepAliveMs(keepAlive: string): number {
  if (/^-/.test(keepAlive)) return Infinity;
  const units: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1_000, ms: 1 };
  let total = 0;
  for (const [, amount, unit] of keepAlive.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s)?/g)) {
    total += Number(amount) * (units[unit ?? "s"] ?? 1_000);
  }
  return Math.max(0, total - 1_000);
}
