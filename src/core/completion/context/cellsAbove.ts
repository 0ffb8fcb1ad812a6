import { languageOf } from "../languages.ts";

/** A cell of a notebook. */
export interface Cell {
  readonly languageId: string;
  readonly isMarkup: boolean;
  readonly text: string;
}

/** The cells above one, as code that comes before it: code as it is, Markdown as comments; the nearest whole cells that fit. */
export function codeOfCellsAbove(cells: readonly Cell[], languageId: string, mostCharacters: number): string {
  const pieces: string[] = [];
  let left = mostCharacters;
  for (const cell of [...cells].reverse()) {
    const text = pieceOf(cell, languageId);
    if (text === undefined) continue;
    if (text.length > left) break;
    left -= text.length;
    pieces.unshift(text);
  }
  return pieces.join("");
}

function pieceOf(cell: Cell, languageId: string): string | undefined {
  const text = cell.text.replace(/\r\n?/g, "\n").trimEnd();
  if (text.trim() === "") return undefined;
  if (!cell.isMarkup) return cell.languageId === languageId ? `${text}\n\n` : undefined;
  const { lineComments, blockComments } = languageOf(languageId);
  const [mark] = lineComments;
  const [block] = blockComments;
  if (mark !== undefined) return `${text.replace(/^/gm, `${mark} `).replace(/ +$/gm, "")}\n\n`;
  if (block === undefined) return undefined;
  return `${block[0]} ${text.replaceAll(block[1], "")} ${block[1]}\n\n`;
}
