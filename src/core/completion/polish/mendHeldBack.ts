import { columnsOf, indentOf } from "../indentation.ts";
import { lastLineOf } from "../lines.ts";
import { reindent, type IndentShift } from "./reindent.ts";

const opening = /[{([:]\s*$|=>\s*$|->\s*$|\b(?:do|then|begin)\s*$/;
const closing = /^(?:[)\]}]|(?:end|fi|done|esac)\b)/;
const chained = /^(?:\.|\?\.|&&|\|\||[+*?:|](?=\s))/;

/**
 * The text to insert at the cursor, of what the model wrote after a prompt that ended before the white space at the
 * cursor: what matches that white space is dropped, what does not is mended, and a block is shifted as a whole. Undefined
 * while only white space has come that decides nothing. The result for a longer `raw` always extends that for a shorter.
 *
 * `before` is the code before the held back white space, as far as it is known: the line above tells whether a deeper
 * indentation makes sense, the cursor's line how far the lines of a block must be indented.
 */
export function mendHeldBack(raw: string, heldBack: string, atLineStart: boolean, before = ""): string | undefined {
  const text = raw.replace(/\r$/, "").replace(/\r\n?/g, "\n");
  const lead = indentOf(text);
  const body = text.slice(lead.length);
  if (body === "") return undefined;
  if (body.startsWith("\n")) return body;
  if (!atLineStart) {
    const linePrefix = lastLineOf(before);
    return (heldBack === "" ? lead : "") + mendBlock(body, linePrefix, indentOf(linePrefix), undefined);
  }
  if (lead === heldBack) return body;
  const isDeeper = lead.startsWith(heldBack);
  if (heldBack === "" || (isDeeper && (chained.test(body) || isBelowOpener(before, heldBack)))) {
    return lead.slice(heldBack.length) + body;
  }
  if (isDeeper && mayBecomeChained(body)) return undefined;
  const isStepOut = columnsOf(lead) < columnsOf(heldBack) && closing.test(body);
  if (isStepOut) return body;
  return mendBlock(body, "", heldBack, lead === "" ? undefined : { from: lead, to: heldBack });
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
function mendBlock(body: string, linePrefix: string, own: string, known: IndentShift | undefined): string {
  const [first = "", ...others] = body.split("\n");
  const isOpen = opening.test(linePrefix + first);
  let shift = known;
  let isDecided = known !== undefined || own === "";
  let mended = first;
  let blankLines = 0;
  for (const [index, line] of others.entries()) {
    const indent = indentOf(line);
    const content = line.slice(indent.length);
    if (content === "") {
      blankLines += 1;
      continue;
    }
    const mayBecomeKeyword = index === others.length - 1 && /^\w+$/.test(content);
    if (!isDecided && mayBecomeKeyword) break;
    if (!isDecided && isWrittenAtColumn0(indent, content, own, isOpen, blankLines > 0)) shift = { from: "", to: own };
    isDecided = true;
    mended += "\n".repeat(blankLines + 1) + (shift === undefined ? indent : reindent(indent, shift)) + content;
    blankLines = 0;
  }
  return mended;
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
    return columns <= ownColumns;
  }
  return columns === 0 && !isAfterBlank && !isCloser;
}
