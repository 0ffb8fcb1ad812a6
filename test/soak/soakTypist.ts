import assert from "node:assert/strict";
import {
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  type InlineCompletionItem,
  InlineCompletionRequest,
  InlineCompletionTriggerKind,
  type Position,
} from "vscode-languageserver-protocol/node";
import { CancellationTokenSource } from "vscode-languageserver-protocol";
import { TextDocument } from "vscode-languageserver-textdocument";
import { neutralise } from "../../src/core/controlText.ts";
import type { BareClient } from "../bareClient.ts";
import type { FaultyDaemon } from "../faults/faultyDaemon.ts";
import { soakDocuments } from "./soakDocuments.ts";

/** One document as the editor has it, with what undo would bring back. */
interface Sheet {
  document: TextDocument;
  cursor: number;
  readonly undo: { readonly from: number; readonly inserted: number; readonly removed: string }[];
}

const keys = [...Array.from("abcxyz({[\"'`.,;:=+ )}]\t"), "\n", "\r\n", "😀", "é", "ש", "<end_of_turn>", "[img-0]"];
const answers = [
  "total + 1;\n",
  "  return 1;\n}\n\nfunction next() {\n  return 2;\n}\n",
  "🎉 שלום\n",
  "\n\n\n",
  ")]}>;\n",
  "a".repeat(400),
  "\tif x {\n\t\treturn\n\t}\n",
  "",
  "1 + 2;\n",
];

/** Types, jumps, pastes, undoes and accepts at random in many documents, and compares all it sees with its own copies. */
export class SoakTypist {
  readonly #client: BareClient;
  readonly #daemon: FaultyDaemon;
  readonly #random: (below: number) => number;
  readonly #sheets: Sheet[] = [];
  #versions = 0;
  /** The code before the cursor at the last wishes: a request for one that was withdrawn may reach the daemon late. */
  #wished: string[] = [];
  offers = 0;
  accepted = 0;
  compared = 0;

  constructor(client: BareClient, daemon: FaultyDaemon, random: (below: number) => number) {
    this.#client = client;
    this.#daemon = daemon;
    this.#random = random;
  }

  async openAll(): Promise<void> {
    for (const one of soakDocuments) this.#sheets.push(await this.#open(one));
  }

  /** Does one thing that a person might do. */
  async step(): Promise<void> {
    let sheet = this.#pick(this.#sheets);
    this.#daemon.willSay(this.#pick(answers));
    switch (this.#random(12)) {
      case 0:
        sheet.cursor = this.#sound(sheet.document.getText(), this.#random(sheet.document.getText().length + 1));
        break;
      case 1:
        await this.#edit(sheet, sheet.cursor, sheet.cursor, this.#pick(answers).repeat(1 + this.#random(20)));
        break;
      case 2:
        await this.#undo(sheet);
        break;
      case 3:
        await this.#edit(
          sheet,
          this.#sound(sheet.document.getText(), Math.max(0, sheet.cursor - 1 - this.#random(9))),
          sheet.cursor,
          "",
        );
        break;
      case 4:
        if (this.#random(10) === 0) sheet = await this.#reopen(sheet);
        break;
      default:
        for (let key = this.#random(4); key >= 0; key--)
          await this.#edit(sheet, sheet.cursor, sheet.cursor, this.#pick(keys));
    }
    await this.#ask(sheet);
  }

  async #open({ name, languageId, text }: (typeof soakDocuments)[number]): Promise<Sheet> {
    const document = TextDocument.create(`file:///workspace/${name}`, languageId, ++this.#versions, text);
    await this.#client.connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri: document.uri, languageId, version: document.version, text },
    });
    return { document, cursor: this.#sound(text, this.#random(text.length + 1)), undo: [] };
  }

