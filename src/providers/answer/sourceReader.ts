import type { Position, Range, Uri } from "vscode";
import {
  commands,
  DocumentSymbol,
  FileType,
  RelativePattern,
  SymbolKind,
  type TextDocument,
  type TextEditor,
  window,
  workspace,
} from "vscode";
import type { LeftOut, Piece, Source } from "../../core/answers/source.ts";
import { reasonByName } from "../../core/commit/fileWorth.ts";
import type { FileChange } from "../../core/commit/fileChange.ts";
import { labelOf } from "../../core/conversation/attachment.ts";
import { readAs } from "../../core/conversation/readAs.ts";
import { say } from "../../core/words/words.ts";
import { answerMayRead } from "../../host/mayRead.ts";
import { isSecretFile } from "../../host/secretFile.ts";
import { languageOfName, nameOf } from "../chat/attachmentReader.ts";
import { Refusal } from "../chat/refusal.ts";

/** What is needed that is no file. */
export interface SourceReaderNeeds {
  readonly terminalSelection: () => Promise<string>;
  /** The uncommitted changes of a repository, or of the one that was used last. Rejects with a `Refusal`. */
  readonly changes: (repositoryId: string | undefined) => Promise<readonly ChangedText[]>;
}

/** One changed file with its patch. */
export type ChangedText = Pick<FileChange, "path" | "kind"> & {
  readonly patch: string;
  readonly withheld: string | undefined;
};

/** A file is not read beyond that, characters, and not at all beyond the bytes. */
const mostCharacters = 2_000_000;
const mostBytes = 50_000_000;

/** A folder is not read beyond that. */
const mostFiles = 400;

/** Asking an extension for the symbols of a document must not keep anybody waiting, ms. */
const symbolMs = 1_500;

/** Symbols that are worth explaining on their own. */
const telling: ReadonlySet<SymbolKind> = new Set([
  SymbolKind.Function,
  SymbolKind.Method,
  SymbolKind.Constructor,
  SymbolKind.Class,
  SymbolKind.Interface,
  SymbolKind.Enum,
  SymbolKind.Struct,
  SymbolKind.Property,
  SymbolKind.Namespace,
  SymbolKind.Module,
  SymbolKind.Object,
]);

/** Reads what an answer is to be about out of the editor, as it is now. Throws a `Refusal` where that cannot be. */
export class SourceReader {
  readonly #needs: SourceReaderNeeds;

  constructor(needs: SourceReaderNeeds) {
    this.#needs = needs;
  }

  /** What is selected, else the symbol around the cursor, else the whole text. */
  async atCursor(): Promise<Source> {
    const editor = textEditor();
    const { document, selection } = editor;
    if (!selection.isEmpty && document.getText(selection).trim() !== "") return this.range(document, selection);
    const symbols = await symbolsOf(document);
    const around = symbolAround(symbols, selection.active);
    if (around !== undefined) return this.range(document, around);
    return this.document(document, symbols);
  }

  /** Lines of a document, whole ones, so that the code can be understood. */
  range(document: TextDocument, range: Range, problem = ""): Source {
    const name = nameOf(document.uri);
    refuseSecret(document.uri);
    // A selection that ends at the beginning of a line does not mean that line.
    const last = range.end.character === 0 && range.end.line > range.start.line ? range.end.line - 1 : range.end.line;
    const whole = document.lineAt(range.start.line).range.union(document.lineAt(last).range);
    const isPart = range.isSingleLine && !whole.isEqual(range) && !range.isEmpty && whole.end.character > 400;
    // Of a line that goes on for ever, only what is selected is meant.
    const taken = isPart ? range : whole;
    const text = document.getText(taken);
    const lines = { first: taken.start.line + 1, last: taken.end.line + 1 };
    if (text.trim() === "") throw new Refusal(say("answer.refused.empty", { name }));
    const span = { start: document.offsetAt(taken.start), end: document.offsetAt(taken.end) };
    const leftOut: LeftOut[] = text.length > mostCharacters ? [{ name, reason: "cut" }] : [];
    const piece = {
      name,
      languageId: document.languageId,
      text: text.slice(0, mostCharacters),
      firstLine: lines.first,
      symbolLines: [],
    };
    return {
      origin: { kind: "lines", uri: document.uri.toString(), span, lines },
      label: labelOf({ name, lines }),
      pieces: [piece],
      leftOut,
      problem,
    };
  }

