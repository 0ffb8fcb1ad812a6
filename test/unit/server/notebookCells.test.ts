import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { test } from "node:test";
import {
  DidChangeNotebookDocumentNotification,
  DidOpenNotebookDocumentNotification,
  type InitializeResult,
  InitializeRequest,
  NotebookCellKind,
} from "vscode-languageserver-protocol";
import { createConnection, TextDocuments } from "vscode-languageserver/node";
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver-protocol/node";
import { DocumentText } from "../../../src/core/documentText.ts";
import { type MirroredDocument, mirrorWith } from "../../../src/server/documentBook.ts";
import { NotebookCells, notebookSync } from "../../../src/server/notebookCells.ts";
import type { Place } from "../../../src/server/scene.ts";

const cell = (name: string): string => `vscode-notebook-cell:/w/a.ipynb#${name}`;

function placeIn(uri: string, text: string): Place {
  return {
    uri,
    path: "a.ipynb",
    languageId: "python",
    text: DocumentText.of(text),
    cursor: 3,
    indentUnit: "    ",
    selected: undefined,
  };
}

test("a cell goes on from the cells above it, and hears when they become others", async () => {
  const toServer = new PassThrough();
  const toClient = new PassThrough();
  const server = createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toClient));
  const client = createProtocolConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer));
  const documents = new TextDocuments<MirroredDocument>(mirrorWith(() => undefined));
  const changed: string[] = [];
  const notebooks = new NotebookCells(documents, (uri) => changed.push(uri));
  server.onInitialize((): InitializeResult => ({ capabilities: { notebookDocumentSync: notebookSync } }));
  documents.listen(server);
  notebooks.listen(server);
  server.listen();
  client.listen();
  const initialize = { processId: null, rootUri: null, capabilities: {} };
  await client.sendRequest(InitializeRequest.type, initialize);

  const texts = [
    { name: "one", languageId: "markdown", text: "# Load", kind: NotebookCellKind.Markup },
    { name: "two", languageId: "python", text: "import pandas as pd", kind: NotebookCellKind.Code },
    { name: "three", languageId: "python", text: "df = ", kind: NotebookCellKind.Code },
  ];
  await client.sendNotification(DidOpenNotebookDocumentNotification.type, {
    notebookDocument: {
      uri: "file:///w/a.ipynb",
      notebookType: "jupyter-notebook",
      version: 1,
      cells: texts.map(({ name, kind }) => ({ kind, document: cell(name) })),
    },
    cellTextDocuments: texts.map(({ name, languageId, text }) => ({ uri: cell(name), languageId, version: 1, text })),
  });
  // A request is answered after what was sent before it.
  await client.sendRequest("facet/none").catch(() => undefined);

  const place = placeIn(cell("three"), "df = ");
  const above = "# # Load\n\nimport pandas as pd\n\n";
  const seen = notebooks.withCellsAbove(place);
  assert.equal(seen.text.slice(), `${above}df = `);
  assert.equal(seen.cursor, above.length + 3);
  const edit = { from: 1, to: 2, inserted: 1, text: "x" };
  assert.deepEqual(notebooks.moved(cell("three"), edit), { ...edit, from: above.length + 1, to: above.length + 2 });
  assert.deepEqual(notebooks.moved(cell("two"), edit), edit);
  assert.deepEqual(notebooks.withCellsAbove(placeIn("file:///w/a.py", "x")), placeIn("file:///w/a.py", "x"));
  assert.deepEqual(changed, []);

  await client.sendNotification(DidChangeNotebookDocumentNotification.type, {
    notebookDocument: { uri: "file:///w/a.ipynb", version: 2 },
    change: {
      cells: {
        textContent: [{ document: { uri: cell("two"), version: 2 }, changes: [{ text: "import numpy as np" }] }],
      },
    },
  });
  await client.sendRequest("facet/none").catch(() => undefined);
  assert.equal(notebooks.withCellsAbove(place).text.slice(), "# # Load\n\nimport numpy as np\n\ndf = ");
  assert.deepEqual(changed, [cell("three")]);
  client.dispose();
  server.dispose();
});
