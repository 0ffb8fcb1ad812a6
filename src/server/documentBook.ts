import type { TextDocumentContentChangeEvent } from "vscode-languageserver-protocol";
import { TextDocument } from "vscode-languageserver-textdocument";

/** An edit in offsets of the document before it. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly inserted: number;
  readonly text: string;
}

/** Called for each edit, in order, before it is applied; a whole new text counts as one edit of everything. */
export type EditListener = (document: TextDocument, edit: Edit) => void;

/** What `TextDocuments` needs to mirror documents, with a listener that hears of each edit. */
export function mirrorWith(listener: EditListener): {
  create: (uri: string, languageId: string, version: number, content: string) => TextDocument;
  update: (document: TextDocument, changes: TextDocumentContentChangeEvent[], version: number) => TextDocument;
} {
  return {
    create: (uri, languageId, version, content) => TextDocument.create(uri, languageId, version, content),
    update: (document, changes, version) => {
      for (const change of changes) {
        const range = "range" in change ? change.range : undefined;
        const from = range === undefined ? 0 : document.offsetAt(range.start);
        const to = range === undefined ? document.getText().length : document.offsetAt(range.end);
        listener(document, {
          from: Math.min(from, to),
          to: Math.max(from, to),
          inserted: change.text.length,
          text: change.text,
        });
        document = TextDocument.update(document, [change], version);
      }
      return document;
    },
  };
}
