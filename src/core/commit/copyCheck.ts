import { readSubject } from "./subject.ts";

/** Letters and digits only, so that case, punctuation and marks do not hide a copy. */
function essence(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** Shorter lines are common knowledge: `return false;` in a subject is no copy. */
const leastCopiedCharacters = 16;

/** What a first line was copied from. */
export type CopiedFrom = "oldMessage" | "earlierDraft" | "change" | "question";

/** Tells what a first line was copied from: a message of the past, an earlier draft for the same change, a line of the change itself, or of our own question. */
export function copiedFrom(
  subject: string,
  sources: {
    readonly oldSubjects: readonly string[];
    readonly earlierDrafts: readonly string[];
    readonly patches: string;
    /** The changed files as the prompt lists them. */
    readonly list: string;
    /** Our own words in the prompt. */
    readonly question: string;
  },
): CopiedFrom | undefined {
  const said = essence(readSubject(subject).text);
  const whole = essence(subject);
  const isSame = (other: string): boolean => {
    const plain = essence(readSubject(other).text);
    return plain === said || essence(other) === whole;
  };
  if (said === "") return undefined;
  if (sources.earlierDrafts.some(isSame)) return "earlierDraft";
  if (sources.oldSubjects.some(isSame)) return "oldMessage";
  const isListed = (line: string): boolean => essence(line).startsWith(whole);
  if (whole.length >= leastCopiedCharacters && sources.list.split("\n").some(isListed)) return "change";
  if (said.length < leastCopiedCharacters) return undefined;
  if (isMadeOf(said, sources.oldSubjects)) return "oldMessage";
  for (const sentence of sources.question.split(/[.:\n]/)) {
    if (essence(sentence) === said) return "question";
  }
  for (const line of sources.patches.split("\n")) {
    if (!/^[+ -]/.test(line) || line.length < leastCopiedCharacters) continue;
    const plain = essence(line);
    if (plain === said || plain === whole) return "change";
  }
  return undefined;
}

/** Whether a line is little more than old ones strung together, as small models do with their examples. */
function isMadeOf(said: string, oldSubjects: readonly string[]): boolean {
  let rest = said;
  for (const old of oldSubjects) {
    const plain = essence(readSubject(old).text);
    if (plain.length >= leastCopiedCharacters) rest = rest.split(plain).join("");
  }
  return rest.length < said.length * 0.2;
}
