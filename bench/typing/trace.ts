import type { SourceFile } from "../holes/punchHoles.ts";
import { oneOf, type Random } from "../seededRandom.ts";

/** What a person does at one moment. */
export type TraceStep =
  | { readonly kind: "type"; readonly afterMs: number; readonly text: string }
  | { readonly kind: "erase"; readonly afterMs: number }
  /** The cursor goes to an offset of the document as it is then. */
  | { readonly kind: "jump"; readonly afterMs: number; readonly offset: number };

/** A person writing a piece of a file, key by key. */
export interface Trace {
  readonly id: string;
  readonly path: string;
  readonly languageId: string;
  /** The document at first, LF, and where the cursor rests. */
  readonly text: string;
  readonly cursor: number;
  readonly steps: readonly TraceStep[];
  /** How long the person looks at the end, ms. */
  readonly lastRestMs: number;
}

/** From this gap before the next key on, a person has paused and would read ghost text, ms. */
export const pauseMs = 450;

/** How many lines of code are typed, and which of them the person leaves in the middle to add a line elsewhere. */
export interface TraceSize {
  readonly lines: number;
}

const keysNear: Readonly<Record<string, string>> = { a: "s", e: "r", i: "o", n: "m", o: "p", r: "t", s: "d", t: "y" };

/** A trace over a piece of a file, which is taken out and typed again; undefined where the file has no such piece. */
export function traceOf(file: SourceFile, size: TraceSize, random: Random): Trace | undefined {
  const lines = file.text.split("\n");
  const starts = lines
    .map((_, index) => index)
    .filter((index) => index >= 20 && index + size.lines + 5 < lines.length)
    .filter((index) => isWorthTyping(lines.slice(index, index + size.lines)));
  const first = oneOf(starts, random);
  if (first === undefined) return undefined;
  const piece = lines.slice(first, first + size.lines);
  const indent = indentOf(piece[0] ?? "");
  const before = `${lines.slice(0, first).join("\n")}\n${indent}`;
  const after = `\n${lines.slice(first + size.lines).join("\n")}`;
  const typist = new Typist(before.length, random);
  const half = Math.floor(piece.length / 2);
  for (const [index, line] of piece.entries()) {
    if (index > 0) typist.breakLine(indentOf(line));
    if (index === half) typist.visit(spotAbove(lines, first), file.languageId);
    typist.write(line.trim());
  }
  return {
    id: `${file.id}:${first + 1}`,
    path: file.path,
    languageId: file.languageId,
    text: before + after,
    cursor: before.length,
    steps: typist.steps,
    lastRestMs: 2_000,
  };
}

