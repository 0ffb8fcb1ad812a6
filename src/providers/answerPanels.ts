import {
  ProgressLocation,
  Range,
  type Disposable,
  type TextDocumentChangeEvent,
  Uri,
  ViewColumn,
  type WebviewPanel,
  type WebviewPanelSerializer,
  window,
  workspace,
} from "vscode";
import type { AnswerEntry } from "../core/answers/answerEntry.ts";
import { followEdits } from "../core/answers/followEdits.ts";
import type { Source, Task } from "../core/answers/source.ts";
import { labelOf } from "../core/conversation/attachment.ts";
import { say } from "../core/words/words.ts";
import { notify } from "../host/notifications.ts";
import { currentRange } from "./answer/answerPlace.ts";
import type { Order } from "./answer/answerWriter.ts";
import { lookUp } from "./answer/lookUp.ts";
import type { SourceReader } from "./answer/sourceReader.ts";
import { AnswerPanel, type AnswerPanelNeeds } from "./answerPanel.ts";
import { nameOf } from "./chat/attachmentReader.ts";
import { Refusal } from "./chat/refusal.ts";

/** What the panels need besides what each of them needs. */
export interface AnswerPanelsNeeds extends Omit<AnswerPanelNeeds, "orderAgain"> {
  readonly reader: SourceReader;
  /** Is told what could not be looked up, which nobody is told of. */
  readonly trace: (line: string) => void;
}

/** The places for editors, from left to right. */
const columns: readonly ViewColumn[] = [
  ViewColumn.One,
  ViewColumn.Two,
  ViewColumn.Three,
  ViewColumn.Four,
  ViewColumn.Five,
  ViewColumn.Six,
  ViewColumn.Seven,
  ViewColumn.Eight,
  ViewColumn.Nine,
];

/** What VS Code calls the panel. */
export const answerViewType = "facet.answer";

/** Explains and summarizes beside the editor: in one panel that is used again and again, unless the person has pinned it. */
export class AnswerPanels implements WebviewPanelSerializer, Disposable {
  readonly #needs: AnswerPanelsNeeds;
  readonly #panels = new Set<AnswerPanel>();
  readonly #subscriptions: Disposable[];
  readonly #loaded: Promise<void>;

