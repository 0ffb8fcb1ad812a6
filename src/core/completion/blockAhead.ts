import { withoutBlanksAtEnd } from "./lines.ts";

/** What opens a block at a line's end, in languages with braces, indentation or words. */
const opener = /(?:[{([:]|=>|\b(?:do|then|else|begin))$/;

/**
 * Whether a line that is offered is only the beginning of what is meant: it opens a block, or stands first in a block that is empty yet.
 * Elsewhere a line is whole by itself, and nobody waits for the next one.
 */
export function isBlockAhead(before: string, line: string): boolean {
  const isAtLineStart = withoutBlanksAtEnd(before).endsWith("\n");
  const isFirstInBlock = isAtLineStart && opener.test(before.trimEnd().slice(-200));
  return isFirstInBlock || opener.test((before.slice(-200) + line).trimEnd());
}
