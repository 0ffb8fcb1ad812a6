import { isInIgnoredFolder } from "../core/completion/context/ignoredFolders.ts";
import type { ContextAsker } from "./contextAsker.ts";

/** What is asked about a file. */
export interface ReadingNeeds {
  /** The editor; without it the folders that are usually ignored must do. */
  readonly ask: ContextAsker | undefined;
  readonly isInWorkspace: (uri: string) => boolean;
  readonly isSecret: (uri: string) => boolean;
  readonly pathOf: (uri: string) => string;
}

/** Answers that are kept, at most; what is ignored hardly ever changes while a window is open. */
const mostKnown = 500;

/** Which open files may be read as context for another: in the workspace, neither ignored nor likely to hold secrets. */
export class ReadableFiles {
  readonly #needs: ReadingNeeds;
  readonly #known = new Map<string, boolean>();

  constructor(needs: ReadingNeeds) {
    this.#needs = needs;
  }

  /** The files that may be read; asks the editor only about those it has not been asked about, all at once. */
  async among(uris: readonly string[]): Promise<ReadonlySet<string>> {
    const { ask, isInWorkspace, isSecret, pathOf } = this.#needs;
    const safe = uris.filter((uri) => uri.startsWith("file:") && !isSecret(uri));
    if (ask === undefined) {
      return new Set(safe.filter((uri) => isInWorkspace(uri) && !isInIgnoredFolder(pathOf(uri))));
    }
    const unknown = safe.filter((uri) => !this.#known.has(uri));
    if (unknown.length > 0) {
      const answers = await ask.mayRead(unknown).catch(() => []);
      if (this.#known.size > mostKnown) this.#known.clear();
      for (const [at, uri] of unknown.entries()) {
        const answer = answers[at];
        if (answer !== undefined) this.#known.set(uri, answer);
      }
    }
    return new Set(safe.filter((uri) => this.#known.get(uri) === true));
  }

  /** The file was closed; when it is opened again, the editor is asked again. */
  forget(uri: string): void {
    this.#known.delete(uri);
  }
}
