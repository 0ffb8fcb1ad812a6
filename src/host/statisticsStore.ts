import { watch, type FSWatcher } from "node:fs";
import { appendFile, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { KeptOutcome, Outcome } from "../core/statistics/outcome.ts";
import {
  mergeRows,
  readRow,
  rowOfKept,
  rowOfOutcome,
  type StatisticsRow,
  writtenRow,
} from "../core/statistics/statisticsRow.ts";
import { withoutRepeats } from "../core/withoutRepeats.ts";

/** Records are written together after that, ms; each write goes to disk. */
const writeAfterMs = 2_000;
/** Files of days, beyond the year that the page shows. */
const mostFiles = 400;
const fileName = /^\d{4}-\d\d-\d\d\.jsonl$/;

/**
 * Figures about ghost text, kept on this machine and sent nowhere: sums by day, language and source, no text and no names of files.
 * Each window only ever appends to the file of the day on which it writes, in one piece, so that windows lose nothing of each other's;
 * files of earlier days, which nobody appends to, are summed up.
 */
export class StatisticsStore {
  readonly #folder: string;
  readonly #log: (line: string) => void;
  readonly #today: () => string;
  #fresh: StatisticsRow[] = [];
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  #isTidy = false;

  constructor(folder: string, log: (line: string) => void, today: () => string = localDay) {
    this.#folder = folder;
    this.#log = withoutRepeats(log);
    this.#today = today;
  }

  get today(): string {
    return this.#today();
  }

  /** Notes what became of an offer. */
  record(outcome: Outcome): void {
    this.#note(rowOfOutcome(outcome, this.#today()));
  }

  /** Notes whether accepted text has been kept. */
  recordKept(kept: KeptOutcome): void {
    this.#note(rowOfKept(kept, this.#today()));
  }

  /** The sums of all windows, the oldest day first. */
  async rows(): Promise<readonly StatisticsRow[]> {
    await this.flush();
    return mergeRows((await Promise.all((await this.#files()).map((name) => this.#read(name)))).flat());
  }

  /** Writes what was noted; called before the window closes too. A disk that cannot be written to costs the figures, which the log says, and nothing else. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const rows = mergeRows(this.#fresh);
    this.#fresh = [];
    this.#writing = this.#writing
      .then(async () => {
        if (rows.length === 0) return;
        await mkdir(this.#folder, { recursive: true, mode: 0o700 });
        await appendFile(this.#file(`${this.#today()}.jsonl`), lines(rows), { mode: 0o600 });
        if (!this.#isTidy) await this.#tidy();
        this.#isTidy = true;
      })
      .catch((error: unknown) => this.#log(`figures were not written: ${String(error)}`));
    return this.#writing;
  }

  /** Forgets everything, for all windows. */
  async reset(): Promise<void> {
    await this.flush();
    await Promise.all((await this.#files()).map((name) => rm(this.#file(name), { force: true })));
  }

  /** Calls back when any window has written, until the signal aborts. */
  async follow(onChange: () => void, signal: AbortSignal): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 }).catch(() => undefined);
    if (signal.aborted) return;
    let watcher: FSWatcher | undefined;
    try {
      watcher = watch(this.#folder, { signal, persistent: false }, onChange);
      watcher.on("error", () => undefined);
    } catch {
      // Where nothing can be watched, the page is right when it is opened again.
    }
  }

  #note(row: StatisticsRow): void {
    this.#fresh.push(row);
    this.#timer ??= setTimeout(() => void this.flush(), writeAfterMs);
  }

  /** Sums up the files of earlier days, which two windows may do at the same time with the same result, and drops the oldest. */
  async #tidy(): Promise<void> {
    const past = (await this.#files()).filter((name) => name < `${this.#today()}.jsonl`);
    for (const name of past.slice(0, -mostFiles)) await rm(this.#file(name), { force: true });
    for (const name of past.slice(-mostFiles)) {
      const rows = await this.#read(name);
      const merged = mergeRows(rows);
      if (merged.length === rows.length) continue;
      const draft = this.#file(`${name}.${process.pid}`);
      await writeFile(draft, lines(merged), { mode: 0o600 });
      await rename(draft, this.#file(name));
    }
  }

  async #files(): Promise<readonly string[]> {
    const names = await readdir(this.#folder).catch((): string[] => []);
    return names.filter((name) => fileName.test(name)).sort();
  }

  async #read(name: string): Promise<readonly StatisticsRow[]> {
    const text = await readFile(this.#file(name), "utf8").catch(() => "");
    return text.split("\n").flatMap((line) => rowIn(line) ?? []);
  }

  #file(name: string): string {
    return path.join(this.#folder, name);
  }
}

function lines(rows: readonly StatisticsRow[]): string {
  return rows.map((row) => `${JSON.stringify(writtenRow(row))}\n`).join("");
}

function rowIn(line: string): StatisticsRow | undefined {
  try {
    return readRow(JSON.parse(line));
  } catch {
    return undefined;
  }
}

/** Today by the clock of this machine, as files of figures are named. */
export function localDay(): string {
  const now = new Date();
  const two = (part: number): string => String(part).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
