/** A text of which pieces are read, with the meaning that a string gives to these: a string is one, and so is `DocumentText`. */
export interface TextView {
  readonly length: number;
  slice(from?: number, to?: number): string;
  charAt(offset: number): string;
  indexOf(search: "\n", from?: number): number;
  lastIndexOf(search: "\n", from?: number): number;
}
