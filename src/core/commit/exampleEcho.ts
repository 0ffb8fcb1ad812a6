import { moodOf } from "./mood.ts";
import { readSubject } from "./subject.ts";

/** Words that carry meaning: long enough, and no verb that any message may begin with. */
function wordsOf(text: string): string[] {
  const words = text.toLowerCase().match(/\p{L}{4,}/gu) ?? [];
  return [...new Set(words)].filter((word) => moodOf(word) === "unknown");
}

/** Enough of a word to know it again in another form: `retries` in `retry`. */
function stemOf(word: string): string {
  return word.slice(0, Math.max(4, word.length - 3));
}

/** What a first line has from the examples. */
export interface ExampleEcho {
  readonly words: readonly string[];
  /** Whether it says nothing else. */
  readonly isAll: boolean;
}

/**
 * The words of a first line that it has from the examples of other changes while nothing in this change speaks of them;
 * undefined where they are the lesser part of it. A small model that does not know what to say says what others said.
 */
export function exampleEcho(line: string, examples: readonly string[], change: string): ExampleEcho | undefined {
  const words = wordsOf(readSubject(line).text);
  const shown = examples.flatMap((example) => wordsOf(readSubject(example).text)).map(stemOf);
  const seen = change.toLowerCase();
  const foreign = words.filter((word) => shown.some((stem) => word.startsWith(stem)) && !seen.includes(stemOf(word)));
  if (foreign.length === 0 || foreign.length * 2 < words.length) return undefined;
  return { words: foreign, isAll: foreign.length === words.length };
}
