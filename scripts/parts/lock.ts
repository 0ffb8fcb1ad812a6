import { mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { isAlive } from "../../src/shared/process/isAlive.ts";

const released = "free";

/**
 * Waits for a lock that any number of programs may ask for, and returns its release; says once when it has to wait.
 * Who holds it is a numbered file; only a number that nobody has taken can be taken, so that of several programs that all
 * find a dead holder exactly one follows it. Removing the dead one's file instead would also remove its successor's.
 */
export async function lock(file: string, onWait: () => void): Promise<() => Promise<void>> {
  await mkdir(path.dirname(file), { recursive: true });
  for (let hasSaid = false; ;) {
    const last = await newest(file);
    if (last === 0 || (await isFree(numbered(file, last)))) {
      const mine = last + 1;
      if (await take(numbered(file, mine))) {
        // Whoever looked long ago may take a number whose successors are there already.
        if ((await newest(file)) === mine) {
          await removeBelow(file, mine);
          return () => writeFile(numbered(file, mine), released);
        }
        await rm(numbered(file, mine), { force: true });
      }
      continue;
    }
    if (!hasSaid) onWait();
    hasSaid = true;
    await pause(500);
  }
}

function numbered(file: string, number: number): string {
  return `${file}-${number}`;
}

async function numbers(file: string): Promise<number[]> {
  const start = `${path.basename(file)}-`;
  const names = (await readdir(path.dirname(file))).filter((one) => one.startsWith(start));
  return names.map((one) => Number(one.slice(start.length))).filter((one) => Number.isInteger(one));
}

async function newest(file: string): Promise<number> {
  return Math.max(0, ...(await numbers(file)));
}

async function removeBelow(file: string, number: number): Promise<void> {
  for (const one of await numbers(file)) if (one < number) await rm(numbered(file, one), { force: true });
}

/** Takes a number; false if another program has it. */
async function take(file: string): Promise<boolean> {
  try {
    await writeFile(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

/** Released, or its holder is gone; one without a word yet is being written. */
async function isFree(file: string): Promise<boolean> {
  try {
    const text = await readFile(file, "utf8");
    if (text === released) return true;
    if (text !== "") return !isAlive(Number(text));
    return Date.now() - (await stat(file)).mtimeMs > 10_000;
  } catch {
    return false;
  }
}
