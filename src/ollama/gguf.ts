import { createHash } from "node:crypto";
import { open, stat } from "node:fs/promises";
import { createReadStream } from "node:fs";
import path from "node:path";
import { DaemonError } from "./readFailure.ts";

/** What the beginning of a model file tells. */
export interface GgufFile {
  readonly file: string;
  readonly sizeBytes: number;
  /** Such as `gemma3`; empty where the file does not say. */
  readonly architecture: string;
}

const headBytes = 65_536;

/** Looks at a model file. Throws `DaemonError` with `fileGone` or `notGguf`. */
export async function readGguf(file: string): Promise<GgufFile> {
  const head = await headOf(file);
  if (head.toString("latin1", 0, 4) !== "GGUF") throw importFailure("notGguf", file);
  return { file, sizeBytes: (await stat(file)).size, architecture: architectureIn(head) };
}

async function headOf(file: string): Promise<Buffer> {
  try {
    const handle = await open(file, "r");
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw importFailure("fileGone", file, error);
  }
}

/** Reads `general.architecture`, which writers put first among a file's values; magic, version and two counts precede it. */
function architectureIn(head: Buffer): string {
  const key = "general.architecture";
  const at = head.indexOf(key, 0, "latin1");
  const typeAt = at + key.length;
  const stringType = 8;
  if (at < 0 || typeAt + 12 > head.length || head.readUInt32LE(typeAt) !== stringType) return "";
  const length = Number(head.readBigUInt64LE(typeAt + 4));
  return length <= 64 ? head.toString("utf8", typeAt + 12, typeAt + 12 + length) : "";
}

/** The file's sum, by which the daemon names it. */
export async function digestOf(file: string, moved: (bytes: number) => void, signal: AbortSignal): Promise<string> {
  const hash = createHash("sha256");
  let bytes = 0;
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20, signal })) {
      hash.update(chunk as Buffer);
      bytes += (chunk as Buffer).length;
      moved(bytes);
    }
  } catch (error) {
    signal.throwIfAborted();
    throw importFailure("fileGone", file, error);
  }
  return `sha256:${hash.digest("hex")}`;
}

export function importFailure(problem: "notGguf" | "fileGone", file: string, cause?: unknown): DaemonError {
  return new DaemonError({ kind: "pullFailed", problem, subject: path.basename(file), detail: "" }, cause);
}
