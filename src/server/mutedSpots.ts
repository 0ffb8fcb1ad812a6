import type { Edit } from "./documentBook.ts";

/** What was last done to a document, as far as it decides whether ghost text is welcome. */
interface Spot {
  readonly muted: number | undefined;
  readonly isAfterIndent: boolean;
}

/**
 * Where ghost text is not wanted: after Escape, undo, or deleting what was accepted, until something else is typed there;
 * and right after a Tab that indented, when the next Tab must indent too.
 */
export class MutedSpots {
  readonly #spots = new Map<string, Spot>();

  /** Nothing at this offset until something else is typed. */
  mute(uri: string, offset: number): void {
    this.#spots.set(uri, { muted: offset, isAfterIndent: false });
  }

  /** Follows an edit: anything typed ends the silence. */
  noteEdit(uri: string, edit: Edit, lineBefore: string): void {
    const isIndent = edit.from === edit.to && /^(?:\t+| {2,})$/.test(edit.text) && /^[ \t]*$/.test(lineBefore);
    if (edit.inserted > 0) {
      this.#spots.set(uri, { muted: undefined, isAfterIndent: isIndent });
      return;
    }
    const old = this.#spots.get(uri);
    if (old?.muted === undefined) {
      this.#spots.set(uri, { muted: undefined, isAfterIndent: false });
      return;
    }
    // A deletion moves the silent place with it.
    const moved = old.muted >= edit.to ? old.muted - (edit.to - edit.from) : Math.min(old.muted, edit.from);
    this.#spots.set(uri, { muted: moved, isAfterIndent: false });
  }

  isSilent(uri: string, offset: number): boolean {
    const spot = this.#spots.get(uri);
    return spot !== undefined && (spot.isAfterIndent || spot.muted === offset);
  }

  forget(uri: string): void {
    this.#spots.delete(uri);
  }
}
