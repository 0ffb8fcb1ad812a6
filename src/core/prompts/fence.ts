/** Text between fences that are longer than any inside it, so that nothing in it can end the block. */
export function fenced(text: string, language: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`{3,}/g)].map((match) => match[0].length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${/^[\w+#.-]*$/.test(language) ? language : ""}\n${text.replace(/\n$/, "")}\n${fence}`;
}
