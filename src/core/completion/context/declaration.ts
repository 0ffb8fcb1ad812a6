import { columnsOf, indentOf } from "../indentation.ts";

/**
 * The declaration that begins on a line: what is indented below it, and its closing line. Told by indentation alone, which serves every
 * language, and cut where it is long: a small model needs to know what there is, not how it is done.
 */
export function declarationAt(lines: readonly string[], line: number, mostLines = 12): string {
  const first = lines[line];
  if (first === undefined) return "";
  const base = columnsOf(indentOf(first));
  const taken = [first];
  for (let at = line + 1; at < lines.length && taken.length < mostLines; at++) {
    const text = lines[at] ?? "";
    if (text.trim() === "") {
      const next = lines.slice(at, at + 3).find((one) => one.trim() !== "");
      if (next === undefined || columnsOf(indentOf(next)) <= base) break;
      taken.push(text);
      continue;
    }
    if (columnsOf(indentOf(text)) > base) {
      taken.push(text);
      continue;
    }
    const isClosing = /^\s*(?:[)\]}]|end\b)/.test(text);
    const isOpening = /^\s*\{\s*$/.test(text);
    if (!isClosing && !isOpening) break;
    taken.push(text);
    if (isClosing && !/[{(:[]\s*$/.test(text)) break;
  }
  return taken.join("\n").trimEnd();
}
