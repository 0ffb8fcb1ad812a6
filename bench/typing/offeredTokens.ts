import { commonLength } from "../../src/core/completion/lines.ts";

/** What a model was asked to go on with, and the pieces that it wrote: about a token each. */
export interface Generated {
  readonly prompt: string;
  readonly pieces: readonly string[];
}

/** Ghost text as it was offered, with all that stood before it. */
export interface Offered {
  readonly before: string;
  readonly text: string;
}

/** Signs that tell where an answer belongs in the document; the blanks between them may have been mended. */
const alignedSigns = 60;

/** How many of the pieces were offered to anybody: those that, behind the prompt's code, say the same as an offer at its place. */
export function offeredPieces({ prompt, pieces }: Generated, offers: readonly Offered[]): number {
  const tail = bare(codeBeforeIn(prompt).slice(-8 * alignedSigns)).slice(-alignedSigns);
  const text = bare(pieces.join(""));
  let most = 0;
  for (const offer of offers) {
    const before = bare(offer.before);
    const whole = before + bare(offer.text);
    // An answer that goes on with an earlier one begins behind what is typed yet.
    const at = before.includes(tail) ? before.lastIndexOf(tail) : whole.lastIndexOf(tail);
    if (at < 0 || tail === "") continue;
    const typed = Math.max(0, before.length - at - tail.length);
    const same = commonLength(text, whole.slice(at + tail.length));
    if (same > typed) most = Math.max(most, same);
  }
  let signs = 0;
  let offered = 0;
  for (const piece of pieces) {
    if (signs >= most) break;
    signs += bare(piece).length;
    offered++;
  }
  return offered;
}

/** The code before the cursor, wherever a prompt has it: behind the reply's fence, before the mark of a hole, or at its end. */
function codeBeforeIn(prompt: string): string {
  const fim = /<\|fim_prefix\|>([^]*?)<\|fim_suffix\|>/.exec(prompt)?.[1];
  if (fim !== undefined) return fim;
  const hole = prompt.lastIndexOf("{{HOLE}}");
  if (hole >= 0) return prompt.slice(0, hole);
  const reply = /<start_of_turn>model\n[^\n]*\n([^]*)$/.exec(prompt)?.[1];
  return reply ?? prompt;
}

function bare(text: string): string {
  return text.replace(/\s+/g, "");
}
