import {
  type Diagnostic,
  DiagnosticSeverity,
  FileType,
  languages,
  type Range,
  type TextEditor,
  Uri,
  window,
  workspace,
} from "vscode";
import type { Attachment } from "../../core/conversation/attachment.ts";
import { imageKind, isImageName, largestImageBytes } from "../../core/conversation/imageKind.ts";
import { largestFile, longestAttachment, readAs } from "../../core/conversation/readAs.ts";
import { say } from "../../core/words/words.ts";
import { isSecretFile } from "../../host/secretFile.ts";
import { Refusal } from "./refusal.ts";

/** Folders whose contents say nothing about the work. */
const passedOver: readonly string[] = [".git", "node_modules", ".venv", "__pycache__", "dist", "out", "target"];

const mostEntries = 400;
const mostProblems = 60;
const deepestFolder = 4;

/** What the reader needs that is no file. */
export interface AttachmentSources {
  readonly terminalSelection: () => Promise<string>;
  /** The uncommitted changes as one patch; empty where there are none. Rejects with a `Refusal`. */
  readonly changes: () => Promise<string>;
  readonly newId: () => string;
}

/** Makes attachments out of what the editor has, as it is now. Throws a `Refusal` where that cannot be. */
export class AttachmentReader {
  readonly #sources: AttachmentSources;

  constructor(sources: AttachmentSources) {
    this.#sources = sources;
  }

  /** What is selected in the editor that was used last. */
  selection(): Attachment {
    const editor = currentEditor();
    if (editor.selection.isEmpty) throw new Refusal(say("chat.refused.noSelection"));
    return this.lines(editor, editor.selection.start.line, editor.selection.end.line);
  }

  /** What is selected, else the whole file. */
  selectionOrFile(): Attachment | Promise<Attachment> {
    return currentEditor().selection.isEmpty ? this.currentFile() : this.selection();
  }

