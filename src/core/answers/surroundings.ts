/** A few lines that stand elsewhere and say what a name means. */
export interface Definition {
  /** A path inside the workspace. */
  readonly name: string;
  readonly languageId: string;
  readonly text: string;
  /** Counted from 1. */
  readonly firstLine: number;
}

/** What a good colleague would look up before explaining a text. */
export interface Surroundings {
  /** The symbol around it, outermost first: `Cart.total`; empty where there is none. */
  readonly symbol: string;
  readonly definitions: readonly Definition[];
  /** What the editor complains about in it, one problem a line. */
  readonly problems: string;
}

/** Where nothing is looked up, or nothing is there. */
export const noSurroundings: Surroundings = { symbol: "", definitions: [], problems: "" };
