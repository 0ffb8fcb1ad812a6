import { commonLength } from "./lines.ts";

/** Which share of a prompt the daemon need not evaluate, where it does not tell: what the prompt before has in common with it. */
export class PromptReuse {
  #last = "";

  /** Takes a prompt that was evaluated; the share from 0 to 1. */
  note(prompt: string): number {
    const common = commonLength(prompt, this.#last);
    this.#last = prompt;
    return prompt === "" ? 0 : common / prompt.length;
  }
}
