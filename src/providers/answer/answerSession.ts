import { type AnswerEntry, longestExcerpt, nothingSent, shownExchange } from "../../core/answers/answerEntry.ts";
import { kindOfSource } from "../../core/answers/questionAbout.ts";
import { partsOf, routeOf } from "../../core/answers/readingRoute.ts";
import type { Part } from "../../core/answers/splitIntoParts.ts";
import { restore } from "../../core/controlText.ts";
import {
  type AnswerEnd,
  answerWith,
  ask,
  type Conversation,
  emptyConversation,
} from "../../core/conversation/conversation.ts";
import { type Variation, variationRequest } from "../../core/prompts/answers.ts";
import { failureOf } from "../chat/failureOf.ts";
import type { AnswerShelf } from "./answerShelf.ts";
import {
  type AnswerWriter,
  type Choice,
  type Estimate,
  type Order,
  Unanswerable,
  type WritingStep,
} from "./answerWriter.ts";

/** What is being done for an answer. */
export type Progress =
  | { readonly kind: "waiting" }
  | { readonly kind: "asking"; readonly estimate: Estimate }
  /** The question is being read; `seconds` until the first word. */
  | { readonly kind: "reading"; readonly seconds: number }
  | { readonly kind: "part"; readonly part: number; readonly parts: number; readonly secondsLeft: number }
  | { readonly kind: "joining"; readonly secondsLeft: number }
  | { readonly kind: "writing" };

/** What happens to answers, for whoever shows them. */
export interface AnswerListener {
  /** Something other than its text has changed. */
  readonly onChange: (id: string) => void;
  /** More of the answer. */
  readonly onText: (id: string, text: string) => void;
  /** More of the notes on the part that is being read. */
  readonly onNote: (id: string, text: string) => void;
}

/** What is needed to write and keep answers. */
export interface SessionNeeds {
  readonly writer: AnswerWriter;
  readonly shelf: AnswerShelf;
  /** What answers should be in. */
  readonly language: () => string;
  readonly now: () => number;
  readonly listener: AnswerListener;
}

/** An order, and the parts that its text was divided into. */
interface KnownOrder {
  readonly order: Order;
  readonly parts: readonly Part[];
}

interface Run {
  readonly id: string;
  readonly controller: AbortController;
  readonly done: Promise<void>;
  progress: Progress;
  /** Notes on the part that is being read. */
  note: { readonly label: string; text: string } | undefined;
  /** What has been shown of the answer. */
  shown: string;
  choose: (choice: Choice) => void;
}

/** Writes answers, one at a time; whatever ends one, its text and its notes so far stay. */
export class AnswerSession {
  readonly #needs: SessionNeeds;
  #run: Run | undefined;
  /** What retrying and resuming need and no disk keeps: a megabyte of text may be behind it. */
  readonly #orders = new Map<string, KnownOrder>();

  constructor(needs: SessionNeeds) {
    this.#needs = needs;
  }

  /** The answer that is being written. */
  get running(): Readonly<Pick<Run, "id" | "progress" | "note" | "shown">> | undefined {
    return this.#run;
  }

  /** The order behind an answer, as long as the window is open. */
  orderOf(id: string): Order | undefined {
    return this.#orders.get(id)?.order;
  }

  /** Whether the reading in parts of an answer was interrupted and can be gone on with; of a terminal only in this window. */
  canResume(entry: AnswerEntry): boolean {
    const { id, parts, route, origin } = entry;
    if (parts === 0 || (shownExchange(entry)?.answer.text ?? "") !== "") return false;
    return this.#orders.has(id) || (route.length === parts && origin.kind !== "terminal");
  }

