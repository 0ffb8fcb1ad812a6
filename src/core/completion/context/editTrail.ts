import type { TextView } from "../../textView.ts";

/** A stretch of a document that was edited lately; offsets in the document as it is now. */
export interface EditedRegion {
  readonly uri: string;
  readonly from: number;
  readonly to: number;
}

interface EditNote {
  readonly from: number;
  readonly to: number;
  readonly inserted: number;
}

/** Edits that are remembered; Copilot's figure (facts: peers 3). */
const mostRegions = 8;
/** Edits that close to one another are one. */
const nearCharacters = 200;
/** More at once is a reload, a paste of a file or a formatter, not what a person is busy with. */
const mostCharacters = 4_000;
/** Lines around an edit that are shown with it. */
const contextLines = 3;
const mostLines = 24;

/** Where edits were made lately, newest first, in all documents. */
export class EditTrail {
  #regions: readonly EditedRegion[] = [];

  get regions(): readonly EditedRegion[] {
    return this.#regions;
  }

  /** Follows an edit; offsets before it. */
  noteEdit(uri: string, edit: EditNote): void {
    const grown = edit.inserted - (edit.to - edit.from);
    const isLarge = edit.inserted > mostCharacters || edit.to - edit.from > mostCharacters;
    let region = { uri, from: edit.from, to: edit.from + edit.inserted };
    const others: EditedRegion[] = [];
    for (const one of this.#regions) {
      if (one.uri !== uri || one.to + nearCharacters < edit.from) others.push(one);
      else if (one.from - nearCharacters > edit.to) {
        others.push({ uri, from: one.from + grown, to: one.to + grown });
      } else if (!isLarge) {
        const from = Math.min(one.from, region.from);
        const to = Math.max(one.to > edit.to ? one.to + grown : one.to, region.to);
        region = { uri, from, to: Math.min(to, from + mostCharacters) };
      }
    }
    this.#regions = isLarge ? others : [region, ...others].slice(0, mostRegions);
  }

  forget(uri: string): void {
    this.#regions = this.#regions.filter((one) => one.uri !== uri);
  }
}

/** The whole lines of an edited region and the three before and after, cut where it is long. */
export function excerptOf(text: TextView, region: { readonly from: number; readonly to: number }): string {
  let from = Math.max(0, Math.min(region.from, text.length));
  for (let line = 0; line <= contextLines; line++) from = from === 0 ? 0 : text.lastIndexOf("\n", from - 1);
  const start = from <= 0 ? 0 : from + 1;
  let to = Math.max(start, Math.min(region.to, text.length));
  for (let line = 0; line <= contextLines && to < text.length; line++) {
    const next = text.indexOf("\n", line === 0 ? to : to + 1);
    to = next < 0 ? text.length : next;
  }
  return text.slice(start, to).replace(/\r\n?/g, "\n").split("\n").slice(0, mostLines).join("\n");
}
