/** The most characters of one file that are attached: more than any context that a laptop holds. */
export const longestAttachment = 400_000;

/** Larger files are not even opened, bytes. */
export const largestFile = 50_000_000;

/** What a file's bytes are to a conversation. */
export type Reading =
  { readonly kind: "text"; readonly text: string; readonly isCut: boolean } | { readonly kind: "binary" };

/** Reads bytes as text; a file with a zero byte near its beginning is none, unless its first two bytes say that it has wide characters. */
export function readAs(bytes: Uint8Array, mostCharacters = longestAttachment): Reading {
  const wide = wideEncoding(bytes);
  if (wide === undefined && bytes.subarray(0, 8_000).includes(0)) return { kind: "binary" };
  const cut = bytes.subarray(0, mostCharacters * 3);
  const text = new TextDecoder(wide ?? "utf-8").decode(cut);
  const isCut = text.length > mostCharacters || cut.length < bytes.length;
  return { kind: "text", text: isCut ? wholeLines(text.slice(0, mostCharacters)) : text, isCut };
}

/** Text up to the last whole line, unless that is most of it. */
function wholeLines(text: string): string {
  const end = text.lastIndexOf("\n");
  return end > text.length / 2 ? text.slice(0, end + 1) : text;
}

function wideEncoding(bytes: Uint8Array): "utf-16le" | "utf-16be" | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  return undefined;
}
