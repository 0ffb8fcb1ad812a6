import { isConventional, subjectLimit, typesOf, type MessageFrame } from "../commit/conformMessage.ts";
import type { CopiedFrom } from "../commit/copyCheck.ts";
import type { DraftWish } from "../commit/draftWish.ts";
import { nameOfLanguage } from "../commit/languageOfText.ts";
import type { Mood } from "../commit/mood.ts";
import { neutralise } from "../controlText.ts";

/** What the changes are that a message is for. */
export type ChangeSource = "staged" | "workingTree" | "lastCommit";

/** Everything a commit message is written from. */
export interface CommitQuestion {
  /** All files, by name and number. */
  readonly list: string;
  /** Patches, or the notes that were made of them. */
  readonly details: string;
  readonly areNotes: boolean;
  readonly source: ChangeSource;
  readonly frame: MessageFrame;
  readonly branch: string;
  /** The user's own beginning; for a rewrite the message that is there. */
  readonly draft: string;
  readonly instructions: string;
  readonly template: string;
  /** First lines of commits that are squashed into this one. */
  readonly squashed: readonly string[];
  readonly earlierDrafts: readonly string[];
  readonly wish: DraftWish;
}

const moods: Readonly<Record<Mood, string>> = {
  imperative: 'a verb in the imperative ("Add", not "Added" or "Adds")',
  past: 'a verb in the past tense ("Added")',
  thirdPerson: 'a verb in the third person ("Adds")',
  gerund: 'a verb with -ing ("Adding")',
  unknown: "a verb",
};

function formRule({ style, commitlint, type }: MessageFrame): string {
  const frame = { style, commitlint };
  if (isConventional(frame) || type !== undefined) {
    const scope = style.scopes === "always" ? "type(scope): description" : "type: description";
    const scopes = commitlint !== undefined && commitlint.scopes.length > 0 ? commitlint.scopes : style.knownScopes;
    const known =
      style.scopes !== "never" && scopes.length > 0 ? ` Scopes in use: ${scopes.slice(0, 12).join(", ")}.` : "";
    const types = type === undefined ? `one of ${typesOf(frame).join(", ")}` : type;
    const meaning =
      type === undefined && ["feat", "fix"].every((one) => typesOf(frame).includes(one))
        ? " (feat: something new for users; fix: a bug is gone; refactor: same behaviour)"
        : "";
    return `Its form is "${scope}"; the type is ${types}${meaning}.${known}`;
  }
  switch (style.form) {
    case "area":
      return `Its form is "area: description"; areas in use: ${style.knownScopes.slice(0, 12).join(", ")}.`;
    case "bracket":
      return `Its form is "[area] description"; areas in use: ${style.knownScopes.slice(0, 12).join(", ")}.`;
    case "emoji":
      return `It begins with one of these signs: ${style.knownScopes.slice(0, 12).join(" ")}`;
    case "conventional":
    case "plain":
      return "It is a plain sentence without a type or prefix.";
  }
}

function bodyRule({ style }: MessageFrame, wish: DraftWish): string {
  const form = style.hasBullets ? 'a list with "- "' : "one or two sentences";
  if (wish.kind === "withoutBody" || wish.kind === "continue") return "Write the first line only, no body.";
  if (wish.kind === "withBody" || style.body === "always") {
    return `After an empty line write a short body, ${form}, that says why and what matters.`;
  }
  return style.body === "never"
    ? "Write the first line only, no body."
    : `Only if the first line cannot say it all, add an empty line and a short body: ${form}.`;
}

function wishRule(wish: DraftWish): string {
  switch (wish.kind) {
    case "any":
    case "withBody":
    case "withoutBody":
      return "";
    case "shorter":
      return "Make it as short as possible: at most 50 characters.";
    case "type":
      return `Its type must be "${wish.type}".`;
    case "words":
      return `The user asks: ${wish.words}`;
    case "continue":
      return `The message must begin with exactly these words: ${wish.beginning}`;
  }
}

const sources: Readonly<Record<ChangeSource, string>> = {
  staged: "Changed files (staged)",
  workingTree: "Changed files (not staged yet)",
  lastCommit: "Changed files of the last commit, whose message is to be rewritten",
};

