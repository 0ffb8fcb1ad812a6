import type { Ratios } from "./results.ts";

/** What a ratio was, which way is better, and how far it may be off before that counts as worse. */
export interface BaselineEntry {
  readonly value: number;
  readonly better: "lower" | "higher";
  /** Of the value: a half means that half as much again is still well. */
  readonly tolerance: number;
}

/** Ratios by name, as they were when they were last looked at. */
export type Baseline = Readonly<Record<string, BaselineEntry>>;

/** A ratio that got worse. */
export interface Regression {
  readonly name: string;
  readonly value: number;
  readonly limit: number;
  readonly baseline: number;
}

/** The limit that a ratio must keep. */
export function limitOf({ value, better, tolerance }: BaselineEntry): number {
  return better === "lower" ? value * (1 + tolerance) : value * (1 - tolerance);
}

/** The ratios that are worse than the baseline allows; one that was not measured is not judged. */
export function regressionsOf(ratios: Ratios, baseline: Baseline): readonly Regression[] {
  return Object.entries(baseline).flatMap(([name, entry]) => {
    const value = ratios[name];
    if (value === undefined) return [];
    const limit = limitOf(entry);
    const isWorse = entry.better === "lower" ? value > limit : value < limit;
    return isWorse ? [{ name, value, limit, baseline: entry.value }] : [];
  });
}

/** A baseline from a run; whatever is a share of what is wanted should be high, everything else low. */
export function baselineOf(ratios: Ratios, old: Baseline): Baseline {
  return Object.fromEntries(
    Object.entries(ratios).map(([name, value]) => {
      const known = old[name];
      const better = known?.better ?? (name.includes("served") ? "higher" : "lower");
      const tolerance = known?.tolerance ?? (better === "higher" ? 0.15 : 0.5);
      return [name, { value: Math.round(value * 1000) / 1000, better, tolerance }];
    }),
  );
}
