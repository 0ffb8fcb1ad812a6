import type { TextView } from "../textView.ts";

/** An offset, or the one before it where it lies between the two halves of a character: half a character is none. */
export function characterStart(text: TextView, offset: number): number {
  const isInside = /^[\ud800-\udbff]$/.test(text.charAt(offset - 1)) && /^[\udc00-\udfff]$/.test(text.charAt(offset));
  return isInside ? offset - 1 : offset;
}