  /** A whole document. */
  async document(document: TextDocument, known?: readonly DocumentSymbol[]): Promise<Source> {
    const name = nameOf(document.uri);
    refuseSecret(document.uri);
    const text = document.getText();
    if (text.trim() === "") throw new Refusal(say("answer.refused.empty", { name }));
    const symbolLines = linesOf(known ?? (await symbolsOf(document)));
    const piece = {
      name,
      languageId: document.languageId,
      text: text.slice(0, mostCharacters),
      firstLine: 1,
      symbolLines,
    };
    return {
      origin: { kind: "files", uris: [document.uri.toString()], hasFolder: false },
      label: name,
      pieces: [piece],
      leftOut: text.length > mostCharacters ? [{ name, reason: "cut" }] : [],
      problem: "",
    };
  }

  /** Files and folders; with none given, the document that is open. */
  async files(uris: readonly Uri[]): Promise<Source> {
    const [first] = uris;
    if (first === undefined) return this.document(textEditor().document);
    const open = openDocument(first);
    if (uris.length === 1 && open !== undefined) return this.document(open);
    if (!workspace.isTrusted) throw new Refusal(say("chat.refused.untrusted"));
    const leftOut: LeftOut[] = [];
    const pieces: Piece[] = [];
    let hasFolder = false;
    for (const uri of uris) {
      const isFolder = await isFolderAt(uri, leftOut);
      if (isFolder === undefined) continue;
      hasFolder ||= isFolder;
      const files = isFolder ? await filesIn(uri, leftOut) : [uri];
      for (const file of files) {
        const left = mostCharacters - pieces.reduce((sum, one) => sum + one.text.length, 0);
        if (left <= 0) leftOut.push({ name: nameOf(file), reason: "passedOver" });
        else await readInto(pieces, leftOut, file, left);
      }
    }
    const label =
      uris.length === 1 ? nameOf(first) : say("answer.filesLabel", { first: nameOf(first), more: uris.length - 1 });
    if (pieces.length === 0) throw refusalFor(label, uris.length === 1 && !hasFolder ? leftOut[0] : undefined);
    return {
      origin: { kind: "files", uris: uris.map((uri) => uri.toString()), hasFolder },
      label,
      pieces,
      leftOut,
      problem: "",
    };
  }

  /** What has been changed since the last commit, file by file. */
  async changes(repositoryId: string | undefined): Promise<Source> {
    if (!workspace.isTrusted) throw new Refusal(say("chat.refused.untrusted"));
    const changed = await this.#needs.changes(repositoryId);
    if (changed.length === 0) throw new Refusal(say("chat.refused.noChanges"));
    return {
      origin: { kind: "changes", repositoryId },
      label: say("chat.attach.changes"),
      pieces: changed.map(({ path, kind, patch }) => ({
        name: path,
        languageId: "diff",
        text: patch === "" ? `${kind}: ${path}\n` : patch,
        firstLine: 1,
        symbolLines: [],
      })),
      leftOut: changed.flatMap(({ path, withheld }): LeftOut[] => {
        if (withheld === undefined) return [];
        const reason = withheld === "secret" || withheld === "binary" ? withheld : "passedOver";
        return [{ name: path, reason }];
      }),
      problem: "",
    };
  }

  /** What is selected in the terminal. */
  async terminal(): Promise<Source> {
    const text = (await this.#needs.terminalSelection()).trimEnd();
    if (text.trim() === "") throw new Refusal(say("chat.refused.noTerminal"));
    const name = say("chat.attach.terminal");
    const isCut = text.length > mostCharacters;
    const piece = { name, languageId: "", text: text.slice(-mostCharacters), firstLine: 1, symbolLines: [] };
    return {
      origin: { kind: "terminal" },
      label: name,
      pieces: [piece],
      leftOut: isCut ? [{ name, reason: "cut" }] : [],
      problem: "",
    };
  }
}

/** The symbols of a document, as far as somebody tells them in time. */
export async function symbolsOf(document: TextDocument): Promise<readonly DocumentSymbol[]> {
  const asked = commands.executeCommand<readonly unknown[] | undefined>(
    "vscode.executeDocumentSymbolProvider",
    document.uri,
  );
  const late = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), symbolMs));
  const found = await Promise.race([Promise.resolve(asked).catch(() => undefined), late]);
  return (found ?? []).filter((one): one is DocumentSymbol => one instanceof DocumentSymbol);
}

/** The innermost symbol around a place that is worth explaining on its own. */
function symbolAround(symbols: readonly DocumentSymbol[], place: Position): Range | undefined {
  for (const symbol of symbols) {
    if (!symbol.range.contains(place)) continue;
    const inner = symbolAround(symbol.children, place);
    if (inner !== undefined) return inner;
    if (telling.has(symbol.kind) && !symbol.range.isSingleLine) return symbol.range;
  }
  return undefined;
}

