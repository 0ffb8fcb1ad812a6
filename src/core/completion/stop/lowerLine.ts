import { columnsOf, indentOf } from "../indentation.ts";
import type { Language } from "../languages.ts";

const continuations =
  /^(?:else|elif|elsif|elseif|except|finally|catch|rescue|ensure|when|case|default|then|in|otherwise|until)\b/;
const enders = /^(?:end|fi|done|esac|endif|endfor|endfunction|endwhile|endforeach|<\/[\w:.-]+>)(?![\w])/;
const labels = /^(?:[A-Za-z_]\w*:(?!:)\s*$|(?:public|private|protected|signals|default)\b[^;{]*:|case\b[^;]*:)/;
/** The patterns of an arm in a shell's `case`. */
const armOfCase = /^\(?[^\s()]+(?:\s*\|\s*[^\s()]+)*\)(?:\s|$)/;

/** What a line means that is indented less than the block it follows. `closes`: it ends the block, and belongs to the text. */
export type LowerLine = "belongs" | "closes" | "leaves";

/** Whether a line goes on a block (`else`, a kept `case`), by its first word. */
export function isContinuation(content: string): boolean {
  return continuations.test(content) || enders.test(content) || /^(?:[)\]}.]|\?\.|&&|\|\||[+:?](?=\s))/.test(content);
}

/** Judges a line that is indented less than the block it follows; `following` are the lines after the cursor. */
export function judgeLowerLine(line: string, language: Language, following: readonly string[]): LowerLine {
  const content = line.trim();
  const { structure } = language;
  if (structure === "prose" || structure === "free") return "belongs";
  if (/^[)\]}]/.test(content)) return "belongs";
  if (language.hasPreprocessor && content.startsWith("#")) return "belongs";
  if (language.anywhere?.test(content) === true) return "belongs";
  if (structure === "braces" && labels.test(content)) return "belongs";
  if (structure === "keywords" && armOfCase.test(content)) return "belongs";
  const word = continuations.exec(content)?.[0] ?? enders.exec(content)?.[0];
  if (word === undefined) return "leaves";
  const isYamlLike = structure === "indentation" && language.hasWordBoundComments;
  const isEnder = enders.test(content);
  if (isYamlLike && !isEnder) return "leaves";
  if (structure === "markup" && !content.startsWith("</")) return "leaves";
  const awaited = firstAtOrBelow(following, columnsOf(indentOf(line)));
  if (awaited !== undefined && awaited.startsWith(word)) return "leaves";
  return isEnder ? "closes" : "belongs";
}

/** The word or tag that ends a block (`end`, `fi`, `</div>`), if a line begins with one. */
export function enderOf(line: string): string | undefined {
  return enders.exec(line.trim())?.[0];
}

/** The ender with which the block of a statement at some columns is closed already, after the cursor. */
export function awaitedEnder(following: readonly string[], columns: number): string | undefined {
  return enderOf(firstAtOrBelow(following, columns) ?? "");
}

/** The first following line that is indented by no more than some columns, if by exactly as many: what ends that block. */
function firstAtOrBelow(following: readonly string[], columns: number): string | undefined {
  const line = following.find((it) => columnsOf(indentOf(it)) <= columns);
  return line !== undefined && columnsOf(indentOf(line)) === columns ? line.trim() : undefined;
}
