/**
 * Characters that change how the text around them is read or drawn without being seen: overrides of the writing direction, which make
 * code look like other code, and control characters. None of them has a place in an answer.
 */
const hidden =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]|\udb40[\udc00-\udc7f]/g;

/** Makes hidden characters visible by their number, and line ends plain. */
export function visible(text: string): string {
  return text
    .replace(/\r\n?/g, "\n")
    .replace(
      hidden,
      (character) => `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}]`,
    );
}
