import type { ReadChange } from "../../../src/core/commit/fileChange.ts";

/** A changed file with everything the test does not care about filled in. */
export function changeOf(path: string, patch: string, more: Partial<ReadChange> = {}): ReadChange {
  const lines = patch.split("\n");
  return {
    path,
    previousPath: undefined,
    kind: "modified",
    addedLines: lines.filter((line) => line.startsWith("+")).length,
    deletedLines: lines.filter((line) => line.startsWith("-")).length,
    isBinary: false,
    isSubmodule: false,
    patch,
    isPatchCut: false,
    withheld: undefined,
    ...more,
  };
}
