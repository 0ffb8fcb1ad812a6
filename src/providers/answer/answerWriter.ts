import type { Sent } from "../../core/answers/answerEntry.ts";
import { askAtOnce } from "../../core/answers/askAtOnce.ts";
import { asMaterial, attachmentsOfPart, kindOfSource, labelOfPart } from "../../core/answers/questionAbout.ts";
import { groupNotes, labelOfGroup } from "../../core/answers/groupNotes.ts";
import { Pace } from "../../core/answers/pace.ts";
import {
  affordableParts,
  longReadingSeconds,
  noteTokens,
  sampleParts,
  secondsForJoining,
  secondsForParts,
  secondsForWhole,
  secondsToFirstWord,
  shorterReadingSeconds,
} from "../../core/answers/readingPlan.ts";
import type { LeftOut, Source, Task } from "../../core/answers/source.ts";
import { type Part, splitIntoParts } from "../../core/answers/splitIntoParts.ts";
import type { Surroundings } from "../../core/answers/surroundings.ts";
import { neutralise } from "../../core/controlText.ts";
import type { ChatTurn } from "../../core/conversation/assemble.ts";
import { AnswerText } from "../../core/conversation/answerText.ts";
import {
  type ChatFailure,
  type Conversation,
  emptyConversation,
  type Question,
} from "../../core/conversation/conversation.ts";
import { condenseRequest, joinRequest, notesRequest, type PartNotes } from "../../core/prompts/answers.ts";
import type { ReadyModel } from "../../ollama/foregroundAnswers.ts";
import type { ChatModel } from "../chat/chatModel.ts";

/** Context that is being looked up: what there is so far, and when all of it is there. */
export interface SurroundingsReading {
  readonly soFar: Surroundings;
  readonly whole: Promise<unknown>;
}

/** What is to be answered. */
export interface Order {
  readonly task: Task;
  readonly source: Source;
  readonly surroundings: SurroundingsReading;
  /** The parts of an earlier, interrupted reading, the notes that there are, and what it left out. */
  readonly resumed?: {
    readonly parts: readonly Part[];
    readonly notes: readonly PartNotes[];
    readonly leftOut: readonly LeftOut[];
  };
}

/** How long a long reading would take, and a shorter one. */
export interface Estimate {
  readonly seconds: number;
  readonly parts: number;
  readonly shorterSeconds: number;
  readonly shorterParts: number;
}

/** What a person wants of a reading that takes long. */
export type Choice = "all" | "shorter" | "none";

/** How an answer comes into being. */
export type WritingStep =
  /** The question is being read at once. */
  | { readonly kind: "reading"; readonly conversation: Conversation; readonly sent: Sent; readonly seconds: number }
  | { readonly kind: "planned"; readonly parts: readonly Part[]; readonly sent: Sent }
  | { readonly kind: "part"; readonly part: number; readonly label: string; readonly secondsLeft: number }
  /** A piece of the notes on the part. */
  | { readonly kind: "note"; readonly text: string }
  | { readonly kind: "noted"; readonly notes: PartNotes }
  /** All parts are read. */
  | { readonly kind: "joining"; readonly conversation: Conversation; readonly secondsLeft: number }
  | { readonly kind: "text"; readonly raw: string; readonly text: string }
  | { readonly kind: "end"; readonly isRoomUsed: boolean };

/** A question that no model could answer: not even a part of it fits, or the person does not want it. */
export class Unanswerable extends Error {
  readonly failure: ChatFailure | "declined";

  constructor(failure: ChatFailure | "declined") {
    super("the question cannot be asked");
    this.name = "Unanswerable";
    this.failure = failure;
  }
}

/** What looking up the context may delay a question by, ms. */
const lookUpMs = 150;

/** Parts are no longer than that, tokens: notes on more are too coarse, and a part is what a cancel may lose. */
const mostPartTokens = 6_000;
const partSeconds = 45;
const leastPartTokens = 1_000;

