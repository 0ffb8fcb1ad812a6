import { restore } from "../controlText.ts";

/** What of a model's answer is a commit message. */
export interface DraftAnswer {
  readonly subject: string;
  /** Whether the first line is whole; a later piece cannot change it. */
  readonly isSubjectWhole: boolean;
  /** Whole lines only, until the answer has ended. */
  readonly body: string;
  /** Whether what comes now is no longer the message, so that nobody need wait for it. */
  readonly isOver: boolean;
}

const fence = /^\s*(`{3,}|~{3,})\s*[\w-]*\s*$/;

/** What stands before a message: politeness, headings, a number of a choice. */
const preamble =
  /^(sure|certainly|of course|okay|ok|absolutely|here('s| is| are)\b.*|based on .*|the (following|suggested) .*|commit message|suggested commit message|(option|alternative|version)\s*\d*)\b.*[:.!]?\s*$/i;

const label = /^(?:(?:suggested |git )?commit(?: message)?|subject(?: line)?|title|message|header|summary)\s*:\s*/i;

/** What stands after a message. */
const afterword =
  /^\s*([*_#> ]*)(explanation|rationale|reasoning|why|notes?|alternatively|alternative|option\s*\d|or\b\s*:|another option|this (commit )?message|this (follows|is a|adheres)|the (commit )?message (above|follows|uses|is)|the subject( line)?\b|i (hope|have|'ve|chose|used)|let me know|feel free|would you like|key (changes|points|improvements) (explained|and)|diff --git |index [0-9a-f]{7,}|(\+\+\+|---) [ab]\/|=== |recent commits|changed files)/i;

/** Lines that only a person or a tool may add. */
const foreignTrailer = /^(signed-off-by|co-authored-by|reviewed-by|acked-by|tested-by|change-id|reported-by|cc)\s*:/i;

const numberedChoice = /^\s*(?:\*\*)?1[.)]\s+/;

/** Reads a message out of all that the model has written so far. */
export function readAnswer(text: string, isFinished: boolean): DraftAnswer {
  const lines = restore(text).replace(/\r/g, "").split("\n");
  // The last line may still grow; it is judged once it is whole.
  const whole = isFinished ? lines : lines.slice(0, -1);
  let at = 0;
  let isFenced = false;
  let subject = "";
  let isChoice = false;
  for (; at < whole.length && subject === ""; at++) {
    const line = whole[at] ?? "";
    if (line.trim() === "" || /^\s*-{3,}\s*$/.test(line)) continue;
    if (fence.test(line)) {
      isFenced = true;
      continue;
    }
    isChoice = numberedChoice.test(line);
    const stripped = unwrapped(line);
    if (stripped === "" || isPreamble(stripped)) continue;
    subject = stripped;
  }
  if (subject === "") return { subject: "", isSubjectWhole: false, body: "", isOver: false };
  const { first, rest } = firstSentence(subject);
  subject = first;
  const body: string[] = rest === "" ? [] : [rest];
  let isOver = false;
  for (; at < whole.length && !isOver; at++) {
    const line = whole[at] ?? "";
    const bare = line.replace(/^\s*body\s*:\s*/i, "").replace(/\*\*(.+?)\*\*/g, "$1");
    if (fence.test(line) && (isFenced || body.length > 0)) isOver = true;
    else if (afterword.test(line) || /^\s*-{3,}\s*$/.test(line)) isOver = true;
    else if (isChoice && /^\s*(?:\*\*)?\d[.)]\s+/.test(line)) isOver = true;
    else if (isSecondSubject(subject, bare)) isOver = true;
    else if (!foreignTrailer.test(bare.trim()) && !fence.test(line)) body.push(bare.trimEnd());
  }
  return { subject, isSubjectWhole: true, body: tidy(body, subject), isOver };
}

/** A first line that goes on with another sentence: that one belongs to the body. */
function firstSentence(line: string): { readonly first: string; readonly rest: string } {
  const end = /(?<=[\p{Ll}\d)`"'\]]{3})\.\s+(?=[\p{Lu}`"])/u.exec(line);
  if (end === null || end.index < 16) return { first: line, rest: "" };
  return { first: line.slice(0, end.index), rest: line.slice(end.index + end[0].length) };
}

function isPreamble(line: string): boolean {
  return preamble.test(line) && (/[:!]$/.test(line) || line.split(" ").length <= 3 || /commit message/i.test(line));
}

/** A first line without what models put around it: labels, quotes, code marks, stars, heading and list marks. */
function unwrapped(line: string): string {
  // What is longer is no first line, and would keep the patterns busy.
  let text = line.slice(0, 500).trim();
  for (let before = ""; before !== text;) {
    before = text;
    text = text
      // The plus of an added line is copied along by small models.
      .replace(/^(?:#{1,6}|>|[-+*•]|\d+[.)])\s+/, "")
      .replace(label, "")
      .replace(
        /^(\*\*|__|`+|["'“”«])(.*?)(\*\*|__|`+|["'“”»])([.:]?)$/,
        (match, open: string, inner: string, close: string) =>
          pairs(open, close) && enclosesAll(inner, open) ? inner : match,
      )
      .replace(/^\*\*([^*]+)\*\*/, "$1")
      // The numbers of the list of files.
      .replace(/\s*\(\+\d+(?: -\d+)?\)$/, "")
      .trim();
  }
  // A quote that opens and never closes on this line: the whole message was quoted.
  return /^["“`][^"”`]*$/.test(text) ? text.slice(1).trim() : text;
}

/** Whether marks around a text belong together: where the next mark inside opens anew (after a blank), the outer one is still open. */
function enclosesAll(inner: string, mark: string): boolean {
  const next = inner.indexOf(mark);
  return next < 0 || (next > 0 && /\s/.test(inner.charAt(next - 1)));
}

function pairs(open: string, close: string): boolean {
  return open === close || (open === "“" && close === "”") || (open === "«" && close === "»");
}

/** A line that begins as the subject does, in a form that bodies do not have, is the next of several alternatives. */
function isSecondSubject(subject: string, line: string): boolean {
  const mark = /^[a-z]{2,10}(\([^)]*\))?!?: /;
  return (mark.test(subject) && mark.test(line)) || line.trim() === subject;
}

function tidy(lines: readonly string[], subject: string): string {
  let body = lines
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
  if (/^["“`]/.test(subject) || /[^"“`]["”`]$/.test(body)) body = body.replace(/(?<=[.\w])["”`]$/, "");
  return body;
}
