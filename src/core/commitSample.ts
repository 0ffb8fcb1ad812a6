import { say } from "./words/words.ts";

/** A small repository to try commit messages in. */
export interface CommitSample {
  /** Texts of files by name, as they are committed. */
  readonly committed: Readonly<Record<string, string>>;
  readonly message: string;
  /** What is staged over that. */
  readonly staged: Readonly<Record<string, string>>;
  /** The file that says what to do. */
  readonly note: string;
}

const cart = `/** The price of one line, in cents. */
export function linePrice(line) {
  return line.quantity * line.unitPrice;
}

/** The price of everything in the cart, in cents. */
export function totalPrice(lines) {
  return lines.reduce((sum, line) => sum + linePrice(line), 0);
}
`;

const discount = `
/** A price less a discount in percent, in whole cents. */
export function discountedPrice(cents, percent) {
  if (percent < 0 || percent > 100) throw new RangeError("A discount is between 0 and 100 percent.");
  return Math.round((cents * (100 - percent)) / 100);
}
`;

/** One commit, and one staged change that anybody can follow; that it works offline is said only where it does. */
export function commitSample(isLocal: boolean): CommitSample {
  const notes = [
    say("sample.commit.note"),
    say("sample.commit.again"),
    ...(isLocal ? [say("sample.commit.offline")] : []),
  ];
  const note = "Facet.md";
  return {
    committed: { [note]: `# Facet\n\n${notes.join("\n\n")}\n`, "cart.js": cart },
    message: "feat(cart): sum up the prices of all lines",
    staged: { "cart.js": `${cart}${discount}` },
    note,
  };
}
