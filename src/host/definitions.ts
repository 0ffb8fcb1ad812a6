import { commands, type Location, type LocationLink, Position, type Range, Uri, workspace } from "vscode";
import { declarationAt } from "../core/completion/context/declaration.ts";
import type { DefinitionSnippet, DefinitionsParams } from "../shared/lsp/messages.ts";
import { answerMayRead } from "./mayRead.ts";

/** Definitions that are told of one name; a third is hardly ever the one that is meant. */
const mostEach = 2;
/** A larger file is not read for the few lines of a definition, bytes. */
const mostFileBytes = 1_000_000;

interface Target {
  readonly uri: Uri;
  readonly range: Range;
}

/** The first lines of what the names at some positions mean, as far as it stands in files that may be read. */
export async function answerDefinitions(
  { uri, positions }: DefinitionsParams,
  trace: (line: string) => void,
): Promise<readonly DefinitionSnippet[]> {
  const found = await Promise.all(
    positions.map(({ line, character }) => targetsAt(uri, new Position(line, character))),
  );
  const targets = found.flat();
  const answers = await answerMayRead({ uris: targets.map((one) => one.uri.toString()) }, trace);
  const snippets = await Promise.all(targets.filter((_, at) => answers[at] === true).map(snippetOf));
  return snippets.filter((one) => one !== undefined);
}

async function targetsAt(uri: string, position: Position): Promise<readonly Target[]> {
  const found = await commands.executeCommand<readonly (Location | LocationLink)[] | undefined>(
    "vscode.executeDefinitionProvider",
    Uri.parse(uri),
    position,
  );
  return (found ?? [])
    .map((one): Target =>
      "targetUri" in one ? { uri: one.targetUri, range: one.targetRange } : { uri: one.uri, range: one.range },
    )
    .filter((one) => one.uri.toString() !== uri || !one.range.contains(position))
    .slice(0, mostEach);
}

async function snippetOf({ uri, range }: Target): Promise<DefinitionSnippet | undefined> {
  const text = await textOf(uri);
  const declaration = declarationAt(text.split(/\r\n?|\n/), range.start.line);
  if (declaration.trim() === "") return undefined;
  const { start, end } = range;
  return {
    uri: uri.toString(),
    range: {
      start: { line: start.line, character: start.character },
      end: { line: end.line, character: end.character },
    },
    text: declaration,
  };
}

/** A file's text as it is in the editor, else on disk; opening it as a document would tell every extension of it. */
async function textOf(uri: Uri): Promise<string> {
  const open = workspace.textDocuments.find((one) => one.uri.toString() === uri.toString());
  if (open !== undefined) return open.getText();
  try {
    const { size } = await workspace.fs.stat(uri);
    return size > mostFileBytes ? "" : new TextDecoder().decode(await workspace.fs.readFile(uri));
  } catch {
    return "";
  }
}
