import { isSecretPath } from "../core/secretPaths.ts";

/** Whether a document is likely to hold secrets, by its whole path: such a document is neither read for context nor given ghost text. */
export function isSecretDocument(uri: string): boolean {
  const path = /^[\w+.-]+:(?:\/\/[^/?#]*)?([^?#]*)/.exec(uri)?.[1] ?? uri;
  try {
    return isSecretPath(decodeURIComponent(path));
  } catch {
    return isSecretPath(path);
  }
}
