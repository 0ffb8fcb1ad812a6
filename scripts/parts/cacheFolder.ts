import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { lock } from "./lock.ts";
import { report } from "./progress.ts";

/** Where everything that is built or downloaded for tests is kept: `FACET_CACHE`, else the system's own place for caches. */
export function cacheRoot(): string {
  const chosen = process.env["FACET_CACHE"];
  if (chosen !== undefined && chosen !== "") return path.resolve(chosen);
  if (process.platform === "win32") {
    return path.join(process.env["LOCALAPPDATA"] ?? path.join(os.homedir(), "AppData", "Local"), "facet");
  }
  if (process.platform === "darwin") return path.join(os.homedir(), "Library", "Caches", "facet");
  return path.join(process.env["XDG_CACHE_HOME"] ?? path.join(os.homedir(), ".cache"), "facet");
}

/** One thing that is made once per machine. */
export interface Part {
  /** The folder's name, with the versions it is made of. */
  readonly name: string;
  /** What a person reads while it is made. */
  readonly title: string;
  /** Makes the part in an empty folder; an interruption leaves nothing behind. */
  readonly make: (folder: string) => Promise<void>;
}

const stamp = "ready.json";

/** The folder of a part, made now if it is not there; two programs at once wait for each other. */
export async function prepared(part: Part): Promise<string> {
  const folder = path.join(cacheRoot(), part.name);
  if (existsSync(path.join(folder, stamp))) return folder;
  await mkdir(cacheRoot(), { recursive: true });
  const unlock = await lock(`${folder}.lock`, () => report(`${part.title}: another program is making it; waiting`));
  try {
    if (existsSync(path.join(folder, stamp))) return folder;
    await removeUnfinished(part.name);
    await rm(folder, { recursive: true, force: true });
    const making = `${folder}.making-${randomUUID().slice(0, 8)}`;
    await mkdir(making, { recursive: true });
    report(`${part.title}: begun (once per machine, kept in ${cacheRoot()})`);
    try {
      await part.make(making);
      await writeFile(path.join(making, stamp), JSON.stringify({ name: part.name, madeAt: new Date().toISOString() }));
      await rename(making, folder);
    } catch (error) {
      await rm(making, { recursive: true, force: true });
      throw error;
    }
    report(`${part.title}: ready`);
    return folder;
  } finally {
    await unlock();
  }
}

/** What an interrupted run left; only the holder of the lock may clean up. */
async function removeUnfinished(name: string): Promise<void> {
  for (const entry of await readdir(cacheRoot())) {
    if (entry.startsWith(`${name}.making-`)) await rm(path.join(cacheRoot(), entry), { recursive: true, force: true });
  }
}
