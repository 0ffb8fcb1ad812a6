import {
  type DocumentSymbol,
  type Range,
  type TextDocument,
  type TextEditor,
  type Uri,
  window,
  workspace,
} from "vscode";
import type { LeftOut, Source } from "../../core/answers/source.ts";
import type { FileChange } from "../../core/commit/fileChange.ts";
import { labelOf } from "../../core/conversation/attachment.ts";
import { say } from "../../core/words/words.ts";
import { isSecretFile } from "../../host/secretFile.ts";
import { nameOf } from "../chat/attachmentReader.ts";
import { Refusal } from "../chat/refusal.ts";
import { linesOf, symbolAround, symbolsOf } from "./documentSymbols.ts";
import { mostCharacters, openDocument, readFiles } from "./readFiles.ts";

/** What is needed that is no file. */
export interface SourceReaderNeeds {
  readonly terminalSelection: () => Promise<string>;
  /** Is told what keeps a file from being read that nobody is told of. */
  readonly trace: (line: string) => void;
  /** The uncommitted changes of a repository, or of the one that was used last. Rejects with a `Refusal`. */
  readonly changes: (repositoryId: string | undefined) => Promise<readonly ChangedText[]>;
}

/** One changed file with its patch. */
export type ChangedText = Pick<FileChange, "path" | "kind"> & {
  readonly patch: string;
  readonly withheld: string | undefined;
};

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
    const { pieces, leftOut, hasFolder } = await readFiles(uris, this.#needs.trace);
    const label =
      uris.length === 1 ? nameOf(first) : say("answer.filesLabel", { first: nameOf(first), more: uris.length - 1 });
    if (pieces.length === 0) {
      const isOneFile = uris.length === 1 && !hasFolder;
      throw isOneFile
        ? refusalFor(label, leftOut[0])
        : new Refusal(say("answer.refused.nothingReadable", { name: label }));
    }
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

function textEditor(): TextEditor {
  const editor = window.activeTextEditor ?? window.visibleTextEditors[0];
  if (editor === undefined) throw new Refusal(say("answer.refused.noTextEditor"));
  return editor;
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
      return new Refusal(say("answer.refused.empty", { name }));
  }
}
