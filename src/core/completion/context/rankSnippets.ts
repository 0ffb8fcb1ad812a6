import type { Snippet } from "../../prompts/ghostText.ts";
import { tellingLinesOf, withoutSeen } from "./overlap.ts";
import type { TextView } from "../../textView.ts";

/** A snippet that may be of use, and why. */
export interface Candidate {
  readonly path: string;
  readonly text: string;
  readonly kind: "definition" | "edit" | "header" | "similar";
  /** How much it promises within its kind: 0 to 1. */
  readonly promise: number;
}

/** What a kind is worth at least, and what its promise adds: what a name stands for beats what merely looks alike. */
const worths: Readonly<Record<Candidate["kind"], { readonly base: number; readonly span: number }>> = {
  definition: { base: 0.6, span: 0.4 },
  edit: { base: 0.4, span: 0.4 },
  header: { base: 0.4, span: 0.4 },
  similar: { base: 0.2, span: 1 },
};

/** More would not fit into any budget. */
const mostSnippets = 12;
/** One snippet must not take the room of all others. */
const mostCharacters = 1_200;

/** The window that the prompt shows anyway, as far as snippets are compared with it; characters. */
const comparedBefore = 8_000;
const comparedAfter = 4_000;

/** The snippets that tell something new at a place, best first. */
export function rankSnippets(candidates: readonly Candidate[], text: TextView, cursor: number): readonly Snippet[] {
  const window = text.slice(Math.max(0, cursor - comparedBefore), cursor + comparedAfter).replace(/\r\n?/g, "\n");
  const seen = new Set(tellingLinesOf(window));
  const ranked = [...candidates].sort((one, other) => worthOf(other) - worthOf(one));
  const snippets: Snippet[] = [];
  for (const candidate of ranked) {
    const fresh = withoutSeen(candidate.text, seen);
    if (fresh === undefined) continue;
    const short = cutAtLine(fresh, mostCharacters);
    for (const line of tellingLinesOf(short)) seen.add(line);
    snippets.push({ path: candidate.path, text: short });
    if (snippets.length >= mostSnippets) break;
  }
  return snippets;
}

function worthOf({ kind, promise }: Candidate): number {
  return worths[kind].base + worths[kind].span * promise;
}

function cutAtLine(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = text.lastIndexOf("\n", most);
  return text.slice(0, end > 0 ? end : most);
}
