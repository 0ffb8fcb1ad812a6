import { beginsLogEntry, type TextKind } from "./textKind.ts";

/** How good a place is to cut a text before; 0 is inside a line, and more is better. */
export type Strength = number;

/** Strength of a border between two files. */
export const betweenPieces: Strength = 9;

/** What a line's place depends on. */
export interface LinePlace {
  readonly line: string;
  readonly previous: string | undefined;
  readonly kind: TextKind;
  readonly languageId: string;
  /** Whether the editor says that a symbol begins here. */
  readonly isSymbol: boolean;
}

const headingLanguages = /^(?:markdown|md|mdx|quarto|rmd|asciidoc|adoc)$/i;

/** Tells how good it is to cut before a line: at symbols, headings, paragraphs, entries of a log. */
export function strengthBefore({ line, previous, kind, languageId, isSymbol }: LinePlace): Strength {
  if (isSymbol) return 7;
  if (headingLanguages.test(languageId)) {
    const marks = /^(#{1,6}|={1,6})\s/.exec(line)?.[1]?.length;
    if (marks !== undefined) return marks <= 2 ? 8 : 7;
  }
  if (kind === "changes" && /^(?:diff --git|Index:) /.test(line)) return 8;
  if (kind === "changes" && line.startsWith("@@")) return 6;
  if (line.trim() === "") return 1;
  const isIndented = /^\s/.test(line);
  if (previous?.trim() === "") return isIndented ? 4 : 6;
  if (kind === "log" && beginsLogEntry(line)) return 5;
  return isIndented || /^(?:[)\]}]|end\b)/.test(line) ? 2 : 3;
}

/** What stands before a declaration and belongs to it: comments, decorators, attributes. */
export function belongsToNext(line: string): boolean {
  return /^\s*(?:\/\/|\/\*|\*|#|@|--|;|%|"""|\[[\w<])/.test(line);
}
