import type { Uri } from "vscode";
import { isSecretPath } from "../core/secretPaths.ts";
import { secretPatterns } from "./settings.ts";

/** Whether a file must not be read, by its whole path: what is likely to hold secrets, and what the user named. */
export function isSecretFile(uri: Uri): boolean {
  return isSecretPath(uri.path, secretPatterns());
}
