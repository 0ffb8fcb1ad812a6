import type { ModelGeneration } from "../provisioning/state.ts";

/** How a model generation marks its turns; the reply is left open so that it continues what it is given. */
export interface TurnTemplate {
  /** The whole prompt up to where the model's reply begins. */
  readonly open: (userTurn: string) => string;
  /** Ends an answer; also sent as text, since a file may type its control tokens wrongly (facts: ollama 3.5). */
  readonly stops: readonly string[];
}

const gemma3: TurnTemplate = {
  open: (userTurn) => `<start_of_turn>user\n${userTurn}<end_of_turn>\n<start_of_turn>model\n`,
  stops: ["<end_of_turn>", "<start_of_turn>"],
};

/** Gemma 4 marks turns with `<|turn>` and `<turn|>`; an empty thought channel keeps it from thinking. */
const gemma4: TurnTemplate = {
  open: (userTurn) => `<|turn>user\n${userTurn}<turn|>\n<|turn>model\n`,
  stops: ["<turn|>", "<|turn>"],
};

/** The turn marks of a generation; undefined where ghost text does not go through turns. */
export function turnTemplateOf(generation: ModelGeneration): TurnTemplate | undefined {
  switch (generation) {
    case "gemma3":
      return gemma3;
    case "gemma4":
      return gemma4;
    case "insert":
    case "none":
      return undefined;
  }
}
