import { columnsOf, indentOf } from "../indentation.ts";
import { lastLineOf } from "../lines.ts";
import { isAtOpener, isDeeperThan, levelBelow, shiftTo, withScale, type BlockPlace } from "./blockLevel.ts";
import { IndentStyle } from "./indentStyle.ts";
import { reindent, type IndentShift } from "./reindent.ts";

const opening = /[{([:]\s*$|=>\s*$|->\s*$|\b(?:do|then|begin)\s*$/;
const closing = /^(?:[)\]}]|(?:end|fi|done|esac)\b)/;
/** Opens a block that a keyword ends, without any mark at its line's end. */
const openingWord = /^\s*(?:def\b.*|(?:class|module|if|unless|while|until|case|begin)\b[^;{}()]*)$/;
const goesOn = /^(?:else|elif|elsif|except|finally|catch|rescue|ensure)\b/;
const chained = /^(?:\.|\?\.|&&|\|\||[+*?:|](?=\s))/;

/** Leaves a tag open, whose attributes follow. */
const openTag = /^\s*<[\p{L}][\w.:-]*(?:\s[^<>]*)?$/u;
/** Leaves a comment open, each line of which begins with a star. */
const openComment = /^\s*\/\*\*?(?!.*\*\/)/;

/**
 * The text to insert at the cursor, of what the model wrote after a prompt that ended before the white space at the
 * cursor: what matches that white space is dropped, what does not is mended, and a block is shifted as a whole. Undefined
 * while only white space has come that decides nothing. The result for a longer `raw` always extends that for a shorter.
 *
 * `before` is the code before the held back white space, as far as it is known: the line above tells whether a deeper
 * indentation makes sense, the cursor's line how far the lines of a block must be indented.
 */
export function mendHeldBack(
  raw: string,
  heldBack: string,
  atLineStart: boolean,
  before = "",
  place: Partial<BlockPlace> = {},
): string | undefined {
  const text = raw.replace(/\r$/, "").replace(/\r\n?/g, "\n");
  const lead = indentOf(text);
  const body = text.slice(lead.length);
  if (body === "") return undefined;
  const linePrefix = atLineStart ? "" : lastLineOf(before);
  if (body.startsWith("\n") && linePrefix.trim() === "") return body;
  if (!atLineStart) {
    // Several blanks are there to align something, and more of them may be meant.
    const isAligned = heldBack === "" || (heldBack.length > 1 && lead.startsWith(heldBack));
    const kept = isAligned ? lead.slice(heldBack.length) : "";
    const own = place.isInText === true && !openComment.test(linePrefix) ? "" : ownIndent(linePrefix, place);
    return kept + mendBlock(body, linePrefix, own, undefined, place);
  }
  if (lead === heldBack && heldBack !== "") return body;
  const isDeeper = lead.startsWith(heldBack);
  if (heldBack === "") return lead + mendBlock(body, "", "", undefined, place);
  if (isDeeper && (chained.test(body) || isBelowOpener(before, heldBack))) {
    return lead.slice(heldBack.length) + body;
  }
  if (isDeeper && mayBecomeChained(body)) return undefined;
  const levels = (columnsOf(heldBack) - columnsOf(lead)) / Math.max(1, columnsOf(place.unit ?? heldBack));
  const isStepOut = levels > 0 && levels <= 1 && closing.test(body);
  if (isStepOut) return body;
  return mendBlock(body, "", heldBack, lead === "" ? undefined : { from: lead, to: heldBack }, place);
}

/** The indentation of the block that the cursor's line belongs to; a line may only go on with a statement begun above it. */
function ownIndent(linePrefix: string, { baseIndent }: Partial<BlockPlace>): string {
  const indent = indentOf(linePrefix);
  // The blank before the star of a comment aligns it.
  const bare = linePrefix.startsWith("*", indent.length) ? indent.slice(0, -1) : indent;
  let end = bare.length;
  while (end > 0 && baseIndent !== undefined && columnsOf(bare.slice(0, end)) > baseIndent) end -= 1;
  return bare.slice(0, end);
}

