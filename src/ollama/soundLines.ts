/** The longest line that is taken, bytes: no answer of a daemon comes near it, and the npm client keeps a line until it ends. */
const longestLine = 8_000_000;
/** Lines that begin like nothing of ours, and blank bytes, before what answers counts as something else than Ollama. */
const mostForeignLines = 10_000;
const mostBlanks = 20_000;

const lineFeed = 10;
const brace = 123;

/**
 * Lets an answer through and ends one that no daemon gives: a line without an end, endless blanks, endless lines that are no JSON,
 * and, where every sound answer is JSON, one that does not begin like it. The npm client would hold or report each of them for ever. Throws as its own reading of such an answer does.
 */
export function soundLines(isJson: boolean): TransformStream<Uint8Array, Uint8Array> {
  let inLine = 0;
  let blanks = 0;
  let foreignLines = 0;
  let isAtStart = true;
  let hasBegun = false;
  let isForeign = false;
  const count = (chunk: Uint8Array): void => {
    for (let from = 0; from < chunk.length;) {
      if (isAtStart) {
        const sign = chunk[from] ?? 0;
        if (sign <= 32) {
          blanks++;
          from++;
          continue;
        }
        isAtStart = false;
        isForeign ||= isJson && !hasBegun && sign !== brace;
        hasBegun = true;
        if (sign === brace) blanks = foreignLines = 0;
        else foreignLines++;
      }
      const end = chunk.indexOf(lineFeed, from);
      inLine += (end < 0 ? chunk.length : end) - from;
      if (end < 0) return;
      inLine = 0;
      isAtStart = true;
      from = end + 1;
    }
  };
  return new TransformStream({
    transform: (chunk, controller) => {
      const wasAtStart = isAtStart;
      count(chunk);
      if (isForeign) throw new TypeError("what does not begin with { is not valid JSON");
      if (inLine > longestLine || blanks > mostBlanks || foreignLines > mostForeignLines)
        throw new TypeError("what comes without end is not valid JSON");
      // Nothing but blanks between two lines says nothing, and the npm client would report each of them.
      if (!wasAtStart || chunk.some((one) => one > 32)) controller.enqueue(chunk);
    },
  });
}
