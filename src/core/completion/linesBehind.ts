/** What is known of a person before an offered line. */
export interface Following {
  /** What of the stream stands in the document already. */
  readonly taken: string;
  /** The person accepts offers, and will want the next line at once. */
  readonly isTaker: boolean;
  /** The model has mostly been right lately. */
  readonly isTrusted: boolean;
}

const mostLines = 3;

/**
 * How many whole lines are written behind the one that is offered. Most offers are not taken, and what stands behind them is thrown
 * away; a person who takes them finds the next line there, and more the further they have come.
 */
export function linesBehind({ taken, isTaker, isTrusted }: Following): number {
  return isTaker && isTrusted ? Math.min(mostLines, Math.max(1, taken.split("\n").length - 1)) : 0;
}
