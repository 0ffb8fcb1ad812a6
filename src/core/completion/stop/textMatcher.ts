interface Pattern {
  readonly text: string;
  /** For each length matched so far, how much of it is still matched when the next character differs. */
  readonly fallback: readonly number[];
  matched: number;
}

/** Finds any of some texts in a stream of characters, in one pass, and knows how much of one may just be beginning. */
export class TextMatcher {
  readonly #patterns: readonly Pattern[];

  constructor(texts: readonly string[]) {
    this.#patterns = texts
      .filter((text) => text !== "")
      .map((text) => ({ text, fallback: fallbackOf(text), matched: 0 }));
  }

  /** Reads one character; tells the length of the text which ends with it, or 0. */
  push(char: string): number {
    let found = 0;
    for (const pattern of this.#patterns) {
      while (pattern.matched > 0 && pattern.text[pattern.matched] !== char) {
        pattern.matched = pattern.fallback[pattern.matched] ?? 0;
      }
      if (pattern.text[pattern.matched] === char) pattern.matched += 1;
      if (pattern.matched === pattern.text.length) found = Math.max(found, pattern.matched);
    }
    return found;
  }

  /** How many of the last characters may turn out to be the beginning of one of the texts. */
  get pending(): number {
    return this.#patterns.reduce((most, { matched }) => Math.max(most, matched), 0);
  }
}

function fallbackOf(text: string): number[] {
  const fallback = [0, 0];
  let matched = 0;
  for (let at = 1; at < text.length; at += 1) {
    while (matched > 0 && text[matched] !== text[at]) matched = fallback[matched] ?? 0;
    if (text[matched] === text[at]) matched += 1;
    fallback.push(matched);
  }
  return fallback;
}
