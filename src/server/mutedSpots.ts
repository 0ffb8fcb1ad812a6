import { cameInOnePiece } from "./cameInOnePiece.ts";
import type { Edit } from "./documentBook.ts";

/** What was last done to a document, as far as it decides whether ghost text is welcome. */
interface Spot {
  readonly muted: number | undefined;
  readonly isAfterIndent: boolean;
  /** Text that nobody typed: it was accepted, pasted, or chosen in a list. */
  readonly piece: { readonly from: number; readonly to: number } | undefined;
}

const nothing: Spot = { muted: undefined, isAfterIndent: false, piece: undefined };

/**
 * Where ghost text is not wanted: after Escape, undo, or deleting what was selected or accepted, until something else is typed there;
 * and right after a Tab that indented, when the next Tab must indent too. Letters that were typed may be deleted one by one.
 */
export class MutedSpots {
  readonly #spots = new Map<string, Spot>();

  /** Nothing at this offset until something else is typed. */
  mute(uri: string, offset: number): void {
    this.#spots.set(uri, { ...nothing, muted: offset });
  }

  /** Follows an edit, with what it removes and what stands before it in its line: anything typed ends the silence. */
  noteEdit(uri: string, edit: Edit, removed: string, lineBefore: string): void {
    const old = this.#spots.get(uri) ?? nothing;
    this.#spots.set(uri, edit.inserted > 0 ? typed(old, edit, removed, lineBefore) : deleted(old, edit, removed));
  }

  isSilent(uri: string, offset: number): boolean {
    const spot = this.#spots.get(uri);
    return spot !== undefined && (spot.isAfterIndent || spot.muted === offset);
  }

  forget(uri: string): void {
    this.#spots.delete(uri);
  }
}

function typed({ piece }: Spot, edit: Edit, removed: string, lineBefore: string): Spot {
  const isIndent = edit.from === edit.to && /^(?:\t+| {2,})$/.test(edit.text) && /^[ \t]*$/.test(lineBefore);
  const isPiece = cameInOnePiece(edit.text) && !removed.includes("\n");
  const kept = piece !== undefined && edit.from >= piece.to ? piece : undefined;
  const added = isPiece ? { from: edit.from, to: edit.from + edit.inserted } : kept;
  return { muted: undefined, isAfterIndent: isIndent, piece: added };
}

function deleted({ muted, piece }: Spot, { from, to }: Edit, removed: string): Spot {
  const isOfPiece = piece !== undefined && from < piece.to && to > piece.from;
  const left = piece === undefined ? undefined : { from: moved(piece.from, from, to), to: moved(piece.to, from, to) };
  const kept = left === undefined || left.from === left.to ? undefined : left;
  const isUnwanted = isOfPiece || cameInOnePiece(removed);
  return {
    muted: isUnwanted ? from : muted === undefined ? undefined : moved(muted, from, to),
    isAfterIndent: false,
    piece: kept,
  };
}

/** Where a place is once the text between two others is gone. */
function moved(place: number, from: number, to: number): number {
  return place >= to ? place - (to - from) : Math.min(place, from);
}
