import type { TextView } from "./textView.ts";

/** A place in a text as the protocol tells it: both count from 0, `character` in UTF-16 units. */
export interface LinePosition {
  readonly line: number;
  readonly character: number;
}

/** A piece of a text; a CRLF is never split between two. */
interface Chunk {
  readonly text: string;
  /** Where lines begin behind the line ends of this piece, relative to it, ascending; the last may be its end. */
  readonly lineStarts: readonly number[];
}

/** Characters of a piece, up to twice and down to a quarter as many: what an edit puts together anew. */
const usualChunkCharacters = 16_000;

const lineFeed = 10;
const carriageReturn = 13;

/**
 * An immutable text in pieces: an edit and a look at a place cost about the same in a text of any length, while a string of megabytes
 * would be put together anew at each key. Lines end with LF, CRLF or CR.
 */
export class DocumentText implements TextView {
  readonly length: number;
  readonly lineCount: number;
  readonly #chunks: readonly Chunk[];
  /** Where each piece begins, and how many lines begin in those before it. */
  readonly #offsets: readonly number[];
  readonly #linesBefore: readonly number[];
  readonly #chunkCharacters: number;

  private constructor(chunks: readonly Chunk[], chunkCharacters: number) {
    const offsets: number[] = [];
    const linesBefore: number[] = [];
    let length = 0;
    let lines = 0;
    for (const { text, lineStarts } of chunks) {
      offsets.push(length);
      linesBefore.push(lines);
      length += text.length;
      lines += lineStarts.length;
    }
    this.length = length;
    this.lineCount = lines + 1;
    this.#chunks = chunks;
    this.#chunkCharacters = chunkCharacters;
    this.#offsets = offsets;
    this.#linesBefore = linesBefore;
  }

  /** The pieces are that long; only tests want another length. */
  static of(text: string, chunkCharacters = usualChunkCharacters): DocumentText {
    return new DocumentText(chunksOf(text, chunkCharacters), chunkCharacters);
  }

  /** The text with another piece in place of the one from `from` to `to`. */
  replaced(from: number, to: number, inserted: string): DocumentText {
    const start = Math.max(0, Math.min(from, this.length));
    const end = Math.max(start, Math.min(to, this.length));
    let first = this.#chunkAt(start);
    let last = this.#chunkAt(end);
    let text =
      this.#textOf(first).slice(0, start - this.#offsetOf(first)) +
      inserted +
      this.#textOf(last).slice(end - this.#offsetOf(last));
    const isTooShort = (): boolean => text.length < this.#chunkCharacters / 4;
    while (first > 0 && (isTooShort() || isCrlf(this.#textOf(first - 1), text))) text = this.#textOf(--first) + text;
    while (last < this.#chunks.length - 1 && (isTooShort() || isCrlf(text, this.#textOf(last + 1))))
      text += this.#textOf(++last);
    const fresh = chunksOf(text, this.#chunkCharacters);
    return new DocumentText(
      [...this.#chunks.slice(0, first), ...fresh, ...this.#chunks.slice(last + 1)],
      this.#chunkCharacters,
    );
  }

  slice(from = 0, to = this.length): string {
    const start = this.#clamped(from);
    const end = this.#clamped(to);
    let text = "";
    for (let at = this.#chunkAt(start); at < this.#chunks.length && this.#offsetOf(at) < end; at++) {
      const offset = this.#offsetOf(at);
      text += this.#textOf(at).slice(Math.max(0, start - offset), end - offset);
    }
    return text;
  }

  charAt(offset: number): string {
    if (offset < 0 || offset >= this.length) return "";
    const at = this.#chunkAt(offset);
    return this.#textOf(at).charAt(offset - this.#offsetOf(at));
  }

  indexOf(search: "\n", from = 0): number {
    const start = Math.max(0, from);
    for (let at = this.#chunkAt(start); at < this.#chunks.length; at++) {
      const offset = this.#offsetOf(at);
      const found = this.#textOf(at).indexOf(search, start - offset);
      if (found >= 0) return offset + found;
    }
    return -1;
  }

  lastIndexOf(search: "\n", from = this.length): number {
    const start = Math.max(0, from);
    for (let at = this.#chunkAt(start); at >= 0; at--) {
      const offset = this.#offsetOf(at);
      const found = this.#textOf(at).lastIndexOf(search, start - offset);
      if (found >= 0) return offset + found;
    }
    return -1;
  }

  /** The line and the character of an offset; one inside a line end is before it. */
  positionAt(offset: number): LinePosition {
    const inside = Math.max(0, Math.min(offset, this.length));
    const at = this.#chunkAt(inside);
    const line = (this.#linesBefore[at] ?? 0) + countUpTo(this.#lineStartsOf(at), inside - this.#offsetOf(at));
    const start = this.#startOf(line);
    return { line, character: this.#beforeLineEnd(inside, start) - start };
  }

  /** The offset of a position; beyond its line it is the line's end, beyond the last line the text's. */
  offsetAt({ line, character }: LinePosition): number {
    if (line >= this.lineCount) return this.length;
    if (line < 0) return 0;
    const start = this.#startOf(line);
    if (character <= 0) return start;
    const next = line + 1 < this.lineCount ? this.#startOf(line + 1) : this.length;
    return this.#beforeLineEnd(Math.min(start + character, next), start);
  }

  #startOf(line: number): number {
    if (line === 0) return 0;
    // Of the pieces, the last one with fewer lines before it has this one's beginning.
    const at = countUpTo(this.#linesBefore, line - 1) - 1;
    return this.#offsetOf(at) + (this.#lineStartsOf(at)[line - 1 - (this.#linesBefore[at] ?? 0)] ?? 0);
  }

  #beforeLineEnd(offset: number, lineStart: number): number {
    let at = offset;
    while (at > lineStart && /[\r\n]/.test(this.charAt(at - 1))) at--;
    return at;
  }

  #clamped(offset: number): number {
    return offset < 0 ? Math.max(0, this.length + offset) : Math.min(offset, this.length);
  }

  /** The piece that an offset lies in; the text's end lies in the last one. */
  #chunkAt(offset: number): number {
    return countUpTo(this.#offsets, offset) - 1;
  }

  #offsetOf(at: number): number {
    return this.#offsets[at] ?? this.length;
  }

  #textOf(at: number): string {
    return this.#chunks[at]?.text ?? "";
  }

  #lineStartsOf(at: number): readonly number[] {
    return this.#chunks[at]?.lineStarts ?? [];
  }
}

/** How many of ascending numbers are at most `limit`. */
function countUpTo(numbers: readonly number[], limit: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isCrlf(left: string, right: string): boolean {
  return left.endsWith("\r") && right.startsWith("\n");
}

/** A text in pieces of about the same length; an empty text is one empty piece. */
function chunksOf(text: string, chunkCharacters: number): readonly Chunk[] {
  if (text.length <= 2 * chunkCharacters) return [chunkOf(text)];
  const count = Math.ceil(text.length / chunkCharacters);
  const chunks: Chunk[] = [];
  let from = 0;
  for (let piece = 1; piece <= count; piece++) {
    const end = Math.round((text.length * piece) / count);
    const to = isCrlf(text.charAt(end - 1), text.charAt(end)) ? end + 1 : end;
    chunks.push(chunkOf(text.slice(from, to)));
    from = to;
  }
  return chunks;
}

function chunkOf(text: string): Chunk {
  const lineStarts: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const isEnd = code === lineFeed || (code === carriageReturn && text.charCodeAt(at + 1) !== lineFeed);
    if (isEnd) lineStarts.push(at + 1);
  }
  return { text, lineStarts };
}
