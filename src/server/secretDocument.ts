import { isSecretPath } from "../core/secretPaths.ts";

/** Documents whose answer is kept. */
const mostKnown = 500;

/** Whether a document is likely to hold secrets, by its whole path, or one of the user's own globs names it: such a document is neither read for context nor given ghost text. */
export function isSecretDocument(uri: string, morePatterns: readonly string[] = []): boolean {
  const path = /^[\w+.-]+:(?:\/\/[^/?#]*)?([^?#]*)/.exec(uri)?.[1] ?? uri;
  try {
    return isSecretPath(decodeURIComponent(path), morePatterns);
  } catch {
    return isSecretPath(path, morePatterns);
  }
}

/** Asks `isSecretDocument` once for each document, since every key asks. */
export class SecretDocuments {
  readonly #known = new Map<string, boolean>();
  #patterns: readonly string[] = [];

  has(uri: string, morePatterns: readonly string[]): boolean {
    if (morePatterns !== this.#patterns || this.#known.size > mostKnown) this.#known.clear();
    this.#patterns = morePatterns;
    const known = this.#known.get(uri) ?? isSecretDocument(uri, morePatterns);
    this.#known.set(uri, known);
    return known;
  }
}
