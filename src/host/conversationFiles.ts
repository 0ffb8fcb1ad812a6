import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { withoutRepeats } from "../core/withoutRepeats.ts";
import { wordsOfError } from "../core/wordsOfError.ts";
import { isMissing } from "../shared/process/isMissing.ts";

/** The most conversations that are kept; the oldest go first. */
const mostKept = 200;

/**
 * Conversations on disk, one file each, in a folder of the workspace; they may be too large for VS Code's key-value store.
 * Written without the editor's own file service, which goes through the window and is gone when that is loaded anew or closed.
 */
export class ConversationFiles {
  readonly #folder: string;
  readonly #trace: (line: string) => void;

  /** `trace` is told what cannot be read. */
  constructor(storage: string, folder: string, trace: (line: string) => void) {
    this.#folder = path.join(storage, folder);
    this.#trace = withoutRepeats(trace);
  }

  /** All that is there, as it was written; what cannot be read is passed over, and stays where it is. */
  async load(): Promise<readonly unknown[]> {
    const values = await Promise.all((await this.#names()).map((name) => this.#read(name)));
    return values.filter((one) => one !== undefined);
  }

  async save(id: string, value: unknown): Promise<void> {
    // Nobody else of this machine reads what was said.
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const target = this.#file(`${id}.json`);
    const draft = this.#file(`${id}.json.new`);
    // A file that is replaced in one step is never half written.
    await writeFile(draft, JSON.stringify(value), { mode: 0o600 });
    await rename(draft, target);
  }

  async remove(id: string): Promise<void> {
    await rm(this.#file(`${id}.json`), { force: true });
  }

  async #names(): Promise<readonly string[]> {
    const entries = await readdir(this.#folder).catch((error: unknown) => {
      // Before the first one is kept there is no folder.
      if (!isMissing(error)) this.#trace(`conversations cannot be read: ${wordsOfError(error)}`);
      return [];
    });
    // Names begin with the time of their making.
    const sorted = entries
      .filter((name) => name.endsWith(".json"))
      .sort()
      .reverse();
    for (const name of sorted.slice(mostKept)) await this.remove(name.slice(0, -".json".length));
    return sorted.slice(0, mostKept);
  }

  async #read(name: string): Promise<unknown> {
    try {
      return JSON.parse(await readFile(this.#file(name), "utf8"));
    } catch (error) {
      this.#trace(`${this.#file(name)} cannot be read: ${wordsOfError(error)}`);
      return undefined;
    }
  }

  #file(name: string): string {
    return path.join(this.#folder, name);
  }
}
