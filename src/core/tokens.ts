/** Characters of a word that one token covers on average; a longer word is cut by the tokenizer. */
const lettersPerToken = 6;

/**
 * How many tokens a text has, without asking the daemon, which has no call for it: an estimate by what tokenizers of Gemma's size do
 * (a short word with the blank before it is one token, digits are one each, runs of blanks are one).
 * Counts rather too many than too few, so that a prompt that fits by it fits (measured with Gemma 3's tokenizer: docs/measurements.md).
 */
export function estimateTokens(text: string): number {
  let tokens = 0;
  let run = 0;
  let kind: CharacterKind = "none";
  const end = (): void => {
    if (kind === "lower" || kind === "upper") tokens += Math.ceil(run / lettersPerToken);
    else if (kind === "foreign") tokens += Math.ceil(run / 4);
    else if (kind === "punctuation") tokens += Math.ceil(run / 2);
    else if (kind === "blank" && run > 1) tokens += Math.ceil(run / 16);
    run = 0;
  };
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    const next = kindOf(code);
    if (next === "digit" || next === "newline") {
      // A blank joins the word after it, but no digit.
      if (next === "digit" && kind === "blank" && run === 1) tokens += 1;
      end();
      tokens += 1;
      kind = next;
    } else if (next === "wide") {
      end();
      tokens += 0.65;
      kind = next;
    } else if (next === kind || (kind === "upper" && next === "lower" && run === 1)) {
      kind = next;
      run += 1;
    } else {
      end();
      kind = next;
      run = 1;
    }
  }
  end();
  return Math.ceil(tokens);
}

type CharacterKind = "none" | "lower" | "upper" | "digit" | "blank" | "newline" | "punctuation" | "foreign" | "wide";

function kindOf(code: number): CharacterKind {
  if (code >= 97 && code <= 122) return "lower";
  if (code >= 65 && code <= 90) return "upper";
  if (code >= 48 && code <= 57) return "digit";
  if (code === 10 || code === 13) return "newline";
  if (code === 32 || code === 9) return "blank";
  if (code < 128) return "punctuation";
  // Letters of other alphabets share tokens; ideographs, syllables, signs and emoji hardly do.
  return code < 0x2000 ? "foreign" : "wide";
}

/** Learns, from the daemon's own counts, by what factor the estimate is off for a model. */
export class TokenMeter {
  #factor = 1;

  /** Tells what the daemon counted for a text that was estimated. */
  learn(estimated: number, counted: number): void {
    if (estimated < 100 || counted <= 0) return;
    const seen = Math.min(2, Math.max(0.4, counted / estimated));
    // A prompt that was underestimated matters at once, since it may not fit; an overestimate is taken back slowly.
    this.#factor += (seen - this.#factor) * (seen > this.#factor ? 0.7 : 0.2);
  }

  /** The estimate without what was learnt, as `learn` wants it. */
  estimateOf(text: string): number {
    return estimateTokens(text);
  }

  /** The estimate with what was learnt. */
  tokensOf(text: string): number {
    return Math.ceil(estimateTokens(text) * this.#factor);
  }
}
