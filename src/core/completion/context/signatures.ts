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
  /^(?: {0,8}|\t)(?:(?:public|protected|internal|static|virtual|async|get|set|readonly|override)\s+)*(?:[\w<>[\],.*&?:]+\s+[*&]?)?([\w$]+)\s*\((?:[^;]*[{;])?\s*$/;
const statement =
  /^\s*(?:if|for|while|switch|catch|return|throw|else|await|new|foreach|using|assert|yield|raise|print|expect|test|it)\b/;
const comment = /^\s*(?:\/\/|\/\*|\*|#\s|--)/;
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
  let hits = 0;
  let isInWanted = false;
  for (const [at, line] of lines.entries()) {
    if (/^[^\s)\]}]/.test(line)) isInWanted = false;
    const name = nameOn(lines, at, hasExports);
    if (name === undefined) continue;
    const isWanted = wanted.has(name);
    if (isWanted) hits++;
    const isType = isWanted && ofType.test(line);
    if (isType) isInWanted = true;
    const signature = isType ? withFields(lines, at) : withoutBody(lines, at);
    (isWanted || isInWanted ? asked : others).push(signature);
  }
  const chosen = asked.length > 0 ? asked : others;
  return { text: chosen.slice(0, mostSignatures).join("\n"), hits };
}

function nameOn(lines: readonly string[], at: number, hasExports: boolean): string | undefined {
  const line = lines[at] ?? "";
  // Deeper lines are bodies; asked first, since it is asked of every line.
  if (line.startsWith("     ") || line.startsWith("\t\t")) return undefined;
  if (line.length > 300 || line.trim() === "" || hidden.test(line) || statement.test(line)) return undefined;
  const isInner = /^\s/.test(line);
  const match = declared.exec(line);
  if (match !== null) {
    if (hasExports && (isInner || !/^export\s/.test(line))) return undefined;
    if (isInner && /^\s+(?:const|let|var|val|type)\b/.test(line)) return undefined;
    return match[1];
  }
  const name = method.exec(line)?.[1];
  return name === undefined || (isInner && isCall(lines, at)) ? undefined : name;
}

/** Whether what looks like a method without a type before its name is a call. */
function isCall(lines: readonly string[], at: number): boolean {
  const line = (lines[at] ?? "").trim();
  if (line.includes("=>")) return true;
  if (!/^(?:(?:public|protected|static|async|get|set|override)\s+)*[\w$]+\s*\(/.test(line)) return false;
  if (!line.endsWith("(")) return !line.endsWith("{");
  const end = lines.slice(at + 1, at + 8).find((one) => /^\s*\)/.test(one));
  return end === undefined || !end.trimEnd().endsWith("{");
}

/** A type with its fields; where it has methods, those follow as signatures of their own. */
function withFields(lines: readonly string[], at: number): string {
  const declaration = declarationAt(lines, at, mostTypeLines).split("\n");
  const methods = declaration.findIndex((_, inside) => inside > 0 && nameOn(declaration, inside, false) !== undefined);
  const shown = methods < 0 ? declaration : declaration.slice(0, methods);
  return shown
    .filter(
      (line) => line.trim() !== "" && !hidden.test(line) && !/[#*]\w+\s*(?::|=)/.test(line) && !comment.test(line),
    )
    .join("\n");
}

/** A declaration up to where its body begins, on one line. */
function withoutBody(lines: readonly string[], at: number): string {
  const line = (lines[at] ?? "").trimEnd();
  if (!line.endsWith("(")) return bare(line);
  const rest = lines.slice(at + 1, at + 8);
  const end = rest.findIndex((one) => /^\s*\)/.test(one));
  const parameters = end < 0 ? [] : rest.slice(0, end + 1).map((one) => one.trim());
  return bare(line + parameters.join(" ").replace(/,? \)/, ")"));
}

function bare(line: string): string {
  return line.replace(/\s*(?:\{|=>\s*\{?)$/, "");
}