/** The question around a part, and around the notes. */
const requestTokens = 260;

/** Writes answers about texts of any length: at once where they fit, else from notes on their parts. */
export class AnswerWriter {
  readonly #model: ChatModel;
  readonly #language: () => string;
  readonly #pause: (ms: number) => Promise<void>;
  readonly #now: () => number;

  /** `language` is what answers should be in. */
  constructor(model: ChatModel, language: () => string, pause: (ms: number) => Promise<void>, now: () => number) {
    this.#model = model;
    this.#language = language;
    this.#pause = pause;
    this.#now = now;
  }

  /** Throws `DaemonError`, `Unanswerable` or the signal's reason; `choose` is asked before a reading of many minutes. */
  async *write(
    order: Order,
    choose: (estimate: Estimate) => Promise<Choice>,
    signal: AbortSignal,
  ): AsyncGenerator<WritingStep, void, undefined> {
    const ready = await this.#model.ready(signal);
    if (order.resumed !== undefined) {
      const { parts, notes, leftOut } = order.resumed;
      yield* this.#readParts(order, parts, notes, leftOut, ready, signal);
      return;
    }
    await Promise.race([order.surroundings.whole, this.#pause(lookUpMs)]);
    signal.throwIfAborted();
    const { speeds } = ready.runtime;
    const { task, source } = order;
    const asking = { task, source, surroundings: order.surroundings.soFar, language: this.#language(), speeds };
    const purpose = this.#model.purposeFor(ready);
    const asked = askAtOnce(asking, purpose, (question) => this.#conversationOf(question));
    const secondsAtOnce = asked === undefined ? Infinity : secondsForWhole(asked.sent.promptTokens, speeds);
    let parts: readonly Part[] | undefined;
    let all: readonly Part[] = [];
    if (secondsAtOnce > longReadingSeconds) {
      all = splitIntoParts(order.source.pieces, this.#partTokens(ready), this.#tokensOf(ready));
      parts = await this.#chosenParts(all, secondsAtOnce, choose, ready);
    }
    if (asked !== undefined && (parts === undefined || parts.length === all.length)) {
      const { turns, conversation, sent } = asked;
      yield { kind: "reading", conversation, sent, seconds: secondsToFirstWord(sent.promptTokens, speeds) };
      yield* this.#answer(turns, ready, signal);
      return;
    }
    if (parts === undefined) return;
    const leftOut: readonly LeftOut[] =
      parts.length === all.length
        ? order.source.leftOut
        : [...order.source.leftOut, { name: order.source.label, reason: "sampled" }];
    yield* this.#readParts(order, parts, [], leftOut, ready, signal);
  }

  async #chosenParts(
    all: readonly Part[],
    secondsAtOnce: number,
    choose: (estimate: Estimate) => Promise<Choice>,
    ready: ReadyModel,
  ): Promise<readonly Part[]> {
    const { speeds } = ready.runtime;
    const sizes = this.#sizesOf(all, ready);
    const seconds = Math.min(secondsAtOnce, secondsForParts(sizes, speeds));
    if (seconds <= longReadingSeconds) return all;
    const shorter = sampleParts(all, affordableParts(sizes, shorterReadingSeconds, speeds));
    const shorterSeconds = secondsForParts(this.#sizesOf(shorter, ready), speeds);
    const choice = await choose({ seconds, parts: all.length, shorterSeconds, shorterParts: shorter.length });
    if (choice === "none") throw new Unanswerable("declined");
    return choice === "all" ? all : shorter;
  }

  async *#readParts(
    order: Order,
    parts: readonly Part[],
    known: readonly PartNotes[],
    leftOut: readonly LeftOut[],
    ready: ReadyModel,
    signal: AbortSignal,
  ): AsyncGenerator<WritingStep, void, undefined> {
    const { source, task } = order;
    const { speeds } = ready.runtime;
    const sizes = this.#sizesOf(parts, ready);
    const roomTokens = this.#model.purposeFor(ready).room.promptTokens;
    const items = parts.map((part, index) => ({ label: labelOfPart(part, source), tokens: sizes[index] ?? 0 }));
    const sent = { items, leftOut, promptTokens: Math.max(0, ...sizes) + requestTokens, roomTokens };
    yield { kind: "planned", parts, sent };
    const notes = [...known];
    const pace = new Pace(sizes, speeds, this.#now);
    for (const [index, part] of parts.entries()) {
      if (index < known.length) continue;
      const label = labelOfPart(part, source);
      yield { kind: "part", part: index + 1, label, secondsLeft: pace.secondsLeft(index) };
      let text = "";
      for await (const piece of this.#notesOn(part, index, parts.length, source, ready, signal)) {
        text += piece;
        yield { kind: "note", text: piece };
      }
      const noted = { label, text };
      notes.push(noted);
      pace.note(index);
      yield { kind: "noted", notes: noted };
    }
    const asked = await this.#joined(notes, task, source, ready, signal);
    yield { kind: "joining", conversation: asked.conversation, secondsLeft: secondsForJoining(notes.length, speeds) };
    yield* this.#answer(asked.turns, ready, signal);
  }

  /** Streams the notes on one part; a part that turns out too long for the context is halved. */
  async *#notesOn(
    part: Part,
    index: number,
    parts: number,
    source: Source,
    ready: ReadyModel,
    signal: AbortSignal,
  ): AsyncGenerator<string, void, undefined> {
    const place = { part: index + 1, parts, label: source.label };
    const text = notesRequest(place, kindOfSource(source), this.#language());
    const conversation = this.#conversationOf({ text, attachments: attachmentsOfPart(part, source) });
    const assembly = this.#model.assemble(conversation, ready, false);
    if (assembly.kind === "fits") {
      yield* this.#texts(assembly.turns, ready, signal);
      return;
    }
    const pieces = part.flatMap((segment) => {
      const piece = source.pieces[segment.piece];
      return piece === undefined
        ? []
        : [{ ...piece, text: segment.text, firstLine: segment.firstLine, symbolLines: [] }];
    });
    const [size = 0] = this.#sizesOf([part], ready);
    const halves = splitIntoParts(pieces, Math.ceil(size * 0.6), this.#tokensOf(ready));
    if (halves.length < 2) throw new Unanswerable(assembly.failure);
    for (const half of halves) {
      yield* this.#notesOn(half, index, parts, { ...source, pieces }, ready, signal);
      yield "\n";
    }
  }

  /** The question that joins all notes; where they are too many, groups of them are condensed first, level by level. */
  async #joined(
    notes: readonly PartNotes[],
    task: Task,
    source: Source,
    ready: ReadyModel,
    signal: AbortSignal,
  ): Promise<{ readonly turns: readonly ChatTurn[]; readonly conversation: Conversation }> {
    const language = this.#language();
    const tokensOf = this.#tokensOf(ready);
    const subject = { label: source.label, symbol: "", problem: source.problem, language };
    for (let left = notes; ;) {
      const text = joinRequest(left, task, kindOfSource(source), subject);
      const conversation = this.#conversationOf({ text, attachments: [] });
      const assembly = this.#model.assemble(conversation, ready, false);
      if (assembly.kind === "fits") return { turns: assembly.turns, conversation };
      const room = this.#model.purposeFor(ready).room.promptTokens - requestTokens;
      const groups = groupNotes(left, room * 0.6, (one) => tokensOf(one.text) + tokensOf(one.label) + 20);
      if (groups.length >= left.length) throw new Unanswerable(assembly.failure);
      const condensed: PartNotes[] = [];
      for (const group of groups) {
        const label = labelOfGroup(group);
        const request = { text: condenseRequest(group, source.label, language), attachments: [] };
        const asked = this.#model.assemble(this.#conversationOf(request), ready, false);
        if (asked.kind === "impossible") throw new Unanswerable(asked.failure);
        let noted = "";
        for await (const piece of this.#texts(asked.turns, ready, signal)) noted += piece;
        condensed.push({ label, text: noted });
      }
      left = condensed;
    }
  }

  async *#texts(
    turns: readonly ChatTurn[],
    ready: ReadyModel,
    signal: AbortSignal,
  ): AsyncGenerator<string, void, undefined> {
    const shown = new AnswerText();
    for await (const event of this.#model.answer(turns, ready, signal, noteTokens)) {
      if (event.kind === "text") yield shown.append(event.text);
    }
    yield shown.finish();
  }

  async *#answer(
    turns: readonly ChatTurn[],
    ready: ReadyModel,
    signal: AbortSignal,
  ): AsyncGenerator<WritingStep, void, undefined> {
    const shown = new AnswerText();
    let isRoomUsed = false;
    for await (const event of this.#model.answer(turns, ready, signal)) {
      if (event.kind === "text") yield { kind: "text", raw: event.text, text: shown.append(event.text) };
      else isRoomUsed = event.figures.doneReason === "length";
    }
    yield { kind: "text", raw: "", text: shown.finish() };
    yield { kind: "end", isRoomUsed };
  }

  /** Goes on with a conversation: says its last answer in another way, or its rest. */
  async *goOn(
    conversation: Conversation,
    isContinuing: boolean,
    signal: AbortSignal,
  ): AsyncGenerator<WritingStep, void, undefined> {
    const ready = await this.#model.ready(signal);
    const whole = this.#model.assemble(conversation, ready, isContinuing);
    const hasRoom = whole.kind === "fits" && whole.firstTold === 0;
    // What was answered matters more than what it was read from: without it, nothing could be said in another way.
    const assembly = hasRoom ? whole : this.#model.assemble(withoutMaterial(conversation), ready, isContinuing);
    if (assembly.kind === "impossible") throw new Unanswerable(assembly.failure);
    yield* this.#answer(assembly.turns, ready, signal);
  }

  #conversationOf(question: Question): Conversation {
    const answer = { text: "", end: undefined, model: "" };
    const nowMs = this.#now();
    const id = `${Math.floor(nowMs).toString(36).padStart(9, "0")}-answer`;
    return { ...emptyConversation(id, nowMs), exchanges: [{ id: crypto.randomUUID(), question, answer }] };
  }

  #partTokens(ready: ReadyModel): number {
    const { room, instructions, tokensOf } = this.#model.purposeFor(ready);
    const fits = room.promptTokens - tokensOf(instructions) - requestTokens;
    const bearable = Math.max(leastPartTokens, ready.runtime.speeds.promptTokensPerSecond * partSeconds);
    return Math.max(1, Math.min(fits, mostPartTokens, bearable));
  }

  #tokensOf(ready: ReadyModel): (text: string) => number {
    const meter = this.#model.meterOf(ready.runtime.model);
    return (text) => meter.tokensOf(neutralise(asMaterial(text)));
  }

  #sizesOf(parts: readonly Part[], ready: ReadyModel): readonly number[] {
    const tokensOf = this.#tokensOf(ready);
    return parts.map((part) => part.reduce((sum, { text }) => sum + tokensOf(text), 0));
  }
}

/** A conversation whose questions have lost the texts that they are about. */
function withoutMaterial(conversation: Conversation): Conversation {
  const exchanges = conversation.exchanges.map((exchange, index) => {
    const isLast = index === conversation.exchanges.length - 1;
    const { text } = exchange.question;
    return isLast ? exchange : { ...exchange, question: { text: withoutNotes(text), attachments: [] } };
  });
  return { ...conversation, exchanges };
}

/** A request without the notes that stand before it. */
function withoutNotes(text: string): string {
  return text.slice(text.lastIndexOf("\n\n") + 1).trimStart();
}
