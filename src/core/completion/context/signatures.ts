import { declarationAt } from "./declaration.ts";

/** Lines that are looked at; what a module offers stands at its beginning or is too much to tell. */
const mostLinesRead = 1_500;
const mostSignatures = 24;
/** A named type is shown with its members, up to so many lines. */
const mostTypeLines = 14;

const modifiers =
  "(?:(?:export|default|declare|public|protected|internal|open|override|static|final|abstract|sealed|async|inline|virtual|extern|const|unsafe|data|partial|pub(?:\\([^)]*\\))?)\\s+)*";
const typeWords = "class|interface|type|enum|struct|trait|record|object|protocol|union|typedef";
const otherWords =
  "function\\*?|const|let|var|val|def|fn|func|fun|impl|module|namespace|extension|macro_rules!|#define";
const declared = new RegExp(
  `^(?: {0,4}|\\t)${modifiers}(?:${typeWords}|${otherWords})\\s+(?:\\([^)]*\\)\\s*)?([\\w$]+)`,
);
const ofType = new RegExp(`^${modifiers}(?:${typeWords})\\s`);
/** `public String name(…)`, `int name(…);`, and a class's `name(…): T {`. */
const method =
  /^(?: {0,8}|\t)(?:(?:public|protected|internal|static|virtual|async|get|set|readonly|override)\s+)*(?:[\w<>[\],.*&?:]+\s+[*&]?)?([\w$]+)\s*\([^;]*\)?[^;=]*[{;,(]\s*$/;
const statement =
  /^\s*(?:if|for|while|switch|catch|return|throw|else|await|new|foreach|using|assert|yield|raise|print|expect|test|it)\b/;
const hidden = /^\s*(?:private|#|_)|^\s*(?:static\s+)?(?:def|fn|func|function)\s+_(?!_init__)/;

/** What a module offers, a line each without the body; the names that are wanted come first, and wanted types with their members. */
export function signaturesOf(
  text: string,
  wanted: ReadonlySet<string>,
): { readonly text: string; readonly hits: number } {
  const lines = text.replace(/\r\n?/g, "\n").split("\n", mostLinesRead);
  const hasExports = lines.some((line) => /^export\s/.test(line));
  const asked: string[] = [];
  const others: string[] = [];
  for (const [at, line] of lines.entries()) {
    const name = nameOn(line, hasExports);
    if (name === undefined) continue;
    const isWanted = wanted.has(name);
    const signature = isWanted && ofType.test(line) ? declarationAt(lines, at, mostTypeLines) : withoutBody(line);
    (isWanted ? asked : others).push(signature);
  }
  const chosen = asked.length > 0 ? asked : others;
  return { text: chosen.slice(0, mostSignatures).join("\n"), hits: asked.length };
}

function nameOn(line: string, hasExports: boolean): string | undefined {
  if (line.length > 300 || line.trim() === "" || hidden.test(line) || statement.test(line)) return undefined;
  const isInner = /^\s/.test(line);
  const match = declared.exec(line);
  if (match !== null) {
    if (hasExports && (isInner || !/^export\s/.test(line))) return undefined;
    if (isInner && /^\s+(?:const|let|var|val|type)\b/.test(line)) return undefined;
    return match[1];
  }
  return method.exec(line)?.[1];
}

/** A line up to where its body begins. */
function withoutBody(line: string): string {
  return line.trimEnd().replace(/\s*(?:\{|=>\s*\{?)$/, "");
}
