/** A fence longer than any in the texts and of at least so many backticks, so that nothing in them can end the block. */
export function fenceAround(texts: readonly string[], least = 3): string {
  let longest = least - 1;
  for (const text of texts) for (const run of text.match(/`{3,}/g) ?? []) longest = Math.max(longest, run.length);
  return "`".repeat(longest + 1);
}

/** Text between fences that are longer than any inside it. */
export function fenced(text: string, language: string): string {
  const fence = fenceAround([text]);
  return `${fence}${/^[\w+#.-]*$/.test(language) ? language : ""}\n${text.replace(/\n$/, "")}\n${fence}`;
}
