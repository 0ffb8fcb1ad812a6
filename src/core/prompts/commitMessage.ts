import { isConventional, subjectLimit, typesOf, type MessageFrame } from "../commit/conformMessage.ts";
import type { CopiedFrom } from "../commit/copyCheck.ts";
import { type DraftWish, keepsWhatWasSaid } from "../commit/draftWish.ts";
import { nameOfLanguage, requestInLanguage } from "../commit/languageOfText.ts";
import { inMood } from "../commit/mood.ts";
import { readSubject, writeSubject } from "../commit/subject.ts";
import { mostNames, type WholeChange } from "../commit/wholeChange.ts";
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

/** The verb that a change asks for, where its lines leave no doubt. */
const verbFor: Readonly<Record<WholeChange["kind"], string>> = {
  moved: "Move",
  renamed: "Rename",
  removed: "Remove",
  versions: "Update",
  added: "Add",
  whiteSpace: "Format",
};

/** What a small model cannot be trusted to see, said to it. */
function factOf(whole: WholeChange): string {
  switch (whole.kind) {
    case "moved":
      return `Nothing but the place of ${whole.count === 1 ? "a file" : "files"} changes: ${whole.from} -> ${whole.to}.`;
    case "renamed":
      return `Nothing changes but a name: ${whole.from} is called ${whole.to} now.`;
    case "removed":
      return `Nothing is new: this change only removes ${whole.names.length === 0 ? "lines" : whole.names.join(", ")}.`;
    case "versions": {
      const steps = whole.steps.slice(0, mostNames).map(({ name, from, to }) => `${name} ${from} -> ${to}`);
      return `Only versions change: ${steps.join(", ")}${whole.steps.length > mostNames ? ", and others" : ""}.`;
    }
    case "added":
      return "All of these files are new.";
    case "whiteSpace":
      return "Nothing changes but white space.";
  }
}

/** An English verb as an example would make the whole line English. */
function beginningRule({ style, whole }: MessageFrame): string {
  const verb = inMood(whole === undefined ? "Add" : verbFor[whole.kind], style.mood);
  return style.language === "en"
    ? `beginning with a verb like "${verb}"`
    : `in ${nameOfLanguage(style.language)}, beginning with a verb`;
}

/** The last words of a question, which a small model heeds most. */
function requestFor({ style, isLanguageFree }: MessageFrame): string {
  return isLanguageFree ? "Answer with the commit message alone." : requestInLanguage(style.language);
}

/** What a small model confuses. */
const meanings: Readonly<Record<string, string>> = {
  feat: "feat (something new for users)",
  fix: "fix (a bug is gone)",
  refactor: "refactor (same behaviour)",
};

/** Enough to show a habit; each costs as much as a line of the change. */
export const mostExamples = 5;

/** Characters of a template, a draft or instructions; more would push the change out of the context. */
const longestAside = 2_000;

function formRule({ style, commitlint, type }: MessageFrame): string {
  const frame = { style, commitlint };
  if (isConventional(frame) || type !== undefined) {
    const scope = style.scopes === "always" ? "type(scope): description" : "type: description";
    const scopes = commitlint !== undefined && commitlint.scopes.length > 0 ? commitlint.scopes : style.knownScopes;
    const known =
      style.scopes !== "never" && scopes.length > 0 ? ` Scopes in use: ${scopes.slice(0, 6).join(", ")}.` : "";
    const types = typesOf(frame).map((one) => meanings[one] ?? one);
    return `Its form is "${scope}"; the type is ${type ?? types.join(", ")}.${known}`;
  }
  switch (style.form) {
    case "area":
      return `Its form is "area: description"; areas in use: ${style.knownScopes.slice(0, 8).join(", ")}.`;
    case "bracket":
      return `Its form is "[area] description"; areas in use: ${style.knownScopes.slice(0, 8).join(", ")}.`;
    case "emoji":
      return `It begins with one of these signs: ${style.knownScopes.slice(0, 12).join(" ")}`;
    case "conventional":
    case "plain":
      return "It is plain, without a type or prefix.";
  }
}

function bodyRule({ style }: MessageFrame, wish: DraftWish): string {
  const form = style.hasBullets ? 'a list with "- "' : "one or two sentences";
  if (wish.kind === "withoutBody" || wish.kind === "continue") return "Write the first line only.";
  if (wish.kind === "withBody" || style.body === "always") {
    return `After an empty line write a short body, ${form}, that says why and what matters.`;
  }
  return style.body === "never"
    ? "Write the first line only."
    : `Only if it cannot say it all, add an empty line and a short body: ${form}.`;
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
      return `The user asks: ${clipped(wish.words)}`;
    case "continue":
      return `The message must begin with exactly these words: ${clipped(wish.beginning)}`;
  }
}

/** A small model takes unchanged lines for the news unless it is told. */
const changesTitle = 'Changes ("+" lines were added, "-" lines removed, others are unchanged)';

/** Branches whose names say nothing about a change. */
const plainBranch = /^(main|master|trunk|develop|development|dev|HEAD|gh-pages)?$/i;

function block(title: string, text: string): string {
  return text.trim() === "" ? "" : `${title}:\n${text.trim()}\n\n`;
}

function clipped(text: string): string {
  const plain = text.trim();
  return plain.length <= longestAside ? plain : `${plain.slice(0, longestAside)}…`;
}

