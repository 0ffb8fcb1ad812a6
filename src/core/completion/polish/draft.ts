import type { Spot } from "../spot.ts";
import type { Surroundings } from "../surroundings.ts";

/** How a text is to be polished. */
export interface PolishOptions {
  /** Whether the model has ended, or the stream goes on. */
  readonly finished: boolean;
  readonly maxLines: number;
  readonly multiline: boolean;
  /** Lines of the prompt that are not the document's (instruction, path), which a model may echo. */
  readonly promptLines?: readonly string[];
}

/** A text on its way to being offered. */
export interface Draft {
  readonly text: string;
  /** Characters right of the cursor, on its line, which the text replaces. */
  readonly replaces: number;
  /** Whether the text is known to end here, so that its last line is a whole one. */
  readonly isFinished: boolean;
}

/** All that a step may look at besides the draft. */
export interface Scene {
  readonly spot: Spot;
  readonly around: Surroundings;
  readonly options: PolishOptions;
}

/** One thing that may be wrong with a text, and its mending; a text without that fault comes back as it was. */
export type Step = (draft: Draft, scene: Scene) => Draft;
