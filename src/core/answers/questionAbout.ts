import type { Attachment } from "../conversation/attachment.ts";
import type { Question } from "../conversation/conversation.ts";
import { answerRequest } from "../prompts/answers.ts";
import { say } from "../words/words.ts";
import type { LeftOut, Piece, Source, Task } from "./source.ts";
import type { Part } from "./splitIntoParts.ts";
import type { Surroundings } from "./surroundings.ts";
import { type TextKind, textKindOf } from "./textKind.ts";

/** What a question about a text is made for. */
export interface AskingPurpose {
  readonly task: Task;
  /** What the answer should be in; empty = whatever the model takes. */
  readonly language: string;
  readonly tokensOf: (text: string) => number;
  /** What definitions may have. */
  readonly definitionTokens: number;
}

/** A question, and what found no place in it. */
export interface AskedAbout {
  readonly question: Question;
  readonly leftOut: readonly LeftOut[];
}

/** What sort of text a source is: what its longest piece is. */
export function kindOfSource({ origin, pieces }: Source): TextKind {
  if (origin.kind === "changes") return "changes";
  const [longest] = [...pieces].sort((one, other) => other.text.length - one.text.length);
  if (longest === undefined) return "code";
  const kind = textKindOf(longest.languageId, longest.text);
  // What a terminal shows is the course of something, as a log is.
  return origin.kind === "terminal" ? "log" : kind;
}

/** The question about a text that is read whole, with what was looked up for it; the text itself stands last before the request. */
export function questionAbout(source: Source, surroundings: Surroundings, purpose: AskingPurpose): AskedAbout {
  const { task, language, tokensOf } = purpose;
  const leftOut: LeftOut[] = [];
  const definitions: Attachment[] = [];
  let used = 0;
  for (const { name, languageId, text, firstLine } of surroundings.definitions) {
    const last = firstLine + text.split("\n").length - 1;
    const attachment = attached("file", { name, languageId, text, firstLine, symbolLines: [] }, firstLine, last, text);
    used += tokensOf(text);
    if (used > purpose.definitionTokens) leftOut.push({ name: `${name}:${firstLine}`, reason: "noRoom" });
    else definitions.push(attachment);
  }
  const texts = source.pieces.map((piece) => {
    const last = piece.firstLine + lineCount(piece.text) - 1;
    return attached(kindOfAttachment(source), piece, piece.firstLine, last, piece.text, source.origin.kind === "lines");
  });
  const problems = surroundings.problems === "" ? [] : [problemsAttachment(surroundings.problems)];
  const isAlone = definitions.length === 0 && problems.length === 0 && source.pieces.length === 1;
  const text = answerRequest(task, kindOfSource(source), {
    label: isAlone && source.problem === "" && source.origin.kind !== "lines" ? "" : source.label,
    symbol: surroundings.symbol,
    problem: source.problem,
    language,
  });
  return { question: { text, attachments: numbered([...definitions, ...texts, ...problems]) }, leftOut };
}

/** What a part of a text is attached as. */
export function attachmentsOfPart(part: Part, source: Source): readonly Attachment[] {
  const attachments = part.flatMap(({ piece, firstLine, lastLine, text }) => {
    const from = source.pieces[piece];
    return from === undefined ? [] : [attached(kindOfAttachment(source), from, firstLine, lastLine, text)];
  });
  return numbered(attachments);
}

/** How a part is called: `cart.ts:3-9`, or its first and last file. */
export function labelOfPart(part: Part, source: Source): string {
  const first = part[0];
  const last = part.at(-1);
  if (first === undefined || last === undefined) return source.label;
  const name = source.pieces[first.piece]?.name ?? "";
  if (first === last) return `${name}:${first.firstLine}-${first.lastLine}`;
  return `${name} … ${source.pieces[last.piece]?.name ?? ""}`;
}

/** A text that needs no fence of a thousand marks around it, because a run of that many in it is broken. */
export function asMaterial(text: string): string {
  return text.replace(/`{20}(?=`)/g, "$&\u2060");
}

function numbered(attachments: readonly Attachment[]): readonly Attachment[] {
  return attachments.map((one, index) => ({ ...one, id: `piece-${index}` }));
}

function kindOfAttachment({ origin }: Source): Attachment["kind"] {
  switch (origin.kind) {
    case "lines":
      return "selection";
    case "files":
      return "file";
    case "changes":
    case "terminal":
      return origin.kind;
  }
}

function attached(
  kind: Attachment["kind"],
  { name, languageId }: Piece,
  first: number,
  last: number,
  text: string,
  hasLines = true,
): Attachment {
  const lines = hasLines ? { lines: { first, last } } : {};
  return { id: "", kind, name, languageId, ...lines, text: asMaterial(text), isCut: false };
}

function problemsAttachment(text: string): Attachment {
  const name = say("chat.attach.problems");
  return { id: "", kind: "problems", name, languageId: "", text: asMaterial(text), isCut: false };
}

function lineCount(text: string): number {
  return text.replace(/(?:\r\n|\r|\n)$/, "").split(/\r\n|\r|\n/).length;
}
