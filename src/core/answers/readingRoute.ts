import type { Piece } from "./source.ts";
import type { Part, Segment } from "./splitIntoParts.ts";

/** Where one part stands, and what tells whether its text is still the same. */
export interface RoutePart {
  readonly segments: readonly (Omit<Segment, "text"> & { readonly length: number })[];
  readonly print: number;
}

/** The parts of a reading without their texts, small enough to be kept: what it takes to go on with it another day. */
export type ReadingRoute = readonly RoutePart[];

/** What to keep of parts. */
export function routeOf(parts: readonly Part[]): ReadingRoute {
  return parts.map((part) => ({
    segments: part.map(({ text, ...place }) => ({ ...place, length: text.length })),
    print: printOf(part),
  }));
}

/** The same parts out of texts that were read anew; undefined where one of them is not what it was. */
export function partsOf(route: ReadingRoute, pieces: readonly Piece[]): readonly Part[] | undefined {
  const parts = route.map(({ segments }) =>
    segments.map(({ length, ...place }) => ({
      ...place,
      text: pieces[place.piece]?.text.slice(place.start, place.start + length) ?? "",
    })),
  );
  return parts.every((part, index) => printOf(part) === route[index]?.print) ? parts : undefined;
}

/** FNV-1a: one changed character always gives another number. */
function printOf(part: Part): number {
  let print = 0x811c9dc5;
  for (const { text } of part) {
    for (let at = 0; at < text.length; at++) print = Math.imul(print ^ text.charCodeAt(at), 0x01000193) >>> 0;
  }
  return print;
}
