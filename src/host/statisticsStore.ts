import type { OfferSource, OutcomeParams } from "../shared/lsp/messages.ts";

/** What became of the offers of one day, language and source; times and tokens are sums. */
export interface OutcomeCounts {
  readonly shown: number;
  readonly accepted: number;
  readonly partly: number;
  readonly dismissed: number;
  readonly toOfferMs: number;
  readonly promptTokens: number;
  readonly promptEvaluationMs: number;
  readonly generatedTokens: number;
  readonly shownCharacters: number;
}

/** The counts of one day, language and source. */
export interface OutcomeRow extends OutcomeCounts {
  /** Such as `2026-03-01`, in the user's own time. */
  readonly day: string;
  readonly languageId: string;
  readonly source: OfferSource;
}

/** What VS Code keeps for us across windows. */
export interface StatisticsMemory {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

const key = "facet.statistics";
/** Rows that are kept: some three months of three languages; the oldest go first. */
const mostRows = 1_000;
/** Records are written together after that, ms; each write goes to disk. */
const writeAfterMs = 2_000;

const none: OutcomeCounts = {
  shown: 0,
  accepted: 0,
  partly: 0,
  dismissed: 0,
  toOfferMs: 0,
  promptTokens: 0,
  promptEvaluationMs: 0,
  generatedTokens: 0,
  shownCharacters: 0,
};

/** Figures about ghost text, kept on this machine and sent nowhere: sums by day, language and source, no text and no names of files. */
export class StatisticsStore {
  readonly #memory: StatisticsMemory;
  readonly #today: () => string;
  /** What was noted since the last write; other windows write into the same memory. */
  #fresh: OutcomeRow[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(memory: StatisticsMemory, today: () => string = localDay) {
    this.#memory = memory;
    this.#today = today;
  }

  /** Notes what became of an offer. */
  record(outcome: OutcomeParams): void {
    const { languageId, source, toOfferMs, promptTokens, promptEvaluationMs, generatedTokens, shownCharacters } =
      outcome;
    const figures = { toOfferMs, promptTokens, promptEvaluationMs, generatedTokens, shownCharacters };
    const row = { ...none, ...figures, day: this.#today(), languageId, source, shown: 1, [outcome.outcome]: 1 };
    this.#fresh = merged(this.#fresh, [row]);
    this.#timer ??= setTimeout(() => void this.flush(), writeAfterMs);
  }

  /** All rows, the oldest day first. */
  summary(): readonly OutcomeRow[] {
    return merged(rowsIn(this.#memory.get(key)), this.#fresh);
  }

  /** Writes what was noted; called before the window closes too. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#fresh.length === 0) return;
    const rows = this.summary();
    this.#fresh = [];
    await this.#memory.update(key, rows);
  }

  /** Forgets everything. */
  async reset(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#fresh = [];
    await this.#memory.update(key, undefined);
  }

  /** Nothing is written after that; what is still to be written is handed over at once. */
  dispose(): void {
    void this.flush();
  }
}

function merged(rows: readonly OutcomeRow[], more: readonly OutcomeRow[]): OutcomeRow[] {
  const byName = new Map<string, OutcomeRow>();
  for (const row of [...rows, ...more]) {
    const name = [row.day, row.languageId, row.source].join(" ");
    const old = byName.get(name);
    byName.set(name, old === undefined ? row : { ...row, ...sumOf(old, row) });
  }
  return [...byName.values()]
    .sort((one, other) => (one.day < other.day ? -1 : one.day > other.day ? 1 : 0))
    .slice(-mostRows);
}

function sumOf(one: OutcomeCounts, other: OutcomeCounts): OutcomeCounts {
  return {
    shown: one.shown + other.shown,
    accepted: one.accepted + other.accepted,
    partly: one.partly + other.partly,
    dismissed: one.dismissed + other.dismissed,
    toOfferMs: one.toOfferMs + other.toOfferMs,
    promptTokens: one.promptTokens + other.promptTokens,
    promptEvaluationMs: one.promptEvaluationMs + other.promptEvaluationMs,
    generatedTokens: one.generatedTokens + other.generatedTokens,
    shownCharacters: one.shownCharacters + other.shownCharacters,
  };
}

/** Rows as they were written; what is not a row, by an older version or a broken disk, is left out. */
function rowsIn(value: unknown): readonly OutcomeRow[] {
  return Array.isArray(value) ? value.filter(isRow) : [];
}

function isRow(value: unknown): value is OutcomeRow {
  if (typeof value !== "object" || value === null) return false;
  const row: Readonly<Record<string, unknown>> = { ...value };
  const hasNames = [row["day"], row["languageId"], row["source"]].every((one) => typeof one === "string");
  return hasNames && Object.keys(none).every((name) => typeof row[name] === "number" && Number.isFinite(row[name]));
}

function localDay(): string {
  const now = new Date();
  const two = (part: number): string => String(part).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
