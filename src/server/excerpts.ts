import { characterStart } from "../core/completion/characterStart.ts";
import type { Snippet } from "../core/prompts/ghostText.ts";

/** The first line with something on it and the line breaks before it, once it is whole. */
export function firstWholeLine(text: string, isFinished: boolean): string | undefined {
  const start = /\S/.exec(text)?.index;
  if (start === undefined) return undefined;
  const end = text.indexOf("\n", start);
  if (end >= 0) return text.slice(0, end);
  return isFinished ? text : undefined;
}

/** The beginning of a text that fits, cut at a line end. */
export function wholeLines(text: string, mostCharacters: number): string {
  if (text.length <= mostCharacters) return text;
  const end = text.lastIndexOf("\n", mostCharacters);
  return text.slice(0, end > 0 ? end : characterStart(text, mostCharacters));
}

/** Less of a snippet than that tells nothing, characters. */
const leastRoom = 160;

/** The snippets that fit, in their order of worth; one that is too long is cut at a line end where enough of it is left. */
export function fitting(snippets: readonly Snippet[], mostCharacters: number): readonly Snippet[] {
  let left = mostCharacters;
  return snippets.flatMap((one) => {
    const room = left - one.path.length - 20;
    if (one.text.length > room && room < leastRoom) return [];
    const text = wholeLines(one.text, room);
    left = room - text.length;
    return [{ path: one.path, text }];
  });
}
