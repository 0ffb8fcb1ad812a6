import { characterStart } from "../core/completion/characterStart.ts";
import { mostAfterCharacters, type Spot } from "../core/completion/spot.ts";
import type { DocumentText } from "../core/documentText.ts";

/** A place in a document as the engine needs it; offsets are the document's own, texts are as they are there. */
export interface Place {
  readonly uri: string;
  readonly path: string;
  readonly languageId: string;
  readonly text: DocumentText;
  readonly cursor: number;
  readonly indentUnit: string;
  /** Text that the suggest widget would put in place of what is left of the cursor; the offer goes on from there. */
  readonly selected: { readonly from: number; readonly text: string } | undefined;
}

/** A place with what is derived from it once. */
export interface Scene {
  readonly place: Place;
  readonly spot: Spot;
  /** Characters of the window before the cursor, at most. */
  readonly mostBefore: number;
  /** The code from a window's start to the cursor, LF, with what the suggest widget would put there. */
  readonly beforeFrom: (windowStart: number) => string;
}

/** Cuts what the engine looks at out of a document; the cost does not grow with the document. */
export function sceneOf(place: Place, mostBefore: number): Scene {
  const { text, cursor, selected } = place;
  const left = selected === undefined ? cursor : selected.from;
  const added = selected === undefined ? "" : selected.text;
  const farthest = Math.max(0, left - 2 * mostBefore);
  // A search from before the start would find a line end at the start.
  const lineStart = farthest === 0 ? 0 : text.lastIndexOf("\n", farthest - 1) + 1;
  const seenFrom = farthest - lineStart > 2 * mostBefore ? characterStart(text, farthest) : lineStart;
  // Everything that is asked about a place asks for the same window.
  let cut: { readonly from: number; readonly code: string } | undefined;
  return {
    place,
    mostBefore,
    spot: {
      languageId: place.languageId,
      before: toLineFeeds(text.slice(seenFrom, left)) + added,
      after: toLineFeeds(text.slice(cursor, characterStart(text, cursor + mostAfterCharacters))),
      indentUnit: place.indentUnit,
    },
    beforeFrom: (windowStart) => {
      if (cut?.from !== windowStart)
        cut = { from: windowStart, code: toLineFeeds(text.slice(windowStart, left)) + added };
      return cut.code;
    },
  };
}

function toLineFeeds(text: string): string {
  return text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
}