/** Whether so little has come that it may still begin a chained line. */
function mayBecomeChained(body: string): boolean {
  return /^(?:\?|&|\||[+*:])$/.test(body);
}

function isBelowOpener(before: string, heldBack: string): boolean {
  const above = before.trimEnd();
  return opening.test(above) && columnsOf(indentOf(lastLineOf(above))) >= columnsOf(heldBack);
}

/**
 * Mends the lines after the first, by a known shift or by a guess. If the model wrote its first line without indentation
 * where there is some, either it took that as given (the lines after are right) or it wrote the whole block at column 0
 * (they must all be shifted); the first line that is not blank tells which.
 */
function mendBlock(
  body: string,
  linePrefix: string,
  own: string,
  known: IndentShift | undefined,
  place: Partial<BlockPlace>,
): string {
  const { next, unit } = place;
  const [first = "", ...others] = body.split("\n");
  const statement = linePrefix + first;
  let isOpen =
    opening.test(statement) ||
    openTag.test(statement) ||
    openComment.test(statement) ||
    (openingWord.test(statement) && !/^\s*\{/.test(others[0] ?? ""));
  let shift = known;
  const level = levelBelow(linePrefix, statement, place);
  const style = new IndentStyle(place);
  // Behind the beginning of a line, whose indentation the model has seen, a line further left is meant unless a block is open.
  let isDecided = known !== undefined || (level === undefined && (own === "" || (linePrefix !== "" && !isOpen)));
  let isShiftKept = known === undefined || !isDeeperThan(known.from, known.to);
  let mended = first;
  let blanks = "";
  for (const [index, line] of others.entries()) {
    const indent = indentOf(line);
    const content = line.slice(indent.length);
    if (content === "") {
      blanks += `\n${shift === undefined ? indent : ""}`;
      continue;
    }
    const isLast = index === others.length - 1;
    // The first line alone was written too deep: what would leave the block with it is where it should be.
    if (!isShiftKept && shift !== undefined && isDeeperThan(shift.from, indent) && !isDeeperThan(own, indent))
      shift = undefined;
    isShiftKept = true;
    if (!isDecided && isLast && (/^(?:\w+|-)$/.test(content) || isWithin(line, next))) break;
    const isFollowing = next !== undefined && line.trimEnd() === next.trimEnd();
    // What a line announces begins in the fence.
    const isFence = content.startsWith("`");
    if (isFence) isOpen = false;
    else if (!isDecided) {
      if (level !== undefined && !isFollowing && !isAtOpener.test(content)) shift = shiftTo(level, indent);
      else if (!isFollowing && isWrittenAtColumn0(indent, content, own, isOpen, blanks !== ""))
        shift = { from: "", to: own };
      isDecided = true;
    }
    shift = withScale(shift, indent, unit);
    const mendedIndent = shift === undefined ? style.of(indent, mended) : reindent(indent, shift);
    mended += `${blanks}\n${mendedIndent}${content}`;
    blanks = "";
  }
  return mended;
}

/** Whether a line that is still being written has so far only repeated the one that follows the cursor. */
function isWithin(line: string, next: string | undefined): boolean {
  return next?.startsWith(line.trimEnd()) === true;
}

function isWrittenAtColumn0(
  indent: string,
  content: string,
  own: string,
  isOpen: boolean,
  isAfterBlank: boolean,
): boolean {
  const columns = columnsOf(indent);
  const ownColumns = columnsOf(own);
  const isCloser = closing.test(content);
  if (isOpen) {
    if (content.startsWith("*") || /^\/?>/.test(content)) return columns < ownColumns;
    if (isCloser || /^(?:case|default|public|private|protected|[#@])/.test(content)) return columns < ownColumns;
    // The items of a YAML list may stand as far left as their key.
    return columns < ownColumns || (columns === ownColumns && !content.startsWith("- "));
  }
  return columns === 0 && !isAfterBlank && !isCloser && !goesOn.test(content);
}