  constructor(needs: AnswerPanelsNeeds) {
    this.#needs = needs;
    this.#loaded = needs.shelf.load();
    this.#subscriptions = [
      window.registerWebviewPanelSerializer(answerViewType, this),
      workspace.onDidChangeTextDocument((event) => this.#follow(event)),
      workspace.onDidSaveTextDocument(({ uri }) => {
        for (const { id } of this.#answersIn(uri)) needs.shelf.save(id);
      }),
    ];
  }

  /** Reads something and answers about it; says so where it cannot be read. */
  async ask(task: Task, read: (reader: SourceReader) => Source | Promise<Source>): Promise<void> {
    try {
      const reading = Promise.resolve(read(this.#needs.reader));
      // Only a folder takes so long that anybody sees it.
      void window.withProgress({ location: ProgressLocation.Window, title: say("answer.reading") }, () =>
        reading.then(undefined, () => undefined),
      );
      const source = await reading;
      const order = { task, source, surroundings: lookUp(source, task, this.#needs.trace) };
      await this.#panel().answer(order);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      await notify("warning", error.message);
    }
  }

  /** Gives a panel back what it showed before the window was loaded anew. */
  deserializeWebviewPanel(panel: WebviewPanel, state: unknown): Promise<void> {
    const { id, isPinned } = (typeof state === "object" && state !== null ? state : {}) as Partial<
      Record<"id" | "isPinned", unknown>
    >;
    this.#take(panel, { id: typeof id === "string" ? id : undefined, isPinned: isPinned === true });
    return Promise.resolve();
  }

  /** Stops whatever is being answered. */
  async stop(): Promise<void> {
    await Promise.all([...this.#panels].map((one) => one.stop()));
  }

  dispose(): void {
    for (const one of this.#subscriptions.splice(0)) one.dispose();
  }

  /** Ends what runs; resolves when all is written down. */
  async close(): Promise<void> {
    await Promise.all([...this.#panels].map((one) => one.dispose()));
    await this.#needs.shelf.flush();
  }

  /** The panel for the next answer. */
  #panel(): AnswerPanel {
    const free = [...this.#panels].find((one) => !one.isPinned);
    free?.reveal();
    if (free !== undefined) return free;
    const column = { viewColumn: this.#column(), preserveFocus: true };
    const panel = window.createWebviewPanel(answerViewType, say("answer.panel"), column);
    return this.#take(panel, { id: undefined, isPinned: false });
  }

  /** Beside where the person works; not over an answer that is to stay. */
  #column(): ViewColumn {
    const pinned = new Set([...this.#panels].map((one) => one.column));
    const right = columns.slice(window.tabGroups.activeTabGroup.viewColumn);
    const [next] = right;
    if (next === undefined || !pinned.has(next)) return ViewColumn.Beside;
    return right.find((one) => !pinned.has(one)) ?? ViewColumn.Beside;
  }

  #take(panel: WebviewPanel, state: { readonly id: string | undefined; readonly isPinned: boolean }): AnswerPanel {
    const needs = { ...this.#needs, orderAgain: this.#orderAgain };
    const taken = new AnswerPanel(needs, panel, this.#loaded, state);
    this.#panels.add(taken);
    panel.onDidDispose(() => {
      this.#panels.delete(taken);
      void taken.dispose();
    });
    return taken;
  }

  /** The text of an answer as it is now; what stands nowhere is taken as it was. */
  readonly #orderAgain = async (entry: AnswerEntry, known: Order | undefined): Promise<Order> => {
    const { task, origin } = entry;
    const { reader } = this.#needs;
    const read = async (): Promise<Source> => {
      switch (origin.kind) {
        case "lines": {
          const { document, range } = await currentRange(entry);
          return reader.range(document, range, known?.source.problem ?? "");
        }
        case "files":
          return reader.files(origin.uris.map((one) => Uri.parse(one)));
        case "changes":
          return reader.changes(origin.repositoryId);
        case "terminal":
          throw new Refusal(say("answer.refused.notAgain"));
      }
    };
    try {
      const source = await read();
      return { task, source, surroundings: lookUp(source, task, this.#needs.trace) };
    } catch (error) {
      if (!(error instanceof Refusal) || known === undefined) throw error;
      return { task, source: known.source, surroundings: known.surroundings };
    }
  };

  #answersIn(uri: Uri): readonly AnswerEntry[] {
    const address = uri.toString();
    return this.#needs.shelf.all().filter(({ origin }) => origin.kind === "lines" && origin.uri === address);
  }

  /** Keeps the links right while their documents are edited. */
  #follow({ document, contentChanges }: TextDocumentChangeEvent): void {
    if (contentChanges.length === 0) return;
    for (const entry of this.#answersIn(document.uri)) {
      const { origin } = entry;
      if (origin.kind !== "lines") continue;
      const replacements = contentChanges.map(({ rangeOffset, rangeLength, text }) => ({
        start: rangeOffset,
        removed: rangeLength,
        inserted: text.length,
      }));
      const { span, isChanged } = followEdits(origin.span, replacements);
      const range = new Range(document.positionAt(span.start), document.positionAt(span.end));
      const lines = { first: range.start.line + 1, last: range.end.line + 1 };
      const isSame = lines.first === origin.lines.first && lines.last === origin.lines.last;
      this.#needs.shelf.keep({
        ...entry,
        origin: { ...origin, span, lines },
        label: labelOf({ name: nameOf(document.uri), lines }),
        isChanged: entry.isChanged || isChanged,
      });
      if (isSame && entry.isChanged === (entry.isChanged || isChanged)) continue;
      for (const panel of this.#panels) panel.noteChange(entry.id);
    }
  }
}
