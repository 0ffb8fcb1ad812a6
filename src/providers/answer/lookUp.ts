import { type DocumentSymbol, languages, Range, type TextDocument, Uri, workspace } from "vscode";
import { namesUsed } from "../../core/answers/namesUsed.ts";
import type { Source, Task } from "../../core/answers/source.ts";
import { type Definition, noSurroundings, type Surroundings } from "../../core/answers/surroundings.ts";
import { answerDefinitions } from "../../host/definitions.ts";
import { lineOfProblem, nameOf } from "../chat/attachmentReader.ts";
import type { SurroundingsReading } from "./answerWriter.ts";
import { symbolsOf } from "./documentSymbols.ts";

/** Names whose definitions are looked up. */
const mostNames = 10;
const mostProblems = 10;

/**
 * Begins to look up what explains a text: the symbol around it, definitions of the names in it, problems in it. Never rejects;
 * `trace` is told what could not be looked up.
 */
export function lookUp(source: Source, task: Task, trace: (line: string) => void): SurroundingsReading {
  const document = documentOf(source);
  if (document === undefined || task !== "explain") return { soFar: noSurroundings, whole: Promise.resolve() };
  const { origin } = source;
  const range =
    origin.kind === "lines"
      ? new Range(document.positionAt(origin.span.start), document.positionAt(origin.span.end))
      : new Range(0, 0, document.lineCount, 0);
  // The problem that is asked about stands in the request itself.
  const problems = source.problem === "" ? problemsIn(document, range) : "";
  let soFar: Surroundings = { ...noSurroundings, problems };
  const symbol = symbolsOf(document).then((symbols) => {
    soFar = { ...soFar, symbol: pathTo(symbols, range).join(".") };
  });
  const definitions = definitionsIn(document, range, trace).then((found) => {
    soFar = { ...soFar, definitions: found };
  });
  return {
    get soFar() {
      return soFar;
    },
    whole: Promise.allSettled([symbol, definitions]),
  };
}

function documentOf({ origin }: Source): TextDocument | undefined {
  const uri =
    origin.kind === "lines"
      ? origin.uri
      : origin.kind === "files" && origin.uris.length === 1
        ? origin.uris[0]
        : undefined;
  return workspace.textDocuments.find((one) => one.uri.toString() === uri);
}

function problemsIn({ uri }: TextDocument, range: Range): string {
  const problems = languages.getDiagnostics(uri).filter((one) => one.range.intersection(range) !== undefined);
  return problems
    .slice(0, mostProblems)
    .map((one) => lineOfProblem(uri, one))
    .join("\n");
}

/** The names of the symbols around a range, outermost first; a symbol that the range is itself does not stand around it. */
function pathTo(symbols: readonly DocumentSymbol[], range: Range): readonly string[] {
  const around = symbols.find((one) => one.range.contains(range) && one.range.start.line < range.start.line);
  return around === undefined ? [] : [around.name, ...pathTo(around.children, range)];
}

async function definitionsIn(
  document: TextDocument,
  range: Range,
  trace: (line: string) => void,
): Promise<readonly Definition[]> {
  const text = document.getText(range);
  const start = document.offsetAt(range.start);
  const positions = namesUsed(text, document.languageId, mostNames).map(({ offset }) =>
    document.positionAt(start + offset),
  );
  const uri = document.uri.toString();
  const found = await answerDefinitions({ uri, positions }, trace);
  const seen = new Set<string>();
  return found.flatMap((one): Definition[] => {
    const { line } = one.range.start;
    const isInside = one.uri === uri && line >= range.start.line && line <= range.end.line;
    const key = `${one.uri}:${line}`;
    if (isInside || seen.has(key)) return [];
    seen.add(key);
    return [{ name: nameOf(Uri.parse(one.uri)), languageId: document.languageId, text: one.text, firstLine: line + 1 }];
  });
}