  /** A text that stands in no file. */
  text(name: string, text: string): Attachment {
    return { ...this.#piece("file", name, text.slice(0, longestAttachment)), isCut: text.length > longestAttachment };
  }

  /** Lines of an editor, counted from 0; whole lines, so that the code can be understood. */
  lines({ document }: Pick<TextEditor, "document">, first: number, last: number): Attachment {
    refuseSecret(document.uri);
    const name = nameOf(document.uri);
    const text = document.getText(document.validateRange(rangeOf(document, first, last)));
    return {
      ...this.#piece("selection", name, text.slice(0, longestAttachment)),
      languageId: document.languageId,
      lines: { first: first + 1, last: last + 1 },
      isCut: text.length > longestAttachment,
    };
  }

  /** The file in the editor that was used last. */
  currentFile(): Promise<Attachment> {
    return this.file(currentEditor().document.uri);
  }

  /** A file, with unsaved changes where it is open; a picture as a picture, a folder as its listing. */
  async file(uri: Uri): Promise<Attachment> {
    refuseSecret(uri);
    const name = nameOf(uri);
    const open = workspace.textDocuments.find((one) => one.uri.toString() === uri.toString());
    if (open !== undefined) {
      const text = open.getText();
      const isCut = text.length > longestAttachment;
      return {
        ...this.#piece("file", name, text.slice(0, longestAttachment)),
        languageId: open.languageId,
        isCut,
      };
    }
    if (!workspace.isTrusted) throw new Refusal(say("chat.refused.untrusted"));
    const gone = (): never => {
      throw new Refusal(say("chat.refused.gone", { name }));
    };
    const stat = await workspace.fs.stat(uri).then(undefined, gone);
    if ((stat.type & FileType.Directory) !== 0) return this.folder(uri);
    if (stat.size > largestFile) throw new Refusal(say("answer.refused.tooLarge", { name }));
    const bytes = await workspace.fs.readFile(uri).then(undefined, gone);
    if (isImageName(name)) return this.image(name, bytes);
    const read = readAs(bytes);
    if (read.kind === "binary") throw new Refusal(say("chat.refused.binary", { name }));
    return { ...this.#piece("file", name, read.text), languageId: languageOfName(name), isCut: read.isCut };
  }

  /** The names in a folder and below. */
  async folder(uri: Uri): Promise<Attachment> {
    if (!workspace.isTrusted) throw new Refusal(say("chat.refused.untrusted"));
    const lines: string[] = [];
    await this.#list(uri, 0, lines);
    const isCut = lines.length > mostEntries;
    const name = nameOf(uri);
    const shown = name === "" ? "." : name;
    return { ...this.#piece("folder", shown, lines.slice(0, mostEntries).join("\n")), isCut };
  }

  /** What the editor complains about in the current file, or else anywhere. */
  problems(): Attachment {
    const uri = window.activeTextEditor?.document.uri;
    const here = uri === undefined ? [] : languages.getDiagnostics(uri);
    const all: readonly (readonly [Uri, readonly Diagnostic[]])[] =
      uri !== undefined && here.length > 0 ? [[uri, here]] : languages.getDiagnostics();
    const lines = all
      .filter(([one]) => !isSecretFile(one))
      .flatMap(([one, problems]) => problems.map((problem) => lineOfProblem(one, problem)));
    if (lines.length === 0) throw new Refusal(say("chat.refused.noProblems"));
    const isCut = lines.length > mostProblems;
    return { ...this.#piece("problems", say("chat.attach.problems"), lines.slice(0, mostProblems).join("\n")), isCut };
  }

  /** What is selected in the terminal. */
  async terminal(): Promise<Attachment> {
    const text = (await this.#sources.terminalSelection()).trimEnd();
    if (text.trim() === "") throw new Refusal(say("chat.refused.noTerminal"));
    // The end of an output says how it went.
    const isCut = text.length > longestAttachment;
    return { ...this.#piece("terminal", say("chat.attach.terminal"), text.slice(-longestAttachment)), isCut };
  }

  /** What has been changed since the last commit. */
  async changes(): Promise<Attachment> {
    if (!workspace.isTrusted) throw new Refusal(say("chat.refused.untrusted"));
    const text = await this.#sources.changes();
    if (text.trim() === "") throw new Refusal(say("chat.refused.noChanges"));
    const isCut = text.length > longestAttachment;
    return { ...this.#piece("changes", say("chat.attach.changes"), text.slice(0, longestAttachment)), isCut };
  }

  /** A picture. */
  image(name: string, bytes: Uint8Array): Attachment {
    const mime = imageKind(bytes);
    if (mime === undefined || bytes.length > largestImageBytes) {
      throw new Refusal(say("chat.refused.badImage", { name }));
    }
    return { ...this.#piece("image", name, ""), image: { mime, base64: Buffer.from(bytes).toString("base64") } };
  }

  #piece(kind: Attachment["kind"], name: string, text: string): Attachment {
    return { id: this.#sources.newId(), kind, name, languageId: "", text, isCut: false };
  }

  async #list(folder: Uri, depth: number, lines: string[]): Promise<void> {
    const entries = await workspace.fs.readDirectory(folder).then(undefined, () => []);
    const sorted = [...entries].sort(([one], [other]) => one.localeCompare(other));
    for (const [name, type] of sorted) {
      if (lines.length > mostEntries) return;
      const isFolder = (type & FileType.Directory) !== 0;
      lines.push(`${"  ".repeat(depth)}${name}${isFolder ? "/" : ""}`);
      const isLink = (type & FileType.SymbolicLink) !== 0;
      if (isFolder && !isLink && depth < deepestFolder && !passedOver.includes(name)) {
        await this.#list(Uri.joinPath(folder, name), depth + 1, lines);
      }
    }
  }
}

/** Ids that are never given twice. */
export function newAttachmentId(): string {
  return crypto.randomUUID();
}

/** The editor that was used last; a view keeps the focus but is no editor. */
export function currentEditor(): TextEditor {
  const editor = window.activeTextEditor ?? window.visibleTextEditors[0];
  if (editor === undefined) throw new Refusal(say("chat.refused.noEditor"));
  return editor;
}

/** A path as people of the workspace say it. */
export function nameOf(uri: Uri): string {
  const folder = workspace.getWorkspaceFolder(uri);
  if (folder?.uri.toString() === uri.toString()) return folder.name;
  return workspace.asRelativePath(uri);
}

/** One problem in one line, as compilers write them. */
export function lineOfProblem(uri: Uri, { range, severity, message, source }: Diagnostic): string {
  const kind = DiagnosticSeverity[severity].toLowerCase();
  const place = `${nameOf(uri)}:${range.start.line + 1}:${range.start.character + 1}`;
  return `${place}: ${kind}: ${message}${source === undefined ? "" : ` (${source})`}`;
}

function refuseSecret(uri: Uri): void {
  if (isSecretFile(uri)) throw new Refusal(say("chat.refused.secret", { name: nameOf(uri) }));
}

function rangeOf(document: TextEditor["document"], first: number, last: number): Range {
  return document.lineAt(first).range.union(document.lineAt(Math.min(last, document.lineCount - 1)).range);
}

/** What a fence calls the language of a file that no editor has opened; its ending does. */
export function languageOfName(name: string): string {
  return /\.(\w{1,12})$/.exec(name)?.[1]?.toLowerCase() ?? "";
}
