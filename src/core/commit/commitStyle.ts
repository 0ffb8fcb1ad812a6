import { languageOfText } from "./languageOfText.ts";
import { moodOf, type Mood } from "./mood.ts";
import { conventionalTypes, readSubject, type Subject, type SubjectForm } from "./subject.ts";

/** A commit as `git log` tells it; the message whole. */
export interface PastCommit {
  readonly message: string;
  readonly isOwn: boolean;
}

/** How often something is done. */
export type Habit = "always" | "sometimes" | "never";

/** How a repository's commit messages are written, learnt from the last ones. */
export interface CommitStyle {
  /** How many messages this was learnt from; with few, habits are guesses and nothing is enforced. */
  readonly sampleCount: number;
  readonly form: SubjectForm;
  readonly types: readonly string[];
  readonly scopes: Habit;
  /** The marks (areas, brackets, emoji) or scopes that were used, most frequent first. */
  readonly knownScopes: readonly string[];
  readonly mood: Mood;
  /** Whether what comes after the mark begins with a capital; undefined where both are usual. */
  readonly isCapitalized: boolean | undefined;
  readonly hasPeriod: boolean;
  readonly language: string;
  /** Characters. */
  readonly usualLength: number;
  readonly body: Habit;
  readonly hasBullets: boolean;
  /** Where subjects carry an issue key, if most do. */
  readonly issueAt: Subject["issueAt"];
  /** Last subjects as examples, the user's own first. */
  readonly examples: readonly string[];
}

const exampleCount = 8;

/** What holds for a repository without a past. */
export const unknownStyle: CommitStyle = {
  sampleCount: 0,
  form: "plain",
  types: conventionalTypes,
  scopes: "never",
  knownScopes: [],
  mood: "imperative",
  isCapitalized: true,
  hasPeriod: false,
  language: "en",
  usualLength: 50,
  body: "sometimes",
  hasBullets: false,
  issueAt: undefined,
  examples: [],
};

/** Messages that machines write say nothing about the team. */
const machineMade =
  /^(Merge |Revert "|fixup! |squash! |amend! |Bump \S+ from \S+ to |(chore|build)\(deps[^)]*\): bump|v?\d+\.\d+\.\d+\s*$|Initial commit$|Auto merge)/i;

/** Lines at the end that tools and reviewers add. */
const trailer =
  /^[A-Z][A-Za-z-]+(-by|-to|-with|-id|-on)?: \S|^(Fixes|Closes|Refs|Resolves|See|Co-authored-by|Signed-off-by):? \S/;

/** Reads the style out of the last messages, newest first; the user's own count double. */
export function learnStyle(past: readonly PastCommit[], types: readonly string[] = conventionalTypes): CommitStyle {
  const written = past.filter(({ message }) => message.trim() !== "" && !machineMade.test(message.trim()));
  if (written.length === 0) return { ...unknownStyle, types };
  const own = written.filter((commit) => commit.isOwn);
  const counted = own.length >= 3 && own.length < written.length ? [...own, ...written] : written;
  const subjects = counted.map(({ message }) => readSubject(firstLine(message), types));
  const form = formOf(subjects);
  const alike = subjects.filter((subject) => subject.form === form);
  const bodies = counted.map(({ message }) => bodyOf(message));
  const withBody = bodies.filter((body) => body !== "");
  const withScope = alike.filter((subject) => subject.scope !== "").length / Math.max(1, alike.length);
  const issues = subjects.filter((subject) => subject.issueAt !== undefined);
  const atStart = issues.filter((subject) => subject.issueAt === "start").length;
  const bodyPart = withBody.length / counted.length;
  return {
    sampleCount: written.length,
    form,
    types,
    scopes: form === "conventional" ? habitOf(withScope) : "never",
    knownScopes: frequent(alike.map((subject) => (form === "conventional" ? subject.scope : subject.mark))),
    mood: usualMood(subjects),
    isCapitalized: usualCase(subjects),
    hasPeriod: subjects.filter((subject) => /[.。]$/.test(subject.text)).length > subjects.length / 2,
    language: languageOfText(counted.map(({ message }) => `${firstLine(message)}\n${bodyOf(message)}`).join("\n")),
    usualLength: median(counted.map(({ message }) => firstLine(message).length)),
    // A few first commits without a body are no rule yet.
    body: written.length < 5 ? "sometimes" : habitOf(bodyPart),
    hasBullets: withBody.filter((body) => /^\s*[-*•] /m.test(body)).length > withBody.length / 2,
    issueAt: issues.length <= subjects.length / 2 ? undefined : atStart * 2 > issues.length ? "start" : "end",
    examples: examplesOf(own, written),
  };
}

/** A message's first line. */
export function firstLine(message: string): string {
  return message.trim().split(/\r?\n/, 1)[0]?.trim() ?? "";
}

function bodyOf(message: string): string {
  const lines = message.trim().split(/\r?\n/).slice(1);
  return lines
    .filter((line) => !trailer.test(line))
    .join("\n")
    .trim();
}

function formOf(subjects: readonly Subject[]): SubjectForm {
  const counts = new Map<SubjectForm, number>();
  for (const { form } of subjects) counts.set(form, (counts.get(form) ?? 0) + 1);
  const [most] = [...counts].sort((one, other) => other[1] - one[1]);
  // A form with a mark is a rule only where most follow it; otherwise the plain one breaks none.
  return most !== undefined && most[1] > subjects.length * 0.5 ? most[0] : "plain";
}

function habitOf(part: number): Habit {
  return part >= 0.7 ? "always" : part >= 0.15 ? "sometimes" : "never";
}

function frequent(words: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const word of words) if (word !== "") counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts]
    .sort((one, other) => other[1] - one[1])
    .slice(0, 20)
    .map(([word]) => word);
}

function usualMood(subjects: readonly Subject[]): Mood {
  const counts = new Map<Mood, number>();
  for (const { text } of subjects) {
    const mood = moodOf(text);
    if (mood !== "unknown") counts.set(mood, (counts.get(mood) ?? 0) + 1);
  }
  const known = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const [most] = [...counts].sort((one, other) => other[1] - one[1]);
  return most !== undefined && known >= 2 && most[1] >= known * 0.6 ? most[0] : known >= 2 ? "unknown" : "imperative";
}

function usualCase(subjects: readonly Subject[]): boolean | undefined {
  const cased = subjects.filter(({ text }) => /^\p{L}/u.test(text) && !/^\p{Lu}{2}/u.test(text));
  if (cased.length === 0) return undefined;
  const part = cased.filter(({ text }) => /^\p{Lu}/u.test(text)).length / cased.length;
  return part >= 0.75 ? true : part <= 0.25 ? false : undefined;
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 50;
}

/** Half from the user, half from everybody, each once. */
function examplesOf(own: readonly PastCommit[], all: readonly PastCommit[]): string[] {
  const short = (commit: PastCommit): string => firstLine(commit.message).slice(0, 100);
  const chosen = new Set(own.slice(0, exampleCount / 2).map(short));
  for (const commit of all) {
    if (chosen.size >= exampleCount) break;
    chosen.add(short(commit));
  }
  return [...chosen];
}
