import type { Connection, NotebookDocumentSyncOptions, TextDocuments } from "vscode-languageserver";
import { NotebookCellKind, NotebookDocuments } from "vscode-languageserver";
import { codeOfCellsAbove } from "../core/completion/context/cellsAbove.ts";
import type { Edit, MirroredDocument } from "./documentBook.ts";
import type { Place } from "./scene.ts";

/** All cells of all notebooks, since Markdown cells say what the code is for. */
export const notebookSync: NotebookDocumentSyncOptions = {
  notebookSelector: [{ notebook: "*", cells: [{ language: "*" }] }],
};

/** How far up is looked. */
const mostCells = 60;
const mostCharacters = 12_000;

interface Above {
  /** The cells above and their versions: the same key, the same code. */
  readonly key: string;
  readonly code: string;
}

/** Notebooks as the editor mirrors them: a cell is completed as if the cells above it stood in the same file. */
export class NotebookCells {
  readonly #notebooks: NotebookDocuments<MirroredDocument>;
  readonly #documents: TextDocuments<MirroredDocument>;
  readonly #onChange: (uri: string) => void;
  readonly #above = new Map<string, Above>();

  /** Cells come into `documents` as texts of their own; `onChange` hears of a cell whose code above has become another. */
  constructor(documents: TextDocuments<MirroredDocument>, onChange: (uri: string) => void) {
    this.#documents = documents;
    this.#notebooks = new NotebookDocuments(documents);
    this.#onChange = onChange;
  }

  listen(connection: Connection): void {
    this.#notebooks.listen(connection);
  }

  /** The place in the text of its cell and those above; any other document's place as it is. */
  withCellsAbove(place: Place): Place {
    const code = this.#codeAbove(place.uri, place.languageId);
    if (code === "") return place;
    const { selected } = place;
    return {
      ...place,
      text: place.text.replaced(0, 0, code),
      cursor: code.length + place.cursor,
      selected: selected && { ...selected, from: code.length + selected.from },
    };
  }

  /** An edit of a cell in the text that its places were last told in. */
  moved(uri: string, edit: Edit): Edit {
    const shift = this.#above.get(uri)?.code.length ?? 0;
    return shift === 0 ? edit : { ...edit, from: edit.from + shift, to: edit.to + shift };
  }

  forget(uri: string): void {
    this.#above.delete(uri);
  }

  #codeAbove(uri: string, languageId: string): string {
    const notebook = this.#notebooks.findNotebookDocumentForCell(uri);
    if (notebook === undefined) return "";
    const at = notebook.cells.findIndex((one) => one.document === uri);
    const cells = notebook.cells.slice(Math.max(0, at - mostCells), Math.max(0, at)).flatMap((cell) => {
      const document = this.#documents.get(cell.document);
      return document === undefined ? [] : [{ document, isMarkup: cell.kind === NotebookCellKind.Markup }];
    });
    const key = cells.map(({ document }) => `${document.uri}@${document.version}`).join("\n");
    const known = this.#above.get(uri);
    if (known?.key === key) return known.code;
    const code = codeOfCellsAbove(
      cells.map(({ document, isMarkup }) => ({
        languageId: document.languageId,
        isMarkup,
        text: document.text.slice(),
      })),
      languageId,
      mostCharacters,
    );
    this.#above.set(uri, { key, code });
    if (known !== undefined && known.code !== code) this.#onChange(uri);
    return code;
  }
}
