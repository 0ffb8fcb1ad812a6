/** Which share of a prompt the daemon need not evaluate, where it does not tell: what the prompt before has in common with it. */
export class PromptReuse {
  #last = "";

  /** Takes a prompt that was evaluated; the share from 0 to 1. */
  note(prompt: string): number {
    const most = Math.min(prompt.length, this.#last.length);
    let common = 0;
    while (common < most && prompt.charCodeAt(common) === this.#last.charCodeAt(common)) common++;
    this.#last = prompt;
    return prompt === "" ? 0 : common / prompt.length;
  }
}
