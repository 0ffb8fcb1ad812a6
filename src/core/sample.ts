import { commentText } from "./answers/commentText.ts";
import { say } from "./words/words.ts";

/** A document to try ghost text in, with the cursor between its two halves. */
export interface Sample {
  readonly languageId: string;
  readonly before: string;
  readonly after: string;
}

const before = `
/** The price of one line, in cents. */
export function linePrice(line) {
  return line.quantity * line.unitPrice;
}

/** The price of everything in the cart, in cents. */
export function totalPrice(lines) {
  return lines.reduce((sum, line) => sum + linePrice(line), 0);
}

/** How many pieces are in the cart. */
export function totalQuantity(lines) {
  return `;

const after = `
}

/** A price as people read it, such as "12.50". */
export function formatPrice(cents) {
  return (cents / 100).toFixed(2);
}
`;

/** Code with a hole that anybody would fill alike, and above it what to do and to look at; that it works offline is said only where it does. */
export function sampleWithHole(isLocal: boolean): Sample {
  // The first line is what the editor calls the document.
  const notes = ["Facet", say("sample.ghostText"), say("sample.status"), ...(isLocal ? [say("sample.offline")] : [])];
  const comment = notes.map((note) => commentText(note, { line: "//", block: undefined }, "", 80) ?? "").join("");
  // No language that needs a compiler, which would find fault with the hole.
  return { languageId: "javascript", before: `${comment}${before}`, after };
}
