import type { Task } from "../answers/source.ts";
import type { TextKind } from "../answers/textKind.ts";
import { fenced } from "./fence.ts";

/** How an answer should be said once more. */
export type Variation = "shorter" | "longer" | "simpler";

const explaining: Readonly<Record<TextKind, string>> = {
  code: "what it is for, how it works step by step, and what is easy to get wrong. Do not repeat the code line by line",
  prose: "what it says, what it takes for granted, and what its difficult words and passages mean",
  log: "what happened in which order, what went wrong first, and what the likely cause is. Quote the lines that show it",
  data: "what it holds, what its fields mean, and what stands out in the values",
  settings: "what each part of it brings about, how the parts depend on each other, and what is easy to get wrong",
  changes: "what changes in behaviour, why that was probably done, and what to look at closely",
};

const summarizing: Readonly<Record<TextKind, string>> = {
  code: "what it is responsible for and its main parts",
  prose: "its points, results and open questions",
  log: "what happened, every kind of error with how often it occurs, and when",
  data: "what it holds, how much of it, and what stands out",
  settings: "what it sets and what is unusual in it",
  changes: "what behaves differently now, file by file where that helps",
};

/** What the request is about, beside what is attached. */
export interface Subject {
  /** How it is called among the attachments; empty = all that is attached. */
  readonly label: string;
  /** The symbol around it, such as `Cart.total`; empty where there is none. */
  readonly symbol: string;
  /** The problem that the question is about; empty mostly. */
  readonly problem: string;
  /** Empty = whatever the model takes. */
  readonly language: string;
}

const nothingMore: Subject = { label: "", symbol: "", problem: "", language: "" };

/** Asks to explain or summarize; the last words of a question, so that the model has them fresh. */
export function answerRequest(task: Task, kind: TextKind, subject: Subject = nothingMore): string {
  const { label, symbol, problem, language } = subject;
  const what = label === "" ? "this" : `\`${label}\``;
  const place = symbol === "" ? "" : ` It stands in \`${symbol}\`.`;
  const answered = inLanguage(language);
  if (problem !== "") {
    return `The editor reports a problem in ${what}: “${problem}”.${place} Explain what this problem means, why it is reported exactly here, and how to fix it.${answered}`;
  }
  if (task === "explain") return `Explain ${what}: ${explaining[kind]}.${place}${answered}`;
  return `Summarize ${what}. Begin with the gist in one or two sentences. Then list the main points, the most important first, one line each: ${summarizing[kind]}. No introduction and no closing remark.${place}${answered}`;
}

function inLanguage(language: string): string {
  return language === "" ? "" : ` Answer in ${language}.`;
}

/** Which part of which text is being read. */
export interface PartPlace {
  readonly part: number;
  readonly parts: number;
  readonly label: string;
}

/** Asks for notes on one part of a text that is too long to be read at once. */
export function notesRequest({ part, parts, label }: PartPlace, kind: TextKind, language: string): string {
  return `This is part ${part} of ${parts} of \`${label}\`, which is read in parts. Write notes for somebody who will not see this part: at most eight short points, each in one line that begins with "- ". Look for ${summarizing[kind]}. Keep names, numbers, dates and errors exactly as they stand. Nothing before the points and nothing after them.${inLanguage(language)}`;
}

/** Notes on one part. */
export interface PartNotes {
  readonly label: string;
  readonly text: string;
}

/** Asks for fewer notes where there are too many for one question. */
export function condenseRequest(notes: readonly PartNotes[], label: string, language: string): string {
  return `${listed(notes)}\n\nThese are notes on some parts of \`${label}\`. Say the same in at most ten short points, each in one line that begins with "- ". Keep names, numbers, dates and errors exactly as they stand. Nothing before the points and nothing after them.${inLanguage(language)}`;
}

/** Asks for the answer about a text of which there are notes. */
export function joinRequest(notes: readonly PartNotes[], task: Task, kind: TextKind, subject: Subject): string {
  return `${listed(notes)}\n\nThese are notes on all parts of \`${subject.label}\` that were read, in their order. Use nothing but the notes, and speak of the whole, not of its parts.\n\n${answerRequest(task, kind, subject)}`;
}

function listed(notes: readonly PartNotes[]): string {
  return notes.map(({ label, text }) => `Notes on \`${label}\`:\n${fenced(text.trim(), "")}`).join("\n\n");
}

const variations: Readonly<Record<Variation, string>> = {
  shorter: "Say that again in at most half as many words. Keep what matters most.",
  longer: "Say that again in more detail: go through the parts one after another, and give examples where they help.",
  simpler:
    "Say that again for somebody who is new to this: short sentences, everyday words, every technical term explained, and one comparison or example.",
};

/** Asks for the same answer in another way. */
export function variationRequest(variation: Variation, language: string): string {
  return `${variations[variation]}${inLanguage(language)}`;
}