/** The first lines of symbols, and of those right inside them. */
function linesOf(symbols: readonly DocumentSymbol[]): readonly number[] {
  const lines = symbols.flatMap((one) =>
    [one, ...one.children].filter(({ kind, range }) => telling.has(kind) && !range.isSingleLine),
  );
  return [...new Set(lines.map(({ range }) => range.start.line))].sort((one, other) => one - other);
}

function textEditor(): TextEditor {
  const editor = window.activeTextEditor ?? window.visibleTextEditors[0];
  if (editor === undefined) throw new Refusal(say("answer.refused.noTextEditor"));
  return editor;
}

function openDocument(uri: Uri): TextDocument | undefined {
  return workspace.textDocuments.find((one) => one.uri.toString() === uri.toString());
}

async function isFolderAt(uri: Uri, leftOut: LeftOut[]): Promise<boolean | undefined> {
  if (openDocument(uri) !== undefined) return false;
  try {
    return ((await workspace.fs.stat(uri)).type & FileType.Directory) !== 0;
  } catch {
    leftOut.push({ name: nameOf(uri), reason: "gone" });
    return undefined;
  }
}

/** The files below a folder that may be read, what says most about it first. */
async function filesIn(folder: Uri, leftOut: LeftOut[]): Promise<readonly Uri[]> {
  const found = await workspace.findFiles(new RelativePattern(folder, "**/*"), undefined, mostFiles * 5);
  const mayRead = await answerMayRead({ uris: found.map((uri) => uri.toString()) });
  const readable: Uri[] = [];
  for (const [index, uri] of found.entries()) {
    const isSecret = isSecretFile(uri);
    const withheld = reasonByName(uri.path);
    if (isSecret) leftOut.push({ name: nameOf(uri), reason: "secret" });
    else if (withheld === "binary") leftOut.push({ name: nameOf(uri), reason: "binary" });
    else if (withheld !== undefined || mayRead[index] !== true)
      leftOut.push({ name: nameOf(uri), reason: "passedOver" });
    else readable.push(uri);
  }
  const rank = ({ path }: Uri): string => `${/readme/i.test(path) ? 0 : 1}${path}`;
  const sorted = readable.sort((one, other) => (rank(one) < rank(other) ? -1 : 1));
  for (const uri of sorted.slice(mostFiles)) leftOut.push({ name: nameOf(uri), reason: "passedOver" });
  return sorted.slice(0, mostFiles);
}

async function readInto(pieces: Piece[], leftOut: LeftOut[], uri: Uri, most: number): Promise<void> {
  const name = nameOf(uri);
  if (isSecretFile(uri)) {
    leftOut.push({ name, reason: "secret" });
    return;
  }
  const open = openDocument(uri);
  if (open !== undefined) {
    put(
      pieces,
      leftOut,
      { name, languageId: open.languageId, text: open.getText(), firstLine: 1, symbolLines: [] },
      most,
    );
    return;
  }
  try {
    if ((await workspace.fs.stat(uri)).size > mostBytes) {
      leftOut.push({ name, reason: "passedOver" });
      return;
    }
    const read = readAs(await workspace.fs.readFile(uri), mostCharacters);
    if (read.kind === "binary") leftOut.push({ name, reason: "binary" });
    else
      put(
        pieces,
        leftOut,
        { name, languageId: languageOfName(name), text: read.text, firstLine: 1, symbolLines: [] },
        most,
      );
    if (read.kind === "text" && read.isCut) leftOut.push({ name, reason: "cut" });
  } catch {
    leftOut.push({ name, reason: "gone" });
  }
}

function put(pieces: Piece[], leftOut: LeftOut[], piece: Piece, most: number): void {
  if (piece.text.trim() === "") return;
  if (piece.text.length > most) leftOut.push({ name: piece.name, reason: "cut" });
  pieces.push({ ...piece, text: piece.text.slice(0, most) });
}

function refuseSecret(uri: Uri): void {
  if (isSecretFile(uri)) throw new Refusal(say("chat.refused.secret", { name: nameOf(uri) }));
}

/** Why one thing that was chosen cannot be answered about. */
function refusalFor(name: string, leftOut: LeftOut | undefined): Refusal {
  switch (leftOut?.reason) {
    case "secret":
      return new Refusal(say("chat.refused.secret", { name }));
    case "binary":
      return new Refusal(say("chat.refused.binary", { name }));
    case "gone":
      return new Refusal(say("chat.refused.gone", { name }));
    case "passedOver":
      return new Refusal(say("answer.refused.tooLarge", { name }));
    case undefined:
    case "cut":
    case "noRoom":
    case "sampled":
      return new Refusal(
        say(leftOut === undefined ? "answer.refused.nothingReadable" : "answer.refused.empty", { name }),
      );
  }
}
