import { oneOf, type Random } from "../seededRandom.ts";

/** What is taken out: the rest of a line, a whole line behind its indentation, or three lines. */
export const holeKinds = ["rest of line", "whole line", "three lines"] as const;
export type HoleKind = (typeof holeKinds)[number];

/** A source file of somebody else's, LF. */
export interface SourceFile {
  /** Unique and the same on every machine: the package and the path in it. */
  readonly id: string;
  /** As it would be in a workspace. */
  readonly path: string;
  readonly languageId: string;
  readonly text: string;
  /** Files beside it, which a person might have open. */
  readonly siblings: readonly { readonly path: string; readonly text: string }[];
}

/** A file with a piece taken out, and the piece. */
export interface Hole {
  readonly id: string;
  readonly kind: HoleKind;
  readonly file: SourceFile;
  readonly before: string;
  readonly expected: string;
  readonly after: string;
}

/** Lines that say too little or too much to be guessed: brackets alone, comments, data. */
function isTelling(line: string): boolean {
  const code = line.trim();
  return (
    code.length >= 8 && code.length <= 100 && /[A-Za-z_]{3}/.test(code) && !/^(?:\/\/|\/\*|\*|#|"""|''')/.test(code)
  );
}

/** One hole of a kind in a file, or undefined where the file has no place for one. */
export function punchHole(file: SourceFile, kind: HoleKind, random: Random): Hole | undefined {
  const lines = file.text.split("\n");
  const size = kind === "three lines" ? 3 : 1;
  const places = lines
    .map((_, index) => index)
    .filter((index) => index >= 8 && index + size + 2 < lines.length)
    .filter((index) => lines.slice(index, index + size).every(isTelling));
  const line = oneOf(places, random);
  if (line === undefined) return undefined;
  const text = lines[line] ?? "";
  const column = kind === "rest of line" ? columnInside(text, random) : (/^[ \t]*/.exec(text)?.[0].length ?? 0);
  if (column === undefined) return undefined;
  const lineStart = lines.slice(0, line).reduce((sum, one) => sum + one.length + 1, 0);
  const end = lines.slice(0, line + size).reduce((sum, one) => sum + one.length + 1, 0) - 1;
  return {
    id: `${file.id}:${line + 1}:${column}:${kind}`,
    kind,
    file,
    before: file.text.slice(0, lineStart + column),
    expected: file.text.slice(lineStart + column, end),
    after: file.text.slice(end),
  };
}

/** Where a person might stop to look inside a line: behind a word or a sign, with something of a line to come. */
function columnInside(line: string, random: Random): number | undefined {
  const places = [...line.matchAll(/(?<=[\w)\]]) |(?<=[.([{,=] ?)(?=\S)/g)]
    .map(({ index, 0: found }) => index + found.length)
    .filter((column) => line.slice(0, column).trim() !== "" && line.slice(column).trim().length >= 4);
  return oneOf(places, random);
}
