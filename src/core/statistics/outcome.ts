import type { Speeds } from "../provisioning/state.ts";

/** Where an offer came from: a stream that was there, one that was joined while running, or a new request. */
export type OfferSource = "hit" | "joined" | "new";

/** What became of an offer: taken over as a whole, by lines, by words, or not at all. */
export type OfferEnd = "accepted" | "line" | "word" | "dismissed";

/** One offer's figures. */
export interface OfferOutcome {
  readonly languageId: string;
  readonly source: OfferSource;
  /** From the last edit to the answer, ms. */
  readonly toOfferMs: number;
  readonly promptTokens: number;
  readonly promptEvaluationMs: number;
  readonly generatedTokens: number;
  readonly shownCharacters: number;
  /** Characters of it that stood in the document in the end. */
  readonly acceptedCharacters: number;
  readonly outcome: OfferEnd;
  /** Whether `outcome` was read from the text rather than told by the editor. */
  readonly isEstimate: boolean;
}

/** What the daemon did for ghost text, whether or not anything of it was offered. */
export interface DaemonWork {
  readonly requests: number;
  readonly promptTokens: number;
  /** Of them, those that it found in its cache; reckoned from the prompts where it does not tell. */
  readonly cachedTokens: number;
  readonly generatedTokens: number;
}

/** An offer's figures, with all that the daemon did since the offer before. */
export interface Outcome extends OfferOutcome {
  readonly work: DaemonWork;
  readonly speeds: Speeds;
}

/** What is left of accepted text a minute later. */
export interface KeptOutcome {
  readonly languageId: string;
  readonly source: OfferSource;
  readonly isKept: boolean;
}
