import { belongsToNext, betweenPieces, type Strength, strengthBefore } from "./borders.ts";
import type { Piece } from "./source.ts";
import { textKindOf } from "./textKind.ts";

/** A stretch of one piece. */
export interface Segment {
  /** The index of the piece. */
  readonly piece: number;
  /** Lines of its document, counted from 1. */
  readonly firstLine: number;
  readonly lastLine: number;
  /** Where it begins in the text of its piece. */
  readonly start: number;
  readonly text: string;
}

/** What is read at once: stretches in their order, each of another piece. */
export type Part = readonly Segment[];

/** Something that is never cut: a line, or a stretch of a line that is too long. */
interface Atom {
  readonly piece: number;
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly strength: Strength;
  readonly tokens: number;
}

/** A line may go on for a megabyte; no stretch of it is longer than that, characters. */
const longestStretch = 400;

/** No character makes more tokens than that, whatever a meter has learnt. */
const mostTokensPerCharacter = 3;

/** What is said of a stretch before it: a heading and two fences. */
const headingTokens = 40;

/**
 * Divides texts into parts of at most so many tokens, at the best borders there are: files, symbols, headings, paragraphs, entries of a
 * log, lines. Nothing is lost and nothing doubled. Costs time proportional to the length.
 */
export function splitIntoParts(
  pieces: readonly Piece[],
  budgetTokens: number,
  tokensOf: (text: string) => number,
): readonly Part[] {
  const headings = pieces.map(({ name }) => headingTokens + tokensOf(name));
  const room = Math.max(1, budgetTokens - Math.max(0, ...headings));
  const atoms = pieces.flatMap((piece, index) => atomsOf(piece, index, room, tokensOf));
  const parts: Part[] = [];
  let left = atoms.reduce((sum, one) => sum + one.tokens, 0);
  for (let from = 0; from < atoms.length;) {
    const to = endOfPart(atoms, from, left, headings, budgetTokens);
    const taken = atoms.slice(from, to);
    parts.push(segmentsOf(taken, pieces));
    left -= taken.reduce((sum, one) => sum + one.tokens, 0);
    from = to;
  }
  return parts;
}

/** Where the part that begins at an atom should end: at a strong border, and so that the parts become about equal. */
function endOfPart(
  atoms: readonly Atom[],
  from: number,
  left: number,
  headings: readonly number[],
  budget: number,
): number {
  const goal = left / Math.max(1, Math.ceil(left / budget));
  let tokens = 0;
  let best = from + 1;
  let bestScore = -Infinity;
  for (let at = from; at < atoms.length; at++) {
    const atom = atoms[at];
    if (atom === undefined) break;
    if (at > from && tokens >= goal * 0.5) {
      const score = atom.strength - (3 * Math.abs(tokens - goal)) / goal;
      if (score >= bestScore) {
        best = at;
        bestScore = score;
      }
    }
    const isNewPiece = at === from || atoms[at - 1]?.piece !== atom.piece;
    tokens += atom.tokens + (isNewPiece ? (headings[atom.piece] ?? 0) : 0);
    if (tokens <= budget || at === from) continue;
    // Headings of many small files may fill a part before half of the goal is reached.
    return bestScore === -Infinity ? at : best;
  }
  return atoms.length;
}

function atomsOf(piece: Piece, index: number, room: number, tokensOf: (text: string) => number): Atom[] {
  const { text, languageId, firstLine } = piece;
  const kind = textKindOf(languageId, text);
  // What a text in prose calls its symbols are its headings, which are seen without being told.
  const symbols = new Set(kind === "prose" ? [] : piece.symbolLines);
  const longest = Math.max(2, Math.min(longestStretch, Math.floor(room / mostTokensPerCharacter)));
  const atoms: Atom[] = [];
  const starts: number[] = [];
  let previous: string | undefined;
  let number = 0;
  for (const match of text.matchAll(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g)) {
    const [whole] = match;
    const line = whole.trimEnd();
    const isSymbol = symbols.has(number);
    const strength = number === 0 ? betweenPieces : strengthBefore({ line, previous, kind, languageId, isSymbol });
    starts.push(atoms.length);
    for (let start = 0; start < whole.length;) {
      const end = endOfStretch(whole, start, longest);
      atoms.push({
        piece: index,
        line: firstLine + number,
        start: match.index + start,
        end: match.index + end,
        strength: start === 0 ? strength : 0,
        tokens: tokensOf(whole.slice(start, end)),
      });
      start = end;
    }
    previous = line;
    number++;
  }
  return symbols.size === 0 ? atoms : withCommentsKept(atoms, starts, text);
}

/** Lets the border before a symbol stand before the comments that belong to it. */
function withCommentsKept(atoms: readonly Atom[], starts: readonly number[], text: string): Atom[] {
  const moved = [...atoms];
  for (let line = 1; line < starts.length; line++) {
    const at = starts[line] ?? 0;
    const atom = atoms[at];
    if (atom?.strength !== 7) continue;
    let top = line;
    for (; top > 0; top--) {
      const above = atoms[starts[top - 1] ?? 0];
      if (above === undefined || !belongsToNext(text.slice(above.start, above.end))) break;
    }
    if (top === line) continue;
    const first = starts[top] ?? 0;
    const target = atoms[first];
    if (target === undefined) continue;
    moved[first] = { ...target, strength: Math.max(target.strength, atom.strength) };
    for (let inside = top + 1; inside <= line; inside++) {
      const one = moved[starts[inside] ?? 0];
      if (one !== undefined) moved[starts[inside] ?? 0] = { ...one, strength: 1 };
    }
  }
  return moved;
}

/** Where a stretch of a line ends: with the line, else behind a sentence or a word. */
function endOfStretch(line: string, start: number, longest: number): number {
  if (line.length - start <= longest) return line.length;
  const limit = start + longest;
  const stretch = line.slice(start + Math.floor(longest / 2), limit);
  const cut = Math.max(lastEnd(stretch, /[.!?;。！？]["')\]]?\s*/g), 0) || lastEnd(stretch, /[\s,|}\])>]/g);
  if (cut > 0) return start + Math.floor(longest / 2) + cut;
  // Neither a pair of halves nor a line end of two characters is cut in two.
  return /[\ud800-\udbff\r]$/.test(line.slice(start, limit)) ? limit - 1 : limit;
}

function lastEnd(text: string, border: RegExp): number {
  let end = 0;
  for (const match of text.matchAll(border)) end = match.index + match[0].length;
  return end;
}

function segmentsOf(atoms: readonly Atom[], pieces: readonly Piece[]): Part {
  const segments: Segment[] = [];
  for (let from = 0; from < atoms.length;) {
    const first = atoms[from];
    if (first === undefined) break;
    let to = from;
    while (atoms[to + 1]?.piece === first.piece) to++;
    const last = atoms[to] ?? first;
    segments.push({
      piece: first.piece,
      firstLine: first.line,
      lastLine: last.line,
      start: first.start,
      text: pieces[first.piece]?.text.slice(first.start, last.end) ?? "",
    });
    from = to + 1;
  }
  return segments;
}
