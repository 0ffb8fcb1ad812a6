import type { Snippet } from "../core/prompts/ghostText.ts";
import type { CompletionSettings } from "../core/settings.ts";
import type { Place } from "./scene.ts";

/** One wish for ghost text. */
export interface Wish {
  readonly place: Place;
  readonly isExplicit: boolean;
  readonly settings: CompletionSettings;
  readonly snippets: readonly Snippet[];
}
