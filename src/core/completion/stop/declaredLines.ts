import type { Spot } from "../spot.ts";
import { isDeclaration } from "./followingLines.ts";

/** What a declaration begins with. */
const words = (
  "export default async public pub abstract final sealed data def class function func fun fn interface struct enum trait impl " +
  "module namespace"
).split(" ");

/** Knows what a document declares at its outermost level, by whole lines: there, nobody declares the same twice. */
export class DeclaredLines {
  readonly #spot: Spot;

  constructor(spot: Spot) {
    this.#spot = spot;
  }

  /** Whether a line, as far as it has been read, may declare something at the outermost level. */
  mayBe(line: string): boolean {
    const word = /^[a-z]*/.exec(line)?.[0] ?? "";
    return line === word ? words.some((one) => one.startsWith(word)) : words.includes(word);
  }

  /** Whether a whole line declares what the document declares with the same words. */
  has(line: string): boolean {
    const said = line.trimEnd();
    if (!this.mayBe(said) || !isDeclaration(said)) return false;
    const { before, after } = this.#spot;
    return [`\n${before}`, `${after}\n`].some((text) => text.includes(`\n${said}\n`));
  }
}
