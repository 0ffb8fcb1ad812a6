import type { TextDocumentContentChangeEvent } from "vscode-languageserver-protocol";
import { DocumentText } from "../core/documentText.ts";

/** An edit in offsets of the document before it. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly inserted: number;
  readonly text: string;
}

/** A document as it is at one version: an edit makes another one, so whoever holds it may wait and still read the same. */
export interface MirroredDocument {
  readonly uri: string;
  readonly languageId: string;
  readonly version: number;
  readonly text: DocumentText;
}

/** Called for each edit, in order, before it is applied; a whole new text counts as one edit of everything. */
export type EditListener = (document: MirroredDocument, edit: Edit) => void;

/** What `TextDocuments` needs to mirror documents, with a listener that hears of each edit. */
export function mirrorWith(listener: EditListener): {
  create: (uri: string, languageId: string, version: number, content: string) => MirroredDocument;
  update: (
    document: MirroredDocument,
    changes: readonly TextDocumentContentChangeEvent[],
    version: number,
  ) => MirroredDocument;
} {
  return {
    create: (uri, languageId, version, content) => ({ uri, languageId, version, text: DocumentText.of(content) }),
    update: (document, changes, version) =>
      changes.reduce((now, change) => edited(now, change, listener), { ...document, version }),
  };
}

function edited(
  document: MirroredDocument,
  change: TextDocumentContentChangeEvent,
  listener: EditListener,
): MirroredDocument {
  const { text } = document;
  const range = "range" in change ? change.range : undefined;
  const start = range === undefined ? 0 : text.offsetAt(range.start);
  const end = range === undefined ? text.length : text.offsetAt(range.end);
  const from = Math.min(start, end);
  const to = Math.max(start, end);
  listener(document, { from, to, inserted: change.text.length, text: change.text });
  return { ...document, text: text.replaced(from, to, change.text) };
}
