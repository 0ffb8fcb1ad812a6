import type { BlockPlace } from "./blockLevel.ts";

/** Writes a model's blanks as tabs in a document of tabs, and its tabs as blanks in one of blanks. */
export class IndentStyle {
  readonly #unit: string | undefined;
  #blanksPerTab: number | undefined;

  constructor({ unit, hasBlocks, isInText, isUniform }: Partial<BlockPlace>) {
    this.#unit = hasBlocks === true && isInText !== true && isUniform === true ? unit : undefined;
  }

  /** What an indentation is written as; what is in a text over several lines of the text's own stays as it is. */
  of(indent: string, sofar: string): string {
    if (this.#unit === undefined || indent === "" || /["'`]{3}|`|\/\*|<<|@"|R"/.test(sofar)) return indent;
    if (this.#unit !== "\t") return /^\t+$/.test(indent) ? indent.replaceAll("\t", this.#unit) : indent;
    if (!/^(?: {2})+$/.test(indent)) return indent;
    this.#blanksPerTab ??= indent.length % 4 === 0 ? 4 : 2;
    const tabs = indent.length / this.#blanksPerTab;
    return Number.isInteger(tabs) ? "\t".repeat(tabs) : indent;
  }
}
