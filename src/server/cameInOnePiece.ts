/** Pairs that an editor puts in by itself, and takes away with their first half. */
const autoClosed = /^(?:\(\)|\[\]|\{\}|<>|""|''|``)$/;
/** A line end with the mark of a comment that goes on. */
const continued = /^\r?\n[ \t]*\S{0,3}[ \t]*$/;

/** Whether a text that was put in or taken away at once is more than what one key does. */
export function cameInOnePiece(text: string): boolean {
  return text.length >= 2 && text.trim() !== "" && !autoClosed.test(text) && !continued.test(text);
}
