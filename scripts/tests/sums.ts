/** How many tests of a suite passed, failed and were left out. */
export interface Sums {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** What a suite counts as that ended without a word. */
export const crashed: Sums = { passed: 0, failed: 1, skipped: 0 };

/** What counts as nothing: a step that is no test, or a suite that is not wanted. */
export const none: Sums = { passed: 0, failed: 0, skipped: 0 };

/** Adds up suites. */
export function added(suites: readonly Sums[]): Sums {
  return {
    passed: suites.reduce((sum, one) => sum + one.passed, 0),
    failed: suites.reduce((sum, one) => sum + one.failed, 0),
    skipped: suites.reduce((sum, one) => sum + one.skipped, 0),
  };
}

/** The closing line of a run. */
export function closingLine({ passed, failed, skipped }: Sums): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
