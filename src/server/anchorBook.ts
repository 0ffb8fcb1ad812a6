import type { Anchor } from "../core/completion/anchor.ts";
import { isStillTrue, movedStart } from "../core/completion/anchor.ts";

/** A few spots per window are gone back to; the daemon's own memory of prompts is not larger. */
const mostAnchors = 12;

/** The anchors in use, newest first, kept right while documents are edited. */
export class AnchorBook {
  #anchors: Anchor[] = [];

  /** The anchor whose frozen text is still true of this place and whose window still fits, if any. */
  find(uri: string, cursor: number, after: string): Anchor | undefined {
    const index = this.#anchors.findIndex(
      (one) =>
        one.uri === uri &&
        one.windowStart <= cursor &&
        cursor - one.windowStart <= one.mostBefore &&
        isStillTrue(one.after, after, one.isAfterCut),
    );
    const anchor = this.#anchors[index];
    if (anchor === undefined) return undefined;
    if (index > 0) this.#anchors = [anchor, ...this.#anchors.filter((one) => one !== anchor)];
    return anchor;
  }

  add(anchor: Anchor): void {
    this.#anchors = [anchor, ...this.#anchors].slice(0, mostAnchors);
  }

  /** Follows an edit; an anchor whose window lost its start is dropped. */
  noteEdit(uri: string, edit: { from: number; to: number; inserted: number }): void {
    this.#anchors = this.#anchors.filter((one) => {
      if (one.uri !== uri) return true;
      const start = movedStart(one.windowStart, edit);
      if (start === undefined) return false;
      one.windowStart = start;
      return true;
    });
  }

  /** Forgets a document. */
  forget(uri: string): void {
    this.#anchors = this.#anchors.filter((one) => one.uri !== uri);
  }

  /** Forgets everything: another model, another template, other speeds. */
  clear(): void {
    this.#anchors = [];
  }
}
