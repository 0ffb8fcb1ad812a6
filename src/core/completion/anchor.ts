import { characterStart } from "./characterStart.ts";
import type { PromptHead } from "../prompts/ghostText.ts";
import type { TextView } from "../textView.ts";

/**
 * What stays the same while a person types at one spot: the prompt's head (instruction, path, snippets, code after the cursor)
 * and where the window before the cursor begins. A prompt is the head and the code from there to the cursor, so typing only appends.
 */
export interface Anchor {
  readonly uri: string;
  /** Where the window begins, in the document as it is now; edits above move it. */
  windowStart: number;
  readonly head: PromptHead;
  /** Lines of the prompt that are not the document's, which a model may echo. */
  readonly promptLines: readonly string[];
  /** The code after the cursor when the head was frozen, LF. */
  readonly after: string;
  /** Whether more code followed than was frozen. */
  readonly isAfterCut: boolean;
  /** Characters from `windowStart` to the cursor beyond which the window must be cut anew. */
  readonly mostBefore: number;
}

/** Characters of the code after the cursor that must agree; what is further down the model hardly uses. */
const comparedCharacters = 600;

/** What an editor puts behind the cursor while typing, or what it takes away when it is overtyped. */
const closersAndSpace = /^[\s)\]}>"'`;,]*/;

/**
 * Whether the code after the cursor is still what the head says, but for closers and white space that the editor inserts while
 * typing (`(` brings `)`, Enter between braces moves `}`), which nobody would evaluate a prompt anew for.
 */
export function isStillTrue(frozenAfter: string, after: string, isCut: boolean): boolean {
  // Beyond where the frozen text was cut, the head says nothing that could be untrue.
  const most = isCut ? Math.min(comparedCharacters, frozenAfter.length) : comparedCharacters;
  if (frozenAfter.slice(0, most) === after.slice(0, most)) return true;
  const frozen = bare(frozenAfter);
  const now = bare(after);
  const length = Math.min(frozen.length, now.length, most);
  if (frozen.slice(0, length) !== now.slice(0, length)) return false;
  // An end that came or went matters only where it is near.
  return length >= (isCut ? Math.min(most, frozen.length) : most) || Math.abs(frozen.length - now.length) < 3;
}

/** The rest of the line and what follows, without the closers and the space at its beginning. */
function bare(text: string): string {
  const start = text.slice(0, comparedCharacters * 2);
  return start.slice(closersAndSpace.exec(start)?.[0].length ?? 0).trimEnd();
}

/** Where a window of about `characters` before the cursor begins: at a line start, and if it can be, where a block begins. */
export function windowStartBefore(text: TextView, cursor: number, characters: number): number {
  if (cursor <= characters) return 0;
  const from = cursor - characters;
  let start = text.indexOf("\n", from) + 1;
  // Behind a line that is longer than the window, its end is worth more than a clean beginning.
  if (start === 0 || cursor - start < characters / 4) return characterStart(text, from);
  // A line that is not indented, after a blank one, is a better beginning than the middle of a block; look a quarter further.
  const limit = Math.min(cursor, from + Math.round(characters / 4));
  for (let at = start; at > 0 && at < limit; at = text.indexOf("\n", at) + 1) {
    const isTopLevel = /[^\s)\]}]/.test(text.charAt(at));
    const isAfterBlank = text.charAt(at - 2) === "\n" || text.charAt(at - 2) === "\r";
    if (isTopLevel && isAfterBlank) {
      start = at;
      break;
    }
  }
  return start;
}

/** Moves a window's start with an edit of the document; undefined where the edit took the start away. */
export function movedStart(
  windowStart: number,
  edit: { from: number; to: number; inserted: number },
): number | undefined {
  if (edit.from >= windowStart) return windowStart;
  if (edit.to <= windowStart) return windowStart + edit.inserted - (edit.to - edit.from);
  return undefined;
}
