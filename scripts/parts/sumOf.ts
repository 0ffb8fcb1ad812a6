import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";

/** A file's SHA-256, hex. */
export async function sumOf(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}
