import type { CommitlintRules } from "./commitlint.ts";
import type { CommitStyle } from "./commitStyle.ts";
import { areaOf, inferScope, inferType, typeOfFiles } from "./inferType.ts";
import { inMood, moodOf } from "./mood.ts";
import { readSubject, writeSubject, type Subject } from "./subject.ts";
import type { WholeChange } from "./wholeChange.ts";
import { wrapBody } from "./wrapBody.ts";

/** What a message must agree with. */
export interface MessageFrame {
  readonly style: CommitStyle;
  readonly commitlint: CommitlintRules | undefined;
  /** The changed paths, for a type or scope that the model left out. */
  readonly paths: readonly string[];
  /** What the change is as a whole, where its lines leave no doubt. */
  readonly whole: WholeChange | undefined;
  /** The issue that the branch is named after; empty where there is none. */
  readonly issueKey: string;
  /** The type that the user asked for. */
  readonly type: string | undefined;
  /** Whether the user's own instructions speak of form, so that the learnt one must not overrule them. */
  readonly isFormFree: boolean;
  /** Whether the user's own instructions name a language. */
  readonly isLanguageFree: boolean;
}

/** Characters of a first line, at most; git's own tools cut what is longer. */
export const longestSubject = 72;

/** Characters of a body's line. */
export const bodyWidth = 72;

/** From this many messages on, what they do is a rule. */
const enoughSamples = 5;

const synonyms: Readonly<Record<string, string>> = {
  feature: "feat",
  features: "feat",
  bugfix: "fix",
  bug: "fix",
  hotfix: "fix",
  doc: "docs",
  documentation: "docs",
  tests: "test",
  testing: "test",
  performance: "perf",
  refactoring: "refactor",
  cleanup: "refactor",
  deps: "chore",
  add: "feat",
  update: "chore",
};

/** Whether the messages of this repository are Conventional Commits, as far as that is known. */
export function isConventional({ style, commitlint }: Pick<MessageFrame, "style" | "commitlint">): boolean {
  return commitlint !== undefined || (style.form === "conventional" && style.sampleCount >= enoughSamples);
}

/** The types that a message may have. */
export function typesOf({ style, commitlint }: Pick<MessageFrame, "style" | "commitlint">): readonly string[] {
  return commitlint !== undefined && commitlint.types.length > 0 ? commitlint.types : style.types;
}

/** How long a first line may be: what commitlint says, but never more than git shows. */
export function subjectLimit(commitlint: CommitlintRules | undefined): number {
  return Math.min(longestSubject, commitlint?.longestHeader ?? longestSubject);
}

/** Brings a first line into the team's form without changing what it says, and within its length. */
export function conformSubject(line: string, frame: MessageFrame): string {
  return shortened(formed(line, frame), subjectLimit(frame.commitlint));
}

/** Whether a first line loses words when it is brought within its length. */
export function isSubjectTooLong(line: string, frame: MessageFrame): boolean {
  return writeSubject(formed(line, frame)).length > subjectLimit(frame.commitlint);
}

function formed(line: string, frame: MessageFrame): Subject {
  const subject = readSubject(line, [...typesOf(frame), ...Object.keys(synonyms)]);
  if (frame.isFormFree) return subject;
  const whole = withIssue(withForm(subject, frame), frame);
  return { ...whole, text: withLetters(whole.text, frame, whole.form) };
}

function withForm(subject: Subject, frame: MessageFrame): Subject {
  const { style, paths } = frame;
  if (isConventional(frame)) return asConventional(subject, frame);
  if (frame.type !== undefined) return asConventional(subject, { ...frame, style: { ...style, scopes: "never" } });
  if (style.sampleCount < enoughSamples) return subject;
  switch (style.form) {
    case "plain":
      return subject.form === "conventional" || (subject.form === "area" && isPathOrVerb(subject.mark))
        ? { ...subject, form: "plain", mark: "", scope: "" }
        : subject;
    case "area":
    case "bracket": {
      if (subject.form === style.form && style.knownScopes.includes(subject.mark)) return subject;
      const given = subject.form === "conventional" ? subject.scope : isPathOrVerb(subject.mark) ? "" : subject.mark;
      const mark = inferScope(paths, style.knownScopes) || given || areaOf(paths);
      return mark === "" ? subject : { ...subject, form: style.form, mark, scope: "" };
    }
    case "emoji":
    case "conventional":
      return subject;
  }
}

/** What small models put before a colon where nobody has asked for it: a file, or what is done. */
function isPathOrVerb(mark: string): boolean {
  return /[/.]/.test(mark) || moodOf(mark) !== "unknown";
}

function asConventional(subject: Subject, frame: MessageFrame): Subject {
  const types = typesOf(frame);
  const { style, paths, commitlint } = frame;
  const lower = subject.mark.toLowerCase();
  const named = types.includes(lower) ? lower : (synonyms[lower] ?? "");
  const isTyped = subject.form === "conventional" || (subject.form === "area" && named !== "");
  const mark =
    frame.type ??
    typeOfFiles(paths, types) ??
    typeOfWhole(frame.whole, types) ??
    (isTyped && types.includes(named) ? named : inferType(paths, subject.text, types));
  const scopes = commitlint !== undefined && commitlint.scopes.length > 0 ? commitlint.scopes : style.knownScopes;
  const isFixedList = commitlint !== undefined && commitlint.scopes.length > 0;
  const given = scopeOf(subject.form === "area" && named === "" ? subject.mark : subject.scope);
  const isAllowed = given !== "" && !/\s/.test(given) && (!isFixedList || scopes.includes(given));
  const scope =
    style.scopes === "never" && style.sampleCount >= enoughSamples
      ? ""
      : isAllowed
        ? given
        : style.scopes === "always"
          ? inferScope(paths, scopes) || (isFixedList ? "" : areaOf(paths).toLowerCase().replace(/\s+/g, "-"))
          : "";
  return { ...subject, form: "conventional", mark, scope };
}

