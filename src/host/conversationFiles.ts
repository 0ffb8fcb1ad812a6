import { FileType, Uri, workspace } from "vscode";

/** The most conversations that are kept; the oldest go first. */
const mostKept = 200;

/** Conversations on disk, one file each, in the storage that VS Code gives a workspace; they may be too large for its key-value store. */
export class ConversationFiles {
  readonly #folder: Uri;

  constructor(storage: Uri, folder = "conversations") {
    this.#folder = Uri.joinPath(storage, folder);
  }

  /** All that is there, as it was written; what cannot be read is passed over. */
  async load(): Promise<readonly unknown[]> {
    const values = await Promise.all((await this.#names()).map((name) => this.#read(name)));
    return values.filter((one) => one !== undefined);
  }

  async save(id: string, value: unknown): Promise<void> {
    await workspace.fs.createDirectory(this.#folder);
    const target = this.#file(`${id}.json`);
    const draft = this.#file(`${id}.json.new`);
    // A file that is replaced in one step is never half written.
    await workspace.fs.writeFile(draft, new TextEncoder().encode(JSON.stringify(value)));
    await workspace.fs.rename(draft, target, { overwrite: true });
  }

  async remove(id: string): Promise<void> {
    await workspace.fs.delete(this.#file(`${id}.json`)).then(undefined, () => undefined);
  }

  async #names(): Promise<readonly string[]> {
    const entries = await workspace.fs.readDirectory(this.#folder).then(undefined, () => []);
    const names = entries
      .filter(([name, type]) => type === FileType.File && name.endsWith(".json"))
      .map(([name]) => name);
    // Names begin with the time of their making.
    const sorted = names.sort().reverse();
    for (const name of sorted.slice(mostKept)) await this.remove(name.slice(0, -".json".length));
    return sorted.slice(0, mostKept);
  }

  async #read(name: string): Promise<unknown> {
    try {
      return JSON.parse(new TextDecoder().decode(await workspace.fs.readFile(this.#file(name))));
    } catch {
      return undefined;
    }
  }

  #file(name: string): Uri {
    return Uri.joinPath(this.#folder, name);
  }
}
