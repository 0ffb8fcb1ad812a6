import { columnsOf, indentOf, isUniform, unitIn } from "../indentation.ts";
import { hasBlocks } from "../languages.ts";
import type { Spot } from "../spot.ts";
import type { Surroundings } from "../surroundings.ts";
import type { IndentShift } from "./reindent.ts";

/** What is known of the place besides the code before it; lines of a block are only shifted where that cannot be right. */
export interface BlockPlace {
  /** Columns by which the cursor's statement is indented, which may have begun on a line further up. */
  readonly baseIndent: number;
  /** The next line after the cursor's that is not blank, which a text may run into. */
  readonly next: string | undefined;
  /** Whether the cursor is in a text or comment, whose lines stand where they stand. */
  readonly isInText: boolean;
  /** What one level of indentation is; undefined where the document has no indented line to tell. */
  readonly unit: string | undefined;
  /** Whether a block's lines stand one level deeper than the line that opens it. */
  readonly hasBlocks: boolean;
  /** Whether all lines of the document are indented in the same way. */
  readonly isUniform: boolean;
}

/** What is known of a spot for mending a text there. */
export function blockPlaceAt(spot: Spot, around: Surroundings): BlockPlace {
  return {
    baseIndent: around.baseIndent,
    next: around.following[0],
    isInText: around.scan.place !== "code",
    unit: unitIn(spot),
    hasBlocks: hasBlocks(around.language),
    isUniform: isUniform(spot),
  };
}

/** What may stand as far left as the line that opens its block. */
export const isAtOpener =
  /^(?:[)\]}#@]|(?:case|default|public|private|protected|signals|else|elif|except|finally|end)\b)/;

/** The indentation of what is in the block that the cursor's line opens, if it opens one. */
export function levelBelow(
  linePrefix: string,
  statement: string,
  place: Partial<BlockPlace>,
): { readonly of: string; readonly inside: string } | undefined {
  const { unit } = place;
  if (linePrefix.trim() === "" || unit === undefined || place.hasBlocks !== true || place.isInText === true)
    return undefined;
  const isOpening =
    /\{\s*$/.test(statement) ||
    /^\s*(?:async\s|def\b|class\b|if\b|el|for\b|while\b|with\b|try|exc|fin|match\b|case\b).*:\s*$/.test(statement);
  const of = indentOf(linePrefix);
  return isOpening ? { of, inside: of + unit } : undefined;
}

/** How the lines of a block are shifted whose first one stands at an indentation, if that cannot be right. */
export function shiftTo(
  { of, inside }: { readonly of: string; readonly inside: string },
  indent: string,
): IndentShift | undefined {
  // A level between may be how it is done here.
  const isBetween = isDeeperThan(indent, of) && isDeeperThan(inside, indent) && columnsOf(indent) % 2 === 0;
  const isForeign = indent.includes("\t") !== inside.includes("\t");
  return indent === inside || (isBetween && !isForeign) ? undefined : { from: indent, to: inside };
}

/** A shift that also turns the model's levels into the document's, where its first line was indented by as many levels as the cursor is. */
export function withScale(
  shift: IndentShift | undefined,
  indent: string,
  unit: string | undefined,
): IndentShift | undefined {
  if (shift === undefined || unit === undefined || shift.scale !== undefined || shift.from === "") return shift;
  const { from, to } = shift;
  if (/\t/.test(from + to + indent + unit) || from.length === to.length || indent.length <= from.length) return shift;
  const extra = indent.length - from.length;
  const scale = (extra * to.length) / from.length === unit.length ? to.length / from.length : 1;
  return { ...shift, scale };
}

/** Whether an indentation takes more columns than another one. */
export function isDeeperThan(one: string, other: string): boolean {
  return columnsOf(one) > columnsOf(other);
}
