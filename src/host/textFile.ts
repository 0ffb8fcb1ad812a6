import { lstat, readFile } from "node:fs/promises";

/** A text file's contents, up to some size; empty where there is none. */
export async function textOf(path: string): Promise<string> {
  try {
    const { size } = await lstat(path);
    return size > 200_000 ? "" : await readFile(path, "utf8");
  } catch {
    return "";
  }
}
