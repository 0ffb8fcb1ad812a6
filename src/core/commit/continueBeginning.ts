/** A message's first line as the continuation of what the user has begun, whose letters stay as they are; undefined where it begins otherwise. */
export function continueBeginning(message: string, beginning: string): string | undefined {
  const line = message.split("\n", 1)[0] ?? "";
  if (line.length <= beginning.length) return undefined;
  return line.toLowerCase().startsWith(beginning.toLowerCase()) ? line.slice(beginning.length) : undefined;
}
