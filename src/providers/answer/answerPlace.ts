import {
  commands,
  Range,
  Selection,
  type TextDocument,
  type TextEditor,
  TextEditorRevealType,
  Uri,
  ViewColumn,
  window,
  workspace,
} from "vscode";
import type { AnswerEntry } from "../../core/answers/answerEntry.ts";
import { commentText } from "../../core/answers/commentText.ts";
import { docStyleOf } from "../../core/answers/commentStyle.ts";
import { findAgain } from "../../core/answers/followEdits.ts";
import { shownExchange } from "../../core/answers/answerEntry.ts";
import { restore } from "../../core/controlText.ts";
import { say } from "../../core/words/words.ts";
import { commentStyleOf } from "../../host/commentStyles.ts";
import { nameOf } from "../chat/attachmentReader.ts";
import { Refusal } from "../chat/refusal.ts";

/** Shows, in an editor, what an answer is about. Throws a `Refusal` where it is gone. */
export async function revealPlace(entry: AnswerEntry): Promise<void> {
  const { origin } = entry;
  switch (origin.kind) {
    case "changes":
      await commands.executeCommand("workbench.view.scm");
      return;
    case "terminal":
      await commands.executeCommand("workbench.action.terminal.focus");
      return;
    case "files": {
      const [first] = origin.uris;
      if (first === undefined) return;
      if (origin.hasFolder) await commands.executeCommand("revealInExplorer", Uri.parse(first));
      else await show((await currentRange(entry)).document);
      return;
    }
    case "lines": {
      const { document, range } = await currentRange(entry);
      const editor = await show(document);
      editor.selection = new Selection(range.start, range.end);
      editor.revealRange(range, TextEditorRevealType.InCenterIfOutsideViewport);
    }
  }
}

/** Puts an answer above what it is about, as a comment; one undo takes it away. Throws a `Refusal` where that cannot be. */
export async function insertComment(entry: AnswerEntry, isDocumentation: boolean): Promise<void> {
  const { document, range } = await currentRange(entry);
  const name = nameOf(document.uri);
  const doc = isDocumentation ? docStyleOf(document.languageId) : undefined;
  const style = doc ?? (await commentStyleOf(document.languageId));
  const line = document.lineAt(range.start.line);
  const indent = line.text.slice(0, line.firstNonWhitespaceCharacterIndex);
  const text = commentText(restore(shownExchange(entry)?.answer.text ?? ""), style, indent);
  if (text === undefined) throw new Refusal(say("answer.refused.noComments", { name }));
  if (workspace.fs.isWritableFileSystem(document.uri.scheme) === false && document.uri.scheme !== "untitled") {
    throw new Refusal(say("answer.refused.readOnly", { name }));
  }
  const editor = await show(document);
  const before = document.version;
  const isDone = await editor.edit((builder) => builder.insert(line.range.start, text), {
    undoStopBefore: true,
    undoStopAfter: true,
  });
  // An editor that is only for reading takes the edit without a word and does nothing.
  if (!isDone || document.version === before) throw new Refusal(say("answer.refused.readOnly", { name }));
  editor.revealRange(new Range(line.range.start, line.range.start), TextEditorRevealType.InCenterIfOutsideViewport);
}

/** Where the text of an answer stands now. Throws a `Refusal` where it is gone. */
export async function currentRange(
  entry: AnswerEntry,
): Promise<{ readonly document: TextDocument; readonly range: Range }> {
  const { origin } = entry;
  const address = origin.kind === "lines" ? origin.uri : origin.kind === "files" ? origin.uris[0] : undefined;
  if (address === undefined) throw new Refusal(say("answer.refused.moved", { name: entry.label }));
  const uri = Uri.parse(address);
  const document = await Promise.resolve(workspace.openTextDocument(uri)).catch(() => {
    throw new Refusal(say("chat.refused.gone", { name: nameOf(uri) }));
  });
  if (origin.kind !== "lines") {
    // A first line that says what the file is must stay the first.
    const line = /^(?:#!|<\?|<!doctype)/i.test(document.lineAt(0).text) && document.lineCount > 1 ? 1 : 0;
    return { document, range: new Range(line, 0, line, 0) };
  }
  // What was edited while it was open was followed; else the text itself tells where it is.
  const found = entry.isChanged ? origin.span : findAgain(document.getText(), origin.span, entry.excerpt);
  if (found === undefined) throw new Refusal(say("answer.refused.moved", { name: nameOf(uri) }));
  return { document, range: new Range(document.positionAt(found.start), document.positionAt(found.end)) };
}

/** Shows a document where it is shown already, else where editors are and not over the answer. */
async function show(document: TextDocument): Promise<TextEditor> {
  const shown = window.visibleTextEditors.find((one) => one.document.uri.toString() === document.uri.toString());
  return window.showTextDocument(document, shown?.viewColumn ?? ViewColumn.One);
}
