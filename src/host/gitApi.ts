import type { Event, Uri } from "vscode";

/** What we use of the API that VS Code's own git extension exports; it publishes no types of its own. */
export interface GitExtension {
  readonly enabled: boolean;
  /** Throws where git is switched off or the program was not found. */
  getAPI(version: 1): GitApi;
}

export interface GitApi {
  readonly state: "uninitialized" | "initialized";
  readonly onDidChangeState: Event<"uninitialized" | "initialized">;
  /** The git program that the extension found. */
  readonly git: { readonly path: string };
  readonly repositories: readonly GitApiRepository[];
}

export interface GitApiRepository {
  readonly rootUri: Uri;
  readonly inputBox: { value: string };
  readonly ui: { readonly selected: boolean };
  /** Reads the repository's state anew; throws where it is locked. */
  status(): Promise<void>;
}

/** Whether something an extension exports looks like what we know of git's. */
export function isGitExtension(value: unknown): value is GitExtension {
  return typeof value === "object" && value !== null && "getAPI" in value && typeof value.getAPI === "function";
}
