import { blockPlaceAt } from "../../src/core/completion/polish/blockLevel.ts";
import { mendHeldBack } from "../../src/core/completion/polish/mendHeldBack.ts";
import { polish } from "../../src/core/completion/polish/polish.ts";
import type { Spot } from "../../src/core/completion/spot.ts";
import { surroundingsOf } from "../../src/core/completion/surroundings.ts";
import { StopScan, type StopVerdict } from "../../src/core/completion/stop/stopScan.ts";

/** The control texts of the model generation that the tests play. */
export const controlTexts = ["<start_of_turn>", "<end_of_turn>", "<eos>", "<bos>"];

/** The ways in which one text may arrive: letter by letter, in pieces of four, at once. */
export const chunkings = [1, 4, Number.POSITIVE_INFINITY];

/** A spot in a document drawn with `|` where the cursor is; the last `|` if `languageId` uses it too, as Markdown tables do. */
export function at(document: string, languageId = "typescript", cursor = "|"): Spot {
  const index = document.indexOf(cursor);
  if (index === -1) throw new Error(`no cursor in ${JSON.stringify(document)}`);
  const before = document.slice(0, index);
  return {
    languageId,
    before,
    after: document.slice(index + cursor.length),
    indentUnit: /^\t/m.test(document) ? "\t" : /^ {4}|^$/m.test(document) && !/^ {2}\S/m.test(document) ? "    " : "  ",
  };
}

/** What a text is cut into. */
export function chunksOf(text: string, size: number): string[] {
  if (size === Number.POSITIVE_INFINITY) return [text];
  const chunks: string[] = [];
  for (let start = 0; start < text.length; start += size) chunks.push(text.slice(start, start + size));
  return chunks;
}

/** A fence that is longer than any in the document, as the prompt uses it. */
export function fenceFor({ before, after }: Spot): string {
  const longest = Math.max(3, ...[...`${before}${after}`.matchAll(/`+/g)].map(([run]) => run.length));
  return "`".repeat(longest + 1);
}

/** The stop scan's last word on what a model wrote at a spot, as the engine would hear it. */
export function scanned(spot: Spot, modelOutput: string, size = Number.POSITIVE_INFINITY, maxLines = 40): StopVerdict {
  const heldBack = /[ \t]*$/.exec(spot.before)?.[0] ?? "";
  const sent = spot.before.slice(0, spot.before.length - heldBack.length);
  const around = surroundingsOf(spot);
  const place = blockPlaceAt(spot, around);
  const scan = new StopScan(spot, { maxLines, controlTexts, fence: fenceFor(spot) }, around);
  let raw = "";
  let mended = "";
  for (const chunk of chunksOf(modelOutput, size)) {
    raw += chunk;
    const longer = mendHeldBack(raw, heldBack, sent === "" || sent.endsWith("\n"), sent, place) ?? "";
    if (!longer.startsWith(mended)) throw new Error(`mending took back ${JSON.stringify([mended, longer])}`);
    const verdict = scan.feed(longer.slice(mended.length));
    mended = longer;
    if (verdict.stopped !== undefined) return verdict;
  }
  return scan.end();
}

/** The document after a model's output was mended, stopped, polished and accepted, drawn with the cursor behind it. */
export function accepted(
  document: string,
  modelOutput: string,
  languageId = "typescript",
  size = Number.POSITIVE_INFINITY,
  cursor = "|",
): string {
  const spot = at(document, languageId, cursor);
  const { kept } = scanned(spot, modelOutput, size);
  const offer = polish(kept, spot, { finished: true, maxLines: 40, multiline: true });
  if (offer === undefined) return document;
  return spot.before + offer.text + cursor + spot.after.slice(offer.replaces);
}

/** As `accepted`, with no more lines than the engine asks for: one where code is right of the cursor, and `‸` at the cursor. */
export function offered(document: string, modelOutput: string, languageId: string, size: number): string {
  const spot = at(document, languageId, "‸");
  const maxLines = /^[ \t]*(?:\n|$)/.test(spot.after) ? 12 : 1;
  const { kept } = scanned(spot, modelOutput, size, maxLines);
  const offer = polish(kept, spot, { finished: true, maxLines, multiline: true });
  return offer === undefined ? document : `${spot.before}${offer.text}‸${spot.after.slice(offer.replaces)}`;
}
