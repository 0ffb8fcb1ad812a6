import { lstat, open } from "node:fs/promises";
import type { FileChange, ReadChange } from "../core/commit/fileChange.ts";
import { reasonByPatch } from "../core/commit/fileWorth.ts";

/** Bytes of such a file that are read. */
const bytesOfUntracked = 64_000;

/** A file that git does not know yet, as a patch that adds all of it; a link is not followed. */
export async function readNewFile(path: string, change: FileChange): Promise<ReadChange> {
  const unread: ReadChange = { ...change, patch: "", isPatchCut: false, withheld: undefined };
  try {
    if (!(await lstat(path)).isFile()) return unread;
    const file = await open(path, "r");
    try {
      const { size } = await file.stat();
      const buffer = Buffer.alloc(Math.min(size, bytesOfUntracked));
      const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
      const bytes = buffer.subarray(0, bytesRead);
      if (bytes.includes(0)) return { ...unread, isBinary: true, withheld: "binary" };
      const isCut = size > bytesRead;
      const lines = bytes.toString("utf8").replace(/\n$/, "").split(/\r?\n/);
      const patch = size === 0 ? "" : [`@@ -0,0 +1,${lines.length} @@`, ...lines.map((line) => `+${line}`)].join("\n");
      const reason = reasonByPatch(patch);
      return {
        ...unread,
        // Of a file that was not read to its end the number of lines is not known.
        addedLines: isCut ? undefined : size === 0 ? 0 : lines.length,
        deletedLines: 0,
        patch: reason === undefined ? patch : "",
        isPatchCut: isCut,
        withheld: reason,
      };
    } finally {
      await file.close();
    }
  } catch {
    // Gone or unreadable since it was listed.
    return unread;
  }
}
