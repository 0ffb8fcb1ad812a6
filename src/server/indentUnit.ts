import type { TextView } from "../core/textView.ts";

/** Lines and characters that are looked at; enough to tell, and no more however long the document is. */
const mostLines = 200;
const mostCharacters = 12_000;

/** What one level of indentation is in a text: a tab, or the smallest step of blanks that its lines begin with. */
export function indentUnitOf(whole: TextView): string {
  const text = whole.slice(0, mostCharacters);
  let least = 0;
  let at = 0;
  for (let line = 0; line < mostLines && at < text.length; line++) {
    if (text.charAt(at) === "\t") return "\t";
    let blanks = 0;
    while (text.charAt(at + blanks) === " ") blanks++;
    const first = text.charAt(at + blanks);
    if (blanks >= 2 && first !== "*" && first !== "\n" && first !== "\r" && (least === 0 || blanks < least))
      least = blanks;
    const next = text.indexOf("\n", at);
    if (next < 0) break;
    at = next + 1;
  }
  return " ".repeat(least === 0 ? 4 : Math.min(least, 8));
}
