import { lastLineOf, withoutBlanksAtEnd } from "./lines.ts";

/** A colon after which a block begins; behind a name's or a key's, the next key comes at once. */
const blockColon =
  /^[ \t]*(?:if|elif|else|for|while|def|class|try|except|finally|with|match|case|default|async|lambda)\b.*:[ \t]*$/;

/** Whether people stop to look where the code before the cursor ends: after a line end, an opening bracket, or what opens a block. */
export function isNaturalStop(before: string): boolean {
  if (/(?:\n|[{([]|=>)$/.test(withoutBlanksAtEnd(before).slice(-2))) return true;
  return blockColon.test(lastLineOf(before));
}