  /** Begins a new answer; with `inPlaceOf`, that answer is written anew. Resolves when it has ended. */
  async answer(order: Order, inPlaceOf?: string): Promise<void> {
    await this.stop();
    const id = inPlaceOf ?? this.#newId();
    const { source, task } = order;
    const [piece] = source.pieces;
    const isOnePlace = source.origin.kind === "lines" && (piece?.text.length ?? 0) <= longestExcerpt;
    this.#needs.shelf.keep({
      id,
      task,
      kind: kindOfSource(source),
      label: source.label,
      origin: source.origin,
      excerpt: isOnePlace ? (piece?.text ?? "") : "",
      languageId: piece?.languageId ?? "",
      isChanged: false,
      conversation: emptyConversation(id, this.#needs.now()),
      notes: [],
      parts: 0,
      route: [],
      sent: nothingSent,
    });
    this.#orders.set(id, { order, parts: [] });
    await this.#begin(id, (signal, choose) => this.#needs.writer.write(order, choose, signal));
  }

  /** Says an answer in another way: a new one, from which one can go back. */
  async vary(id: string, variation: Variation): Promise<void> {
    await this.stop();
    const { shelf, language, now } = this.#needs;
    const entry = shelf.get(id);
    if (entry === undefined) return;
    const question = { text: variationRequest(variation, language()), attachments: [] };
    const conversation = ask(entry.conversation, { id: crypto.randomUUID(), question, model: "" }, now());
    const varied = { ...entry, id: this.#newId(), conversation };
    shelf.keep(varied);
    await this.#begin(varied.id, (signal) => this.#needs.writer.goOn(conversation, false, signal));
  }

  /** Asks the very same question once more, where the text that it was about cannot be read again. */
  async repeat(id: string): Promise<void> {
    await this.stop();
    const entry = this.#needs.shelf.get(id);
    const exchange = entry === undefined ? undefined : shownExchange(entry);
    if (entry === undefined || exchange === undefined) return;
    const answer = { text: "", end: undefined, model: "" };
    const conversation = answerWith(entry.conversation, exchange.id, answer, this.#needs.now());
    this.#needs.shelf.keep({ ...entry, conversation });
    await this.#begin(id, (signal) => this.#needs.writer.goOn(conversation, false, signal));
  }

  /** Goes on with an answer that was interrupted: with its next part, or with its next word. `readAgain` may throw a `Refusal`. */
  async resume(id: string, readAgain: () => Promise<Order>): Promise<void> {
    await this.stop();
    const entry = this.#needs.shelf.get(id);
    if (entry === undefined) return;
    if (this.canResume(entry)) {
      const known = this.#orders.get(id) ?? (await this.#knownAgain(entry, readAgain));
      // Notes on a text that has changed since are of no use.
      if (known.parts.length !== entry.parts) return this.answer(known.order, id);
      this.#orders.set(id, known);
      const { notes, sent } = entry;
      const order = { ...known.order, resumed: { parts: known.parts, notes, leftOut: sent.leftOut } };
      await this.#begin(id, (signal, choose) => this.#needs.writer.write(order, choose, signal));
    } else if ((shownExchange(entry)?.answer.text ?? "") !== "") {
      await this.#begin(id, (signal) => this.#needs.writer.goOn(entry.conversation, true, signal), true);
    }
  }

  /** Answers the question whether a long reading should begin. */
  choose(choice: Choice): void {
    this.#run?.choose(choice);
  }

  /** Ends the running answer, if any; resolves when what there is is kept and the connection is closed. */
  async stop(): Promise<void> {
    const run = this.#run;
    run?.controller.abort();
    run?.choose("none");
    await run?.done;
  }

  async #begin(
    id: string,
    steps: (
      signal: AbortSignal,
      choose: (estimate: Estimate) => Promise<Choice>,
    ) => AsyncGenerator<WritingStep, void, undefined>,
    isContinuing = false,
  ): Promise<void> {
    const controller = new AbortController();
    let begin = (): void => undefined;
    const ready = new Promise<void>((resolve) => (begin = resolve));
    const run: Run = {
      id,
      controller,
      done: ready.then(() => this.#write(run, steps, isContinuing)),
      progress: { kind: "waiting" },
      note: undefined,
      shown: isContinuing ? restore(this.#answerOf(id)?.text ?? "") : "",
      choose: () => undefined,
    };
    this.#run = run;
    this.#needs.listener.onChange(id);
    begin();
    await run.done;
  }

  /** Writes one answer to its end; throws nothing, since every end is part of the answer. */
  async #write(
    run: Run,
    steps: (
      signal: AbortSignal,
      choose: (estimate: Estimate) => Promise<Choice>,
    ) => AsyncGenerator<WritingStep, void, undefined>,
    isContinuing: boolean,
  ): Promise<void> {
    const { id, controller } = run;
    const { signal } = controller;
    let text = isContinuing ? (this.#answerOf(id)?.text ?? "") : "";
    let end: AnswerEnd = { kind: "complete" };
    const choose = (estimate: Estimate): Promise<Choice> =>
      new Promise((resolve) => {
        run.choose = resolve;
        this.#show(run, { kind: "asking", estimate });
      });
    try {
      for await (const step of steps(signal, choose)) {
        if (step.kind === "text") {
          if (run.progress.kind !== "writing") this.#show(run, { kind: "writing" });
          text += step.raw;
          run.shown += step.text;
          if (step.text !== "") this.#needs.listener.onText(id, step.text);
        } else if (step.kind === "end") {
          if (step.isRoomUsed) end = { kind: "roomUsed" };
        } else this.#note(run, step);
      }
    } catch (error) {
      end = signal.aborted ? { kind: "stopped" } : endOf(error);
    }
    this.#end(run, text, end);
  }

  #note(run: Run, step: Exclude<WritingStep, { kind: "text" | "end" }>): void {
    const { id } = run;
    const { shelf, listener } = this.#needs;
    const entry = shelf.get(id);
    if (entry === undefined) return;
    switch (step.kind) {
      case "reading":
        shelf.keep({ ...entry, conversation: this.#named(step.conversation, id), sent: step.sent });
        return this.#show(run, { kind: "reading", seconds: step.seconds });
      case "planned": {
        const order = this.orderOf(id);
        if (order !== undefined) this.#orders.set(id, { order, parts: step.parts });
        // What is written down while it is being read must be whole: a window may end at any moment.
        const conversation = withoutQuestion(entry, { text: "", end: { kind: "stopped" }, model: "" });
        shelf.keep({ ...entry, conversation, parts: step.parts.length, route: routeOf(step.parts), sent: step.sent });
        return;
      }
      case "part":
        run.note = { label: step.label, text: "" };
        return this.#show(run, {
          kind: "part",
          part: step.part,
          parts: entry.parts,
          secondsLeft: step.secondsLeft,
        });
      case "note":
        if (run.note !== undefined) run.note.text += step.text;
        return listener.onNote(id, step.text);
      case "noted":
        run.note = undefined;
        shelf.keep({ ...entry, notes: [...entry.notes, step.notes] });
        shelf.save(id);
        return;
      case "joining":
        shelf.keep({ ...entry, conversation: this.#named(step.conversation, id) });
        return this.#show(run, { kind: "joining", secondsLeft: step.secondsLeft });
    }
  }

  #end(run: Run, text: string, end: AnswerEnd): void {
    const { id } = run;
    const { shelf, now, listener } = this.#needs;
    const entry = shelf.get(id);
    if (this.#run === run) this.#run = undefined;
    if (entry === undefined) return;
    const exchange = shownExchange(entry);
    const answer = { text, end, model: exchange?.answer.model ?? "" };
    const conversation =
      exchange === undefined
        ? withoutQuestion(entry, answer)
        : answerWith(entry.conversation, exchange.id, answer, now());
    // What has led to an answer is not gone on with.
    const route = text === "" ? entry.route : [];
    shelf.keep({ ...entry, conversation, route });
    shelf.save(id);
    listener.onChange(id);
  }

  #show(run: Run, progress: Progress): void {
    run.progress = progress;
    this.#needs.listener.onChange(run.id);
  }

  /** The order of an answer of an earlier window; without parts where its text is another now. */
  async #knownAgain({ route }: AnswerEntry, readAgain: () => Promise<Order>): Promise<KnownOrder> {
    const order = await readAgain();
    return { order, parts: partsOf(route, order.source.pieces) ?? [] };
  }

  #answerOf(id: string): { readonly text: string } | undefined {
    const entry = this.#needs.shelf.get(id);
    return entry === undefined ? undefined : shownExchange(entry)?.answer;
  }

  #named(conversation: Conversation, id: string): Conversation {
    return { ...conversation, id };
  }

  /** Ids begin with the time, so that names on disk sort by it. */
  #newId(): string {
    return `${Math.floor(this.#needs.now()).toString(36).padStart(9, "0")}-${crypto.randomUUID().slice(0, 8)}`;
  }
}

/** An answer that ended before its question was put together still has an end to show. */
function withoutQuestion(
  { conversation, label }: AnswerEntry,
  answer: { text: string; end: AnswerEnd; model: string },
): Conversation {
  return {
    ...conversation,
    exchanges: [{ id: crypto.randomUUID(), question: { text: label, attachments: [] }, answer }],
  };
}

function endOf(error: unknown): AnswerEnd {
  if (!(error instanceof Unanswerable)) return { kind: "failed", failure: failureOf(error) };
  return error.failure === "declined" ? { kind: "stopped" } : { kind: "failed", failure: error.failure };
}
