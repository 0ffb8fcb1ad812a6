/** What became of each fault, by moment and feature, for people to read. */
export class FaultTable {
  readonly #rows = new Map<string, Map<string, string>>();
  readonly #columns = new Set<string>();

  note(row: string, column: string, outcome: string): void {
    this.#columns.add(column);
    const cells = this.#rows.get(row) ?? new Map<string, string>();
    this.#rows.set(row, cells.set(column, outcome));
  }

  toString(): string {
    const columns = ["fault", ...this.#columns];
    const rows = [...this.#rows].map(([row, cells]) => [row, ...[...this.#columns].map((one) => cells.get(one) ?? "")]);
    const widths = columns.map((column, at) => Math.max(column.length, ...rows.map((row) => (row[at] ?? "").length)));
    const line = (cells: readonly string[]): string =>
      `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(" | ")} |`;
    return [line(columns), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
  }
}