/**
 * The question for a commit message, in few words: on a slow machine each of them is waited for.
 * The rules stand last, where a small model heeds them.
 */
function firstQuestion(question: CommitQuestion): string {
  const { frame, wish, source } = question;
  const { style } = frame;
  const limit = Math.min(subjectLimit(frame.commitlint), Math.max(50, style.usualLength + 15));
  const instructions = clipped(question.instructions);
  const rules = [
    frame.whole === undefined ? "" : factOf(frame.whole),
    `The first line says what the change does as a whole, in at most ${limit} characters, ${beginningRule(frame)}.`,
    formRule(frame),
    bodyRule(frame, wish),
    "Copy no line of the change and no example.",
    instructions === "" ? "" : `Instructions of the team, which come first: ${instructions}`,
    wishRule(wish),
  ].filter((rule) => rule !== "");
  const examples = style.examples.slice(0, mostExamples).map((example) => `- ${exampleFor(frame, example)}`);
  return [
    "You write the commit message for a change.\n\n",
    block("Files", question.list),
    block(question.areNotes ? "What was noted about the changes" : changesTitle, question.details),
    block("Commits that are squashed into this one", clipped(question.squashed.join("\n"))),
    block("Template to be filled in", clipped(question.template)),
    plainBranch.test(question.branch) ? "" : `Branch: ${question.branch}\n\n`,
    block("Examples of the style, from other changes", examples.join("\n")),
    block(
      source === "lastCommit"
        ? "The message as it is now, which is to be rewritten"
        : "The user's own draft, which says what is meant",
      clipped(question.draft),
    ),
    `Rules:\n${rules.map((rule) => `- ${rule}`).join("\n")}\n\n`,
    requestFor(frame),
  ].join("");
}

/** An issue's key is put in by us; in an example it would only be copied. */
function exampleFor({ isFormFree, style }: MessageFrame, example: string): string {
  const isKept = isFormFree || style.issueAt === undefined;
  return isKept ? example : writeSubject({ ...readSubject(example), issue: "", issueAt: undefined });
}

/** The last words of a further question; English needs no mention, since all around it is. */
function againFor(frame: MessageFrame): string {
  return frame.style.language === "en" ? "Answer with the commit message alone." : requestFor(frame);
}

/** Asks for another message than the one that was just written. */
function nextQuestion({ frame, wish }: CommitQuestion): string {
  const form = wish.kind === "withBody" || wish.kind === "withoutBody" ? bodyRule(frame, wish) : wishRule(wish);
  const start = keepsWhatWasSaid(wish)
    ? "Write it again."
    : "The user did not want that. Write something different for the same change.";
  return [start, form, againFor(frame)].filter((part) => part !== "").join(" ");
}

/** A turn of the conversation in which a message is written. */
export interface CommitTurn {
  readonly role: "user" | "assistant";
  readonly content: string;
}

/**
 * The conversation that asks for a commit message. Asking again only appends to it, wish and all: the daemon has evaluated the rest,
 * and re-uses it only where a prompt goes on (facts: ollama 3).
 */
export function commitConversation(question: CommitQuestion): CommitTurn[] {
  const { earlierDrafts, frame } = question;
  const anyWish: CommitQuestion = { ...question, wish: { kind: "any" }, frame: { ...frame, type: undefined } };
  const first = earlierDrafts.length === 0 ? question : anyWish;
  const turns: CommitTurn[] = [{ role: "user", content: neutralise(firstQuestion(first)) }];
  for (const [index, draft] of earlierDrafts.entries()) {
    const next = index === earlierDrafts.length - 1 ? question : anyWish;
    turns.push(
      { role: "assistant", content: neutralise(draft) },
      { role: "user", content: neutralise(nextQuestion(next)) },
    );
  }
  return turns;
}

/** Our own words of a question, without what the repository and the user say; an answer must not repeat them. */
export function wordsOfQuestion(question: CommitQuestion): string {
  const turns = commitConversation({
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
  return turns.map(({ content }) => content).join("\n");
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
  | { readonly kind: "copied"; readonly from: CopiedFrom }
  /** It says what the examples say; `words` are not of this change, and `isAll` where it has no others. */
  | { readonly kind: "echo"; readonly words: readonly string[]; readonly isAll: boolean }
  | { readonly kind: "empty" }
  | { readonly kind: "tooLong" }
  | { readonly kind: "language" };

/** Asks once more, as the next turn of the same conversation, so that only these words have to be evaluated. */
export function objectionPrompt(objection: Objection, frame: MessageFrame): string {
  const end = againFor(frame);
  switch (objection.kind) {
    case "copied":
      if (objection.from === "change") {
        return `That is a line of the change. Say in your own words what the change as a whole does. ${end}`;
      }
      return objection.from === "question"
        ? `That was only part of the question. Say what the change as a whole does. ${end}`
        : `That was used before. Write a different first line that fits this change. ${end}`;
    case "echo":
      return `That is from the examples: nothing in this change speaks of ${objection.words.map((word) => `"${word}"`).join(", ")}. Say what this change does. ${end}`;
    case "language":
      return `Say the same in ${nameOfLanguage(frame.style.language)}. ${end}`;
    case "empty":
      return `That is no commit message. Write its first line in at most ${subjectLimit(frame.commitlint)} characters. ${end}`;
    case "tooLong":
      return `The first line is too long. Say the same in at most ${subjectLimit(frame.commitlint)} characters. ${end}`;
  }
}
