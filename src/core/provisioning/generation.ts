import type { ModelGeneration } from "./state.ts";

/** What decides how a model is asked for ghost text; a name tells nothing reliable. */
export interface TemplateClues {
  readonly capabilities: readonly string[];
  readonly template: string;
  readonly family: string;
}

/**
 * Chooses the turn template from what the daemon tells of a model. A model with fill-in-the-middle of its own goes through that;
 * one whose turns we do not know gets no ghost text, since a guessed template writes nonsense.
 */
export function generationOf({ capabilities, template, family }: TemplateClues): ModelGeneration {
  if (capabilities.includes("insert")) return "insert";
  if (capabilities.length > 0 && !capabilities.includes("completion")) return "none";
  if (template.includes("<|turn>") || /^gemma4/i.test(family)) return "gemma4";
  if (template.includes("<start_of_turn>") || /^gemma3/i.test(family)) return "gemma3";
  return "none";
}
