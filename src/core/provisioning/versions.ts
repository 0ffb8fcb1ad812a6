/** The first Ollama that runs Gemma 3. */
export const oldestUsable = "0.6";

/** The first Ollama that does not lose half a second on every request (facts: ollama 0.2). */
export const oldestFast = "0.33";

/** Compares versions such as `0.34.0` or `0.6.5-rc1` by their numbers; a build without a release number (`0.0.0`) counts as current. */
export function isOlder(version: string, than: string): boolean {
  const [one, other] = [numbersOf(version), numbersOf(than)];
  if (one.every((part) => part === 0)) return false;
  for (let index = 0; index < Math.max(one.length, other.length); index++) {
    const difference = (one[index] ?? 0) - (other[index] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

function numbersOf(version: string): readonly number[] {
  return (/^v?(\d+(?:\.\d+)*)/.exec(version)?.[1] ?? "0").split(".").map(Number);
}
