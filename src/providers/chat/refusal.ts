/** Something that cannot be attached or done, with the sentence that says why. */
export class Refusal extends Error {
  constructor(words: string) {
    super(words);
    this.name = "Refusal";
  }
}
