import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { DocumentText } from "../../../src/core/documentText.ts";
import type { ContextAsker } from "../../../src/server/contextAsker.ts";
import { ContextShelf } from "../../../src/server/contextShelf.ts";
import { documentPath } from "../../../src/server/documentPath.ts";
import { isSecretDocument } from "../../../src/server/secretDocument.ts";
import { SimulatedClock } from "../completion/simulation.ts";
import type { MirroredDocument } from "../../../src/server/documentBook.ts";

const folder = "file:///w";
const order =
  "export interface Order {\n  readonly total: number;\n  readonly lines: readonly number[];\n}\n\nexport function priceOf(order: Order): number {\n  return order.lines.length * order.total;\n}\n";
const main =
  'import { priceOf } from "./order.ts";\n\nexport function sumOf(order: Order) {\n  const price = priceOf(order);\n  \n}\n';

/** Some open documents, a shelf beside them, and an editor that answers as the test says. */
class Room {
  readonly clock = new SimulatedClock();
  readonly documents: MirroredDocument[] = [];
  readonly asked: string[][] = [];
  mayRead: (uri: string) => boolean = () => true;
  definitions: ContextAsker["definitions"] = () => Promise.resolve([]);
  readonly shelf: ContextShelf;

  constructor(isHosted = true) {
    this.shelf = new ContextShelf({
      isSecret: (uri) => isSecretDocument(uri, ["notes/private"]),
      clock: this.clock,
      documents: () => this.documents,
      pathOf: (uri) => documentPath(uri, [folder]),
      isInWorkspace: (uri) => uri.startsWith(`${folder}/`),
      ask: isHosted
        ? {
            definitions: (params) => this.definitions(params),
            mayRead: (uris) => {
              this.asked.push([...uris]);
              return Promise.resolve(uris.map((uri) => this.mayRead(uri)));
            },
          }
        : undefined,
    });
  }

  open(path: string, text: string): MirroredDocument {
    const uri = path.includes(":") ? path : `${folder}/${path}`;
    const document = { uri, languageId: "typescript", version: 1, text: DocumentText.of(text) };
    this.documents.push(document);
    return document;
  }

  /** The files of which something is ready after the cursor has rested at a place. */
  async restAt(document: MirroredDocument, offset: number): Promise<string[]> {
    this.shelf.noteCursor(document.uri, offset);
    for (let at = 0; at < 40; at++) await this.clock.pass(10);
    return [...new Set(this.shelf.snippetsFor(document.uri, offset).map(({ path }) => path))];
  }
}

suite("the shelf", () => {
  test("has what an imported open file offers, once the cursor has rested", async () => {
    const room = new Room();
    const document = room.open("src/main.ts", main);
    room.open("src/order.ts", order);
    const cursor = main.indexOf("  \n}") + 2;
    room.shelf.noteCursor(document.uri, cursor);
    assert.deepEqual(room.shelf.snippetsFor(document.uri, cursor), []);
    assert.deepEqual(await room.restAt(document, cursor), ["src/order.ts"]);
    const [snippet] = room.shelf.snippetsFor(document.uri, cursor);
    assert.ok(snippet?.text.includes("export interface Order {\n  readonly total: number;"));
  });

  test("asks the editor once whether a file may be read, and reads no other", async () => {
    const room = new Room();
    const document = room.open("src/main.ts", main);
    room.open("src/order.ts", order);
    room.mayRead = () => false;
    assert.deepEqual(await room.restAt(document, 60), []);
    await room.restAt(document, 61);
    assert.deepEqual(room.asked, [["file:///w/src/order.ts"]]);
  });

  test("never asks for nor reads what may hold secrets, not even of a recent edit", async () => {
    const room = new Room();
    const document = room.open("src/main.ts", main);
    const secret = room.open(".env", order);
    room.shelf.noteEdit(secret, { from: 3, to: 3, inserted: 4, text: "word" });
    assert.deepEqual(await room.restAt(document, 60), []);
    assert.deepEqual(room.asked, []);
  });

  test("standing alone, it keeps to the workspace and out of ignored folders, and asks nobody", async () => {
    const room = new Room(false);
    const document = room.open("src/main.ts", main);
    room.open("src/order.ts", order);
    room.open("node_modules/x/order.ts", order);
    room.open("file:///elsewhere/order.ts", order);
    assert.deepEqual(await room.restAt(document, main.indexOf("  \n}") + 2), ["src/order.ts"]);
  });

  test("tells of recent edits elsewhere, and not of those at the cursor", async () => {
    const room = new Room();
    const document = room.open("src/main.ts", main);
    const other = room.open("src/other.ts", "alpha();\nconst shipment = trackShipment(parcel);\nomega();\n");
    room.shelf.noteEdit(document, { from: 50, to: 50, inserted: 3, text: "abc" });
    room.shelf.noteEdit(other, { from: 12, to: 12, inserted: 3, text: "abc" });
    assert.deepEqual(await room.restAt(document, 60), ["src/other.ts"]);
  });

  test("tells what names near the cursor mean, asks for each once, and waits for none too long", async () => {
    const room = new Room();
    const document = room.open("src/main.ts", main);
    let questions = 0;
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    let answer: (() => void) | undefined;
    room.definitions = ({ positions }) => {
      questions++;
      const isFirst = positions.every(({ line }) => line === 3) && questions === 1;
      const snippets = isFirst
        ? [{ uri: `${folder}/lib/late.ts`, range, text: "export const latePrice = 12345;" }]
        : [];
      return new Promise((resolve) => {
        if (isFirst) answer = () => resolve(snippets);
        else resolve(snippets);
      });
    };
    const cursor = main.indexOf("  \n}") + 2;
    assert.deepEqual(await room.restAt(document, cursor), []);
    const first = questions;
    answer?.();
    await setImmediate();
    assert.deepEqual(await room.restAt(document, cursor), ["lib/late.ts"]);
    assert.equal(questions, first);
  });

  test("gathers nothing while a person types", async () => {
    const room = new Room();
    const document = room.open("src/main.ts", main);
    room.open("src/order.ts", order);
    for (let at = 0; at < 20; at++) {
      room.shelf.noteEdit(document, { from: 60 + at, to: 60 + at, inserted: 1, text: "x" });
      await room.clock.pass(80);
    }
    assert.deepEqual(room.asked, []);
  });

  test("forgets what was closed", async () => {
    const room = new Room();
    const document = room.open("src/main.ts", main);
    room.open("src/order.ts", order);
    await room.restAt(document, 60);
    room.shelf.forget(document.uri);
    assert.deepEqual(room.shelf.snippetsFor(document.uri, 60), []);
  });
});

test("documents that may hold secrets are told by their whole path", () => {
  assert.ok(isSecretDocument("file:///home/a/.ssh/config"));
  assert.ok(isSecretDocument("file:///w/%2Eenv"));
  assert.ok(isSecretDocument("git:/w/.env?%7B%22ref%22%3A%22%22%7D"));
  assert.ok(isSecretDocument("untitled:.env"));
  assert.ok(!isSecretDocument("vscode-notebook-cell:/w/a.ipynb#W0sZmlsZQ"));
  assert.ok(!isSecretDocument("file:///w/src/environment.ts"));
});