function isWorthTyping(piece: readonly string[]): boolean {
  const characters = piece.reduce((sum, line) => sum + line.trim().length, 0);
  const isCode = piece.every((line) => line.trim() !== "" && !/^\s*(?:\/\/|\/\*|\*|#|"""|''')/.test(line));
  return isCode && characters >= piece.length * 16 && characters <= piece.length * 45;
}

function indentOf(line: string): string {
  return /^[ \t]*/.exec(line)?.[0] ?? "";
}

/** The end of a line some way above, where something is added in between. */
function spotAbove(lines: readonly string[], first: number): { readonly offset: number; readonly indent: string } {
  let line = Math.max(1, first - 14);
  while (line > 1 && (lines[line] ?? "").trim() === "") line--;
  const offset = lines.slice(0, line + 1).join("\n").length;
  return { offset, indent: indentOf(lines[line] ?? "") };
}

/** Presses keys as people do: quick inside words, slower between them, with second thoughts, slips and rests. */
class Typist {
  readonly steps: TraceStep[] = [];
  readonly #random: Random;
  #cursor: number;
  #restMs = 1_500;

  constructor(cursor: number, random: Random) {
    this.#cursor = cursor;
    this.#random = random;
  }

  write(text: string): void {
    for (const [index, letter] of Array.from(text).entries()) {
      const isWordStart = index > 0 && /[\s([{.,=]/.test(text[index - 1] ?? "");
      if (isWordStart && this.#random() < 0.25) this.#rest(600, 1_900);
      const wrong = keysNear[letter];
      if (wrong !== undefined && this.#random() < 0.02) this.#slip(wrong);
      this.#type(letter, isWordStart ? 210 : 130);
    }
  }

  breakLine(indent: string): void {
    this.#type(`\n${indent}`, 190);
    if (this.#random() < 0.65) this.#rest(700, 2_200);
  }

  /** Goes elsewhere, adds a line there, and comes back. */
  visit({ offset, indent }: { readonly offset: number; readonly indent: string }, languageId: string): void {
    const back = this.#cursor;
    this.#rest(500, 900);
    this.#jump(offset);
    this.#rest(1_200, 1_600);
    const added = languageId === "python" ? "# see below" : "// see below";
    this.#type(`\n${indent}`, 190);
    for (const letter of added) this.#type(letter, 130);
    const length = this.#cursor - offset;
    this.#jump(back + length);
    this.#rest(1_200, 1_800);
  }

  #slip(wrong: string): void {
    this.#type(wrong, 130);
    this.#gap(330);
    this.steps.push({ kind: "erase", afterMs: this.#takeRest(0) });
    this.#cursor--;
  }

  #type(text: string, usualMs: number): void {
    this.steps.push({ kind: "type", afterMs: this.#takeRest(usualMs), text });
    this.#cursor += text.length;
  }

  #jump(offset: number): void {
    this.steps.push({ kind: "jump", afterMs: this.#takeRest(250), offset });
    this.#cursor = offset;
  }

  #rest(leastMs: number, mostMs: number): void {
    this.#gap(leastMs + this.#random() * (mostMs - leastMs));
  }

  #gap(ms: number): void {
    this.#restMs = Math.max(this.#restMs, ms);
  }

  /** The gap before a key: a rest if one is due, else the usual one, with the long tail that people's gaps have. */
  #takeRest(usualMs: number): number {
    const rest = this.#restMs;
    this.#restMs = 0;
    const spread = Math.exp((this.#random() + this.#random() + this.#random() - 1.5) * 0.7);
    return Math.round(rest + (rest > 0 ? 0 : usualMs * spread));
  }
}

/** Whether the person pauses after a step, which is when ghost text is read. */
export function isPauseAfter(trace: Trace, step: number): boolean {
  const next = trace.steps[step + 1];
  return (next?.afterMs ?? trace.lastRestMs) >= pauseMs && trace.steps[step]?.kind !== "jump";
}

/** Keys of a trace: letters, line breaks and backspaces. */
export function keystrokesOf(trace: Trace): number {
  return trace.steps.filter(({ kind }) => kind !== "jump").length;
}

/** The document and the cursor after a step; an edit is what an editor would send. */
export interface TraceState {
  readonly text: string;
  readonly cursor: number;
  readonly edit: { readonly from: number; readonly to: number; readonly text: string } | undefined;
}

/** Does a step. */
export function after({ text, cursor }: Pick<TraceState, "text" | "cursor">, step: TraceStep): TraceState {
  if (step.kind === "jump") return { text, cursor: step.offset, edit: undefined };
  const from = step.kind === "erase" ? cursor - 1 : cursor;
  const added = step.kind === "erase" ? "" : step.text;
  return {
    text: text.slice(0, from) + added + text.slice(cursor),
    cursor: from + added.length,
    edit: { from, to: cursor, text: added },
  };
}

/** All states of a trace: the first as it is opened, then one after each step. */
export function statesOf(trace: Trace): readonly TraceState[] {
  const states: TraceState[] = [{ text: trace.text, cursor: trace.cursor, edit: undefined }];
  for (const step of trace.steps) {
    const last = states.at(-1);
    if (last !== undefined) states.push(after(last, step));
  }
  return states;
}
