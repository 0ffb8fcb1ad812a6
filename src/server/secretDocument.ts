import { isSecretPath } from "../core/secretPaths.ts";

/** Whether a document is likely to hold secrets, by its whole path, or one of the user's own globs names it: such a document is neither read for context nor given ghost text. */
export function isSecretDocument(uri: string, morePatterns: readonly string[] = []): boolean {
  const path = /^[\w+.-]+:(?:\/\/[^/?#]*)?([^?#]*)/.exec(uri)?.[1] ?? uri;
  try {
    return isSecretPath(decodeURIComponent(path), morePatterns);
  } catch {
    return isSecretPath(path, morePatterns);
  }
}