/** What a renaming or other white space is, whatever a model says. */
function typeOfWhole(whole: WholeChange | undefined, types: readonly string[]): string | undefined {
  const type =
    whole?.kind === "moved" || whole?.kind === "renamed"
      ? "refactor"
      : whole?.kind === "whiteSpace"
        ? "style"
        : undefined;
  return type !== undefined && types.includes(type) ? type : undefined;
}

/** A scope names a part, not a file: of a path its last piece stays, without the ending. */
function scopeOf(given: string): string {
  const last = given.slice(given.lastIndexOf("/") + 1);
  return last.replace(/(?<=.)\.[a-z]{1,4}$/i, "");
}

function withIssue(subject: Subject, { style, issueKey }: MessageFrame): Subject {
  // A key that the branch does not name was made up or copied from an example.
  if (issueKey === "") return { ...subject, issue: "", issueAt: undefined };
  return style.issueAt === undefined
    ? { ...subject, issue: "", issueAt: undefined }
    : { ...subject, issue: issueKey, issueAt: style.issueAt };
}

function withLetters(text: string, frame: MessageFrame, form: Subject["form"]): string {
  const { style, commitlint } = frame;
  let fitted = text.trim();
  if (!style.hasPeriod) fitted = fitted.replace(/(?<![.…])[.。]$/, "");
  if (style.language === "en") fitted = inMood(fitted, style.mood);
  const isKnown = style.sampleCount >= enoughSamples;
  const isUpper =
    commitlint?.subjectCase === "lower"
      ? false
      : commitlint?.subjectCase === "upper"
        ? true
        : isKnown
          ? style.isCapitalized
          : form === "conventional"
            ? false
            : true;
  // What is called so in the code keeps its letters.
  if (isUpper === true && !/^[\p{Ll}\d]+(?:\p{Lu}|[_.(])/u.test(fitted))
    return fitted.charAt(0).toUpperCase() + fitted.slice(1);
  // A name in capitals, or one with an inner capital, keeps them.
  return isUpper === false && /^\p{Lu}[\p{Ll}]*(?![\p{L}\d_.(])/u.test(fitted)
    ? fitted.charAt(0).toLowerCase() + fitted.slice(1)
    : fitted;
}

/** Words at which a sentence can end early, and words that must not stand at its end. */
const clause = /(?:[,;:]|\s(?:and|by|for|so|when|which|while|because|instead|using|via|including|with|und|et|y|e))\s/gi;
const dangling =
  /\s+(?:a|an|the|to|of|in|on|at|by|for|and|or|with|from|into|as|is|are|be|that|this|its|und|der|die|das|de|la|le)$/i;

function shortened(subject: Subject, limit: number): string {
  const whole = writeSubject(subject);
  if (whole.length <= limit) return whole;
  const room = limit - (whole.length - subject.text.length);
  if (room >= 12) return writeSubject({ ...subject, text: cutText(subject.text, room) });
  const bare = { ...subject, scope: "", issue: "", issueAt: undefined };
  const rest = limit - (writeSubject(bare).length - subject.text.length);
  return rest >= 8 ? writeSubject({ ...bare, text: cutText(subject.text, rest) }) : cutText(whole, limit);
}

function cutText(text: string, room: number): string {
  if (text.length <= room) return text;
  let end = -1;
  for (const match of text.matchAll(clause)) if (match.index <= room && match.index >= room * 0.55) end = match.index;
  if (end < 0) end = text.lastIndexOf(" ", room);
  let cut = text.slice(0, end < room * 0.4 ? room : end).trimEnd();
  while (dangling.test(cut)) cut = cut.replace(dangling, "");
  return cut.replace(/[,;:\s]+$/, "");
}

/** Issue numbers that nobody gave to the model. */
function withoutForeignIssues(body: string, issueKey: string, known: string): string {
  return body
    .split("\n")
    .filter((line) => {
      const key = /^(?:fixes|closes|resolves|refs?|see|related to|part of):?\s+((?:[A-Z][A-Z0-9]+-|#|GH-)\d+)/i.exec(
        line.trim(),
      )?.[1];
      return key === undefined || key === issueKey || known.includes(key);
    })
    .join("\n");
}

/** The whole message: subject, an empty line, the body wrapped. `known` is all that the model was given, to tell issue numbers that it made up. */
export function conformMessage(line: string, body: string, frame: MessageFrame, known: string): string {
  const subject = conformSubject(line, frame);
  const cleaned = wrapBody(withoutForeignIssues(body, frame.issueKey, known), bodyWidth).trim();
  return cleaned === "" ? subject : `${subject}\n\n${cleaned}`;
}
