/**
 * Text that a model or the daemon takes for a command when it stands in a prompt (facts: ollama 3.5): turn marks, sequence ends,
 * image places of Gemma 3 and 4, and the ChatML marks that a bench model knows.
 */
const controlText =
  /<(?=\/?(?:start_of_turn|end_of_turn|start_of_image|end_of_image|bos|eos|pad|unk|mask|unused\d+|turn\||\|turn|\|[a-z_"\\|]+\|?>|image_soft_token|fim_(?:prefix|suffix|middle|pad)|channel\||\|channel)[>|a-z_]*)|\[(?=img-\d+\])/g;

/** Invisible, one character, and without a meaning of its own at this place. */
const joiner = "\u2060";

const neutralised = new RegExp(`([<[])${joiner}`, "g");

/** Makes control text in what a user wrote plain text for the tokenizer. */
export function neutralise(text: string): string {
  return text.replace(controlText, (opening) => opening + joiner);
}

/** Gives back, in an answer, the text as the user wrote it. */
export function restore(text: string): string {
  return text.replace(neutralised, "$1");
}
