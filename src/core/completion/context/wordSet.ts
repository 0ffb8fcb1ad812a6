/** Words that say nothing about what a piece of code is about, in any of the common languages. */
export const commonWords: ReadonlySet<string> = new Set(
  (
    "abstract and any as async await bool boolean break case catch char class const continue def default defer do double elif else end " +
    "enum except export extends false final finally float fn for foreach from fun func function go if impl implements import in int " +
    "interface is lambda let long match module mut namespace new nil none not null number of operator or package pass private " +
    "protected pub public raise readonly ref return self short static string struct super switch then this throw throws trait true " +
    "try type typeof undefined union unless unsafe until use using val var virtual void when where while with yield"
  ).split(" "),
);

const word = /[\p{L}_$][\p{L}\p{N}_$]+/gu;

/** The telling words of a line, in their order; very long lines are data, not code, and say nothing. */
export function wordsOfLine(line: string): readonly string[] {
  if (line.length > 400) return [];
  return (line.match(word) ?? []).filter((one) => !commonWords.has(one.toLowerCase()));
}

/** The telling words of some lines, each once. */
export function wordSetOf(lines: readonly string[]): ReadonlySet<string> {
  return new Set(lines.flatMap(wordsOfLine));
}
