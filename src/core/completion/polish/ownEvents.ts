import type { ScanEvent } from "../codeScan.ts";
import type { Surroundings } from "../surroundings.ts";

/** A character of a text that closes something opened before the text. */
export interface OutwardCloser {
  readonly index: number;
  readonly event: ScanEvent;
}

/** What a text opens and closes: its outward closers, and how many of its own brackets are open before each character. */
export function ownEvents(text: string, around: Surroundings): { closers: OutwardCloser[]; depths: number[] } {
  const scan = around.scan.fork();
  const closers: OutwardCloser[] = [];
  const depths: number[] = [];
  for (const [index, char] of text.split("").entries()) {
    depths.push(scan.brackets.length);
    const event = scan.push(char);
    if (event?.kind === "unmatched" || event?.kind === "unquote") closers.push({ index, event });
  }
  depths.push(scan.brackets.length);
  return { closers, depths };
}