/** A small model takes unchanged lines for the news unless it is told. */
const changesTitle = 'The changes ("+" lines were added, "-" lines were removed, all other lines are unchanged)';

function block(title: string, text: string): string {
  return text.trim() === "" ? "" : `${title}:\n${text.trim()}\n\n`;
}

/**
 * The question for a commit message. What stays the same when it is asked again comes first, so that the daemon need not evaluate it twice;
 * the rules stand last, where a small model heeds them.
 */
export function commitMessagePrompt(question: CommitQuestion): string {
  const { frame, wish, source } = question;
  const { style } = frame;
  const limit = Math.min(subjectLimit(frame.commitlint), Math.max(50, style.usualLength + 15));
  const rules = [
    `The first line says what the change does as a whole, in at most ${limit} characters, beginning with ${moods[style.mood]}${style.hasPeriod ? "" : ", without a full stop"}.`,
    formRule(frame),
    `Write in ${nameOfLanguage(style.language)}.`,
    bodyRule(frame, wish),
    "Be specific to this change. Do not copy a line of the change or an example.",
    question.instructions.trim() === ""
      ? ""
      : `Instructions of the team, which come first: ${question.instructions.trim()}`,
    wishRule(wish),
  ].filter((rule) => rule !== "");
  return neutralise(
    [
      "You write the commit message for a change in a git repository.\n\n",
      block(sources[source], question.list),
      block(question.areNotes ? "What was noted about the changes" : changesTitle, question.details),
      block("Commits that are squashed into this one", question.squashed.join("\n")),
      block("Template to be filled in", question.template),
      question.branch === "" ? "" : `Branch: ${question.branch}\n\n`,
      block("Examples of the style, from other changes", style.examples.map((example) => `- ${example}`).join("\n")),
      block(
        source === "lastCommit" ? "The message as it is now" : "The user's own draft, which says what is meant",
        question.draft,
      ),
      block("Drafts that the user did not want; write something different", question.earlierDrafts.join("\n")),
      `Rules:\n${rules.map((rule) => `- ${rule}`).join("\n")}\n\n`,
      `Answer with the commit message in ${nameOfLanguage(style.language)} and nothing else: no quotes, no code fence, no explanation.`,
    ].join(""),
  );
}

/** Our own words of a question, without what the repository and the user say; an answer must not repeat them. */
export function wordsOfQuestion(question: CommitQuestion): string {
  return commitMessagePrompt({
    ...question,
    // Something short in each place, so that the titles are there too.
    list: "…",
    details: "…",
    draft: "…",
    template: "…",
    instructions: "",
    branch: "",
    squashed: ["…"],
    earlierDrafts: ["…"],
    wish: { kind: "any" },
  });
}

/** Asks for notes about a part of a change that is too large for one prompt. */
export function changeNotesPrompt(list: string, patches: string): string {
  return neutralise(
    [
      "A large change in a git repository is read in parts. This is one of them.\n\n",
      block("Files", list),
      block(changesTitle, patches),
      'For each file write one line: "- path: what was changed and what for", at most 20 words. Nothing else.',
    ].join(""),
  );
}

/** Why the first answer will not do. */
export type Objection =
  { readonly kind: "copied"; readonly from: CopiedFrom } | { readonly kind: "empty" } | { readonly kind: "tooLong" };

/** Asks once more, as the next turn of the same conversation, so that only these words have to be evaluated. */
export function objectionPrompt(objection: Objection, frame: MessageFrame): string {
  const end = "Answer with the commit message alone.";
  switch (objection.kind) {
    case "copied":
      if (objection.from === "change") {
        return `That is a line of the change. Say in your own words what the change as a whole does. ${end}`;
      }
      return objection.from === "question"
        ? `That was only part of the question. Say what the change as a whole does. ${end}`
        : `That was used before. Write a different first line that fits this change. ${end}`;
    case "empty":
      return `That is no commit message. Write its first line in at most ${subjectLimit(frame.commitlint)} characters. ${end}`;
    case "tooLong":
      return `The first line is too long. Say the same in at most ${subjectLimit(frame.commitlint)} characters. ${end}`;
  }
}