  async #reopen(sheet: Sheet): Promise<Sheet> {
    const { uri } = sheet.document;
    await this.#client.connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
    const fresh = soakDocuments.find(({ name }) => uri.endsWith(`/${name}`));
    assert.ok(fresh !== undefined);
    const reopened = await this.#open(fresh);
    this.#sheets[this.#sheets.indexOf(sheet)] = reopened;
    return reopened;
  }

  async #edit(sheet: Sheet, from: number, to: number, text: string): Promise<void> {
    const { document } = sheet;
    const removed = document.getText().slice(from, to);
    const range = { start: document.positionAt(from), end: document.positionAt(to) };
    // The protocol has no place between the two halves of a line end.
    if (document.offsetAt(range.start) !== from || document.offsetAt(range.end) !== to) return;
    const version = ++this.#versions;
    sheet.document = TextDocument.update(document, [{ range, text }], version);
    sheet.cursor = from + text.length;
    sheet.undo.push({ from, inserted: text.length, removed });
    await this.#client.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri: document.uri, version },
      contentChanges: [{ range, text }],
    });
  }

  async #undo(sheet: Sheet): Promise<void> {
    const last = sheet.undo.pop();
    if (last === undefined) return;
    await this.#edit(sheet, last.from, last.from + last.inserted, last.removed);
    sheet.undo.pop();
  }

  async #ask(sheet: Sheet): Promise<void> {
    const { document } = sheet;
    const position = document.positionAt(sheet.cursor);
    const cursor = document.offsetAt(position);
    const source = new CancellationTokenSource();
    const asking = this.#client.connection.sendRequest(
      InlineCompletionRequest.type,
      {
        textDocument: { uri: document.uri },
        position,
        context: {
          triggerKind:
            this.#random(3) === 0 ? InlineCompletionTriggerKind.Invoked : InlineCompletionTriggerKind.Automatic,
        },
      },
      source.token,
    );
    const before = neutralise(
      document
        .getText()
        .slice(Math.max(0, cursor - 120), cursor)
        .replace(/\r\n?/g, "\n"),
    );
    this.#wished = [before.replace(/[ \t]*$/, "").slice(-60), ...this.#wished].slice(0, 60);
    if (this.#random(4) === 0) {
      source.cancel();
      await asking.then(
        () => undefined,
        () => undefined,
      );
      return;
    }
    const answer = await asking;
    this.#compare();
    const items = answer === null ? [] : Array.isArray(answer) ? answer : answer.items;
    for (const item of items) this.#judge(item, document, cursor, position);
    const [first] = items;
    if (first?.range !== undefined && this.#random(3) === 0) {
      this.accepted++;
      const { start, end } = first.range;
      await this.#edit(sheet, document.offsetAt(start), document.offsetAt(end), textOf(first));
    }
  }

  /** What the server sends to the daemon shows the document as the server has it. */
  #compare(): void {
    for (const { path, body } of this.#daemon.asked.splice(0)) {
      if (path !== "/api/generate" || /"num_predict":[18]\b|"prompt":""/.test(body)) continue;
      const { prompt } = JSON.parse(body) as { prompt: string };
      // The model's turn begins with a fence; behind it stands the code of the window, which may be shorter than what is compared.
      const code = /<start_of_turn>model\n`+\w*\n([^]*)$/.exec(prompt)?.[1] ?? prompt;
      const isTrue = this.#wished.some((one) => code.endsWith(one) || one.endsWith(code) || isAheadOf(one, code));
      assert.ok(isTrue, `the server's document is the editor's: ${JSON.stringify([this.#wished, prompt.slice(-80)])}`);
      assert.ok(!hasHalf(prompt), "no character is cut in two");
      this.compared++;
    }
  }

  #judge(item: InlineCompletionItem, document: TextDocument, cursor: number, position: Position): void {
    this.offers++;
    const { range } = item;
    assert.ok(range !== undefined);
    const from = document.offsetAt(range.start);
    const to = document.offsetAt(range.end);
    assert.deepEqual(document.positionAt(from), range.start, "the range begins inside the document");
    assert.deepEqual(document.positionAt(to), range.end, "the range ends inside the document");
    assert.ok(from <= cursor && cursor <= to, "the range is at the cursor");
    assert.equal(range.start.line, position.line);
    assert.equal(range.end.line, position.line, "ghost text is on the cursor's line");
    const text = document.getText();
    const after = text.slice(0, from) + textOf(item) + text.slice(to);
    assert.ok(hasHalf(text) || !hasHalf(after), "no character is cut in two");
  }

  /** An offset that lies neither inside a character nor inside a line end. */
  #sound(text: string, offset: number): number {
    const isInPair = /[\ud800-\udbff]/.test(text.charAt(offset - 1)) && /[\udc00-\udfff]/.test(text.charAt(offset));
    const isInLineEnd = text.charAt(offset - 1) === "\r" && text.charAt(offset) === "\n";
    return isInPair || isInLineEnd ? offset - 1 : offset;
  }

  #pick<T>(from: readonly T[]): T {
    const picked = from[this.#random(from.length)];
    if (picked === undefined) throw new Error("nothing to pick from");
    return picked;
  }
}

function textOf({ insertText }: InlineCompletionItem): string {
  return typeof insertText === "string" ? insertText : insertText.value;
}

/** Whether a prompt's code goes on from a wish with what the model said there: so it does where text is written ahead. */
function isAheadOf(wished: string, code: string): boolean {
  const at = code.lastIndexOf(wished);
  const bare = (text: string): string => text.replace(/\s/g, "");
  const more = bare(code.slice(at + wished.length));
  return at >= 0 && answers.some((one) => bare(one).includes(more));
}

/** Whether half a surrogate pair stands alone in a text. */
function hasHalf(text: string): boolean {
  return /\p{Surrogate}/u.test(text);
}
