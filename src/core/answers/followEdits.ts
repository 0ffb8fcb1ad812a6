import type { Span } from "./source.ts";

/** One replacement in a document, counted in the text before all replacements of the same edit. */
export interface Replacement {
  readonly start: number;
  readonly removed: number;
  readonly inserted: number;
}

/** Where a stretch of a document is after an edit, and whether its own text was changed. */
export interface FollowedSpan {
  readonly span: Span;
  readonly isChanged: boolean;
}

/** Moves a stretch along with edits of its document; what is inserted right before or after it does not belong to it. */
export function followEdits({ start, end }: Span, replacements: readonly Replacement[]): FollowedSpan {
  let isChanged = false;
  const moved = (offset: number, isStart: boolean): number => {
    let shift = 0;
    for (const one of replacements) {
      const oneEnd = one.start + one.removed;
      if (oneEnd < offset || (oneEnd === offset && (isStart || one.removed > 0) && one.start < offset)) {
        shift += one.inserted - one.removed;
      } else if (one.start === offset && one.removed === 0 && isStart) {
        shift += one.inserted;
      } else if (one.start < offset && oneEnd > offset) {
        // The border itself was replaced: it stands where the new text begins or ends.
        shift += isStart ? one.start - offset : one.start + one.inserted - offset;
      }
    }
    return offset + shift;
  };
  for (const one of replacements) {
    const touches =
      one.removed > 0 ? one.start < end && one.start + one.removed > start : one.start > start && one.start < end;
    if (touches) isChanged = true;
  }
  const newStart = moved(start, true);
  return { span: { start: newStart, end: Math.max(newStart, moved(end, false)) }, isChanged };
}

/**
 * Where a text stands that was at a place before: there, or the nearest place where it stands now; undefined where it is nowhere.
 * Serves documents that were edited while nobody watched.
 */
export function findAgain(document: string, span: Span, text: string): Span | undefined {
  if (text === "") return span;
  if (document.startsWith(text, span.start)) return { start: span.start, end: span.start + text.length };
  const before = document.lastIndexOf(text, span.start);
  const after = document.indexOf(text, span.start);
  const found = [before, after].filter((one) => one >= 0);
  const [nearest] = found.sort((one, other) => Math.abs(one - span.start) - Math.abs(other - span.start));
  return nearest === undefined ? undefined : { start: nearest, end: nearest + text.length };
}
