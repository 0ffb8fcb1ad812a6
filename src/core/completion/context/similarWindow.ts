/** Lines that are compared at once; Copilot's figure (facts: peers 3). */
const windowLines = 60;
/** Lines that are shown of the most similar window: those that are most alike and what follows them, which is what comes next. */
const alikeLines = 12;
const followingLines = 8;
/** Two pieces that share less than this are about different things. */
const leastSimilarity = 0.08;

/** A piece of a file that resembles the code before the cursor; lines from 0, the end excluded. */
export interface SimilarWindow {
  readonly startLine: number;
  readonly endLine: number;
  /** Jaccard: words in common, of all words; 0 to 1. */
  readonly similarity: number;
}

/** The piece of a file that shares most words with the code before the cursor, if any shares enough; takes the words of each line. */
export function mostSimilarWindow(
  lineWords: readonly (readonly string[])[],
  reference: ReadonlySet<string>,
): SimilarWindow | undefined {
  if (reference.size === 0) return undefined;
  const window = mostAlike(lineWords, reference, windowLines, (shared, distinct) =>
    shared === 0 ? 0 : shared / (reference.size + distinct - shared),
  );
  if (window === undefined || window.score < leastSimilarity) return undefined;
  const inside = lineWords.slice(window.startLine, window.startLine + windowLines);
  const core = mostAlike(inside, reference, alikeLines, (shared) => shared);
  const startLine = window.startLine + (core?.startLine ?? 0);
  const endLine = Math.min(lineWords.length, startLine + alikeLines + followingLines);
  return { startLine, endLine, similarity: window.score };
}

/** Slides over the lines, counting words as they come and go, so that the cost is that of reading each line twice. */
function mostAlike(
  lineWords: readonly (readonly string[])[],
  reference: ReadonlySet<string>,
  size: number,
  scoreOf: (shared: number, distinct: number) => number,
): { readonly startLine: number; readonly score: number } | undefined {
  const counts = new Map<string, number>();
  let shared = 0;
  let best: { startLine: number; score: number } | undefined;
  for (const [line, words] of lineWords.entries()) {
    for (const word of words) {
      const count = counts.get(word) ?? 0;
      counts.set(word, count + 1);
      if (count === 0 && reference.has(word)) shared++;
    }
    for (const word of lineWords[line - size] ?? []) {
      const count = counts.get(word) ?? 0;
      if (count > 1) {
        counts.set(word, count - 1);
        continue;
      }
      counts.delete(word);
      if (reference.has(word)) shared--;
    }
    const isFull = line >= size - 1 || line === lineWords.length - 1;
    const score = isFull ? scoreOf(shared, counts.size) : 0;
    if (isFull && (best === undefined || score > best.score)) {
      best = { startLine: Math.max(0, line - size + 1), score };
    }
  }
  return best;
}
