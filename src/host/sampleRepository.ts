import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { CommitSample } from "../core/commitSample.ts";
import { GitProgram } from "./gitProgram.ts";

/** Whatever the person has set for their own repositories has no say in this one. */
const ownSettings = [
  ...["-c", "user.name=Facet", "-c", "user.email=facet@localhost"],
  ...["-c", "commit.gpgSign=false", "-c", "core.hooksPath=", "-c", "core.autocrlf=false"],
];

/** The one repository that is ours: a folder in our own storage, made anew each time. */
export class SampleRepository {
  readonly folder: string;
  readonly #mark: string;

  constructor(storage: string) {
    this.folder = path.join(storage, "commit-sample");
    this.#mark = `${this.folder}.new`;
  }

  /** Makes it; throws a `CommitError` with what git complains about. */
  async make(command: string, { committed, message, staged }: CommitSample, signal: AbortSignal): Promise<void> {
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    await mkdir(this.folder, { recursive: true });
    const git = new GitProgram(command, this.folder);
    const run = (...args: readonly string[]): Promise<unknown> => git.checked([...ownSettings, ...args], signal);
    await run("init", "--quiet");
    await this.#write(committed);
    await run("add", "--all");
    await run("commit", "--quiet", "--no-verify", "-m", message);
    await this.#write(staged);
    await run("add", "--all");
    await writeFile(this.#mark, "");
  }

  /** Whether a folder is the one that it is made in. */
  isIn(folder: string): boolean {
    return path.relative(this.folder, folder) === "";
  }

  /** Whether it has been made and not been shown yet; true once. */
  async takeNew(): Promise<boolean> {
    try {
      await rm(this.#mark);
      return true;
    } catch {
      return false;
    }
  }

  async #write(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, text] of Object.entries(files)) await writeFile(path.join(this.folder, name), text);
  }
}
