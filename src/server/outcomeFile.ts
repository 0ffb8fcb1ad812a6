import { appendFile, mkdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import type { KeptOutcome, Outcome } from "../core/statistics/outcome.ts";
import { withoutRepeats } from "../core/withoutRepeats.ts";

/** Beyond that the older half is dropped, bytes: some 5 000 records. */
const mostBytes = 1_000_000;

/** Outcomes in a file on this machine, a JSON line each, for editors that have no statistics page of ours. */
export class OutcomeFile {
  readonly #file: string;
  readonly #log: (line: string) => void;
  #writing: Promise<void> = Promise.resolve();

  constructor(folder: string, log: (line: string) => void) {
    this.#file = path.join(folder, "outcomes.jsonl");
    this.#log = withoutRepeats(log);
  }

  /** Appends a record, one after another; a disk that cannot be written to costs the figures, which the log says, and nothing else. */
  add(outcome: Outcome | KeptOutcome, at: Date): Promise<void> {
    const line = `${JSON.stringify({ at: at.toISOString(), ...outcome })}\n`;
    this.#writing = this.#writing
      .then(() => this.#append(line))
      .catch((error: unknown) => this.#log(`figures were not written: ${String(error)}`));
    return this.#writing;
  }

  async #append(line: string): Promise<void> {
    await mkdir(path.dirname(this.#file), { recursive: true, mode: 0o700 });
    await appendFile(this.#file, line, { mode: 0o600 });
    if ((await stat(this.#file)).size > mostBytes) await this.#halve();
  }

  async #halve(): Promise<void> {
    const text = await readFile(this.#file, "utf8");
    const cut = text.indexOf("\n", text.length / 2) + 1;
    await writeFile(`${this.#file}.new`, text.slice(cut), { mode: 0o600 });
    await rename(`${this.#file}.new`, this.#file);
  }
}
