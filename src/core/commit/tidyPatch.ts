/** A line longer than that is data; its beginning says enough. */
const longestLine = 240;

/**
 * A patch without what tells a model nothing: line numbers, of which each digit is a token, empty lines between others, remarks of git.
 * What git writes after the second `@@`, the enclosing function, stays.
 */
export function tidyPatch(patch: string): string {
  return patch
    .split("\n")
    .filter((line) => line.trim() !== "" && !line.startsWith("\\ "))
    .map((line) => line.replace(/^@@+ [^@]*@@+ ?(.*)$/, (_, where: string) => (where === "" ? "@@" : `@@ ${where}`)))
    .map((line) => (line.length > longestLine ? `${line.slice(0, longestLine)}…` : line))
    .join("\n");
}
