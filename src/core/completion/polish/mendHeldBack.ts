import { columnsOf, indentOf } from "../indentation.ts";
import { lastLineOf } from "../lines.ts";
import { reindent, type IndentShift } from "./reindent.ts";

const opening = /[{([:]\s*$|=>\s*$|->\s*$|\b(?:do|then|begin)\s*$/;
const closing = /^(?:[)\]}]|(?:end|fi|done|esac)\b)/;
/** Opens a block that a keyword ends, without any mark at its line's end. */
const openingWord = /^\s*(?:def\b.*|(?:class|module|if|unless|while|until|case|begin)\b[^;{}()]*)$/;
const goesOn = /^(?:else|elif|elsif|except|finally|catch|rescue|ensure)\b/;
const chained = /^(?:\.|\?\.|&&|\|\||[+*?:|](?=\s))/;

/** What is known of the place besides the code before it; lines of a block are only shifted where that cannot be right. */
export interface BlockPlace {
  /** Columns by which the cursor's statement is indented, which may have begun on a line further up. */
  readonly baseIndent: number;
  /** The next line after the cursor's that is not blank, which a text may run into. */
  readonly next: string | undefined;
}

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
  place?: BlockPlace,
): string | undefined {
  const text = raw.replace(/\r$/, "").replace(/\r\n?/g, "\n");
  const lead = indentOf(text);
  const body = text.slice(lead.length);
  if (body === "") return undefined;
  if (body.startsWith("\n")) return body;
  if (!atLineStart) {
    const linePrefix = lastLineOf(before);
    // Several blanks are there to align something, and more of them may be meant.
    const isAligned = heldBack === "" || (heldBack.length > 1 && lead.startsWith(heldBack));
    const kept = isAligned ? lead.slice(heldBack.length) : "";
    return kept + mendBlock(body, linePrefix, ownIndent(linePrefix, place), undefined, place?.next);
  }
  if (lead === heldBack) return body;
  const isDeeper = lead.startsWith(heldBack);
  if (heldBack === "" || (isDeeper && (chained.test(body) || isBelowOpener(before, heldBack)))) {
    return lead.slice(heldBack.length) + body;
  }
  if (isDeeper && mayBecomeChained(body)) return undefined;
  const isStepOut = columnsOf(lead) < columnsOf(heldBack) && closing.test(body);
  if (isStepOut) return body;
  return mendBlock(body, "", heldBack, lead === "" ? undefined : { from: lead, to: heldBack }, place?.next);
}

/** The indentation of the block that the cursor's line belongs to; a line may only go on with a statement begun above it. */
function ownIndent(linePrefix: string, place: BlockPlace | undefined): string {
  const indent = indentOf(linePrefix);
  // The blank before the star of a comment aligns it.
  const bare = linePrefix.startsWith("*", indent.length) ? indent.slice(0, -1) : indent;
  let end = bare.length;
  while (end > 0 && place !== undefined && columnsOf(bare.slice(0, end)) > place.baseIndent) end -= 1;
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
  next: string | undefined,
): string {
  const [first = "", ...others] = body.split("\n");
  const statement = linePrefix + first;
  const isOpen = opening.test(statement) || (openingWord.test(statement) && !/^\s*\{/.test(others[0] ?? ""));
  let shift = known;
  // Behind the beginning of a line, whose indentation the model has seen, a line further left is meant unless a block is open.
  let isDecided = known !== undefined || own === "" || (linePrefix !== "" && !isOpen);
  let mended = first;
  let blankLines = 0;
  for (const [index, line] of others.entries()) {
    const indent = indentOf(line);
    const content = line.slice(indent.length);
    if (content === "") {
      blankLines += 1;
      continue;
    }
    const isLast = index === others.length - 1;
    if (!isDecided && isLast && (/^(?:\w+|-)$/.test(content) || isWithin(line, next))) break;
    const isFollowing = next !== undefined && line.trimEnd() === next.trimEnd();
    if (!isDecided && !isFollowing && isWrittenAtColumn0(indent, content, own, isOpen, blankLines > 0)) {
      shift = { from: "", to: own };
    }
    isDecided = true;
    mended += "\n".repeat(blankLines + 1) + (shift === undefined ? indent : reindent(indent, shift)) + content;
    blankLines = 0;
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
    if (isCloser || /^(?:case|default|public|private|protected|[#@])/.test(content)) return columns < ownColumns;
    // The items of a YAML list may stand as far left as their key.
    return columns < ownColumns || (columns === ownColumns && !content.startsWith("- "));
  }
  return columns === 0 && !isAfterBlank && !isCloser && !goesOn.test(content);
}
