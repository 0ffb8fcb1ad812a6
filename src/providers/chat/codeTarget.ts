import { languages, type TextEditor, ViewColumn, window, workspace } from "vscode";
import { say } from "../../core/words/words.ts";
import { Refusal } from "./refusal.ts";

/** The names that fences use for languages that VS Code calls otherwise. */
const languageIds: Readonly<Record<string, string>> = {
  ts: "typescript",
  tsx: "typescriptreact",
  js: "javascript",
  jsx: "javascriptreact",
  py: "python",
  rs: "rust",
  sh: "shellscript",
  bash: "shellscript",
  zsh: "shellscript",
  yml: "yaml",
  md: "markdown",
  "c++": "cpp",
  cs: "csharp",
  "c#": "csharp",
  rb: "ruby",
  kt: "kotlin",
};

/** Puts code where the cursor is, in the indentation of its line. */
export async function insertAtCursor(code: string): Promise<void> {
  const editor = target();
  await edit(editor, (range) => indentedFor(editor, range.start, code), false);
}

/** Puts code in place of what is selected. */
export async function replaceSelection(code: string): Promise<void> {
  const editor = target();
  if (editor.selection.isEmpty) throw new Refusal(say("chat.refused.noSelection"));
  await edit(editor, (range) => indentedFor(editor, range.start, code), true);
}

/** Opens code as a file that is not saved yet, beside the editor. */
export async function openAsFile(code: string, language: string): Promise<void> {
  const id = languageIds[language.toLowerCase()] ?? language.toLowerCase();
  const isKnown = (await languages.getLanguages()).includes(id);
  const document = await workspace.openTextDocument({ content: code, ...(isKnown ? { language: id } : {}) });
  await window.showTextDocument(document, ViewColumn.Active);
}

function target(): TextEditor {
  const editor = window.activeTextEditor ?? window.visibleTextEditors[0];
  if (editor === undefined) throw new Refusal(say("chat.refused.noTarget"));
  return editor;
}

type Position = TextEditor["selection"]["start"];

/** Code whose further lines stand as deep as the first one will. */
function indentedFor({ document }: TextEditor, at: Position, code: string): string {
  const before = document.lineAt(at.line).text.slice(0, at.character);
  if (!/^\s+$/.test(before)) return code;
  return code.replace(/\n(?=[^\n])/g, `\n${before}`);
}

async function edit(
  editor: TextEditor,
  textFor: (range: TextEditor["selection"]) => string,
  isReplacing: boolean,
): Promise<void> {
  const { selection } = editor;
  await editor.edit((builder) => {
    if (isReplacing) builder.replace(selection, textFor(selection));
    else builder.insert(selection.active, textFor(selection));
  });
  await window.showTextDocument(editor.document, {
    ...(editor.viewColumn === undefined ? {} : { viewColumn: editor.viewColumn }),
  });
}
