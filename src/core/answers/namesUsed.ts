import { languageOf } from "../completion/languages.ts";
import { commonWords } from "../completion/context/wordSet.ts";

/** A name in a text, and where it stands first. */
export interface UsedName {
  readonly name: string;
  readonly offset: number;
}

/** More of a text is not looked at, characters: its beginning tells what it works with. */
const mostCharacters = 20_000;

/** The names in a text whose definitions say most about it: called ones and types, then those that come often. */
export function namesUsed(text: string, languageId: string, most: number): readonly UsedName[] {
  const { lineComments } = languageOf(languageId);
  const found = new Map<string, { readonly name: string; readonly offset: number; weight: number }>();
  let start = 0;
  for (const line of text.slice(0, mostCharacters).split("\n")) {
    const from = start;
    start += line.length + 1;
    if (line.length > 400 || lineComments.some((mark) => line.trimStart().startsWith(mark))) continue;
    const bare = line.replace(/(["'`])(?:\\.|(?!\1).)*\1/g, (quoted) => " ".repeat(quoted.length));
    for (const match of bare.matchAll(/[\p{L}_$][\p{L}\p{N}_$]{2,}/gu)) {
      const [name] = match;
      if (commonWords.has(name.toLowerCase())) continue;
      const after = bare.slice(match.index + name.length, match.index + name.length + 2);
      const isTelling = after.startsWith("(") || /^\p{Lu}/u.test(name);
      const weight = isTelling ? 3 : 1;
      const known = found.get(name);
      if (known === undefined) found.set(name, { name, offset: from + match.index, weight });
      else known.weight += weight / 3;
    }
  }
  return [...found.values()]
    .sort((one, other) => other.weight - one.weight || one.offset - other.offset)
    .slice(0, most)
    .map(({ name, offset }) => ({ name, offset }));
}
