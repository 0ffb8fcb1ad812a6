import { statfs } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { Room } from "../core/provisioning/knownModels.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Where a daemon keeps its models: the environment's word, else the usual folder. */
export function modelsFolder(environment: Environment): string {
  return environment["OLLAMA_MODELS"] ?? path.join(os.homedir(), ".ollama", "models");
}

/** What this machine has for models. The disk counts only where the daemon's folder is known to us: an own or a default one. */
export async function roomOf(environment: Environment, isFolderKnown: boolean): Promise<Room> {
  return {
    memoryBytes: os.totalmem(),
    freeDiskBytes: isFolderKnown ? await freeBytesAt(modelsFolder(environment)) : undefined,
  };
}

/** Free bytes where a folder is or will be. */
async function freeBytesAt(folder: string): Promise<number | undefined> {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    try {
      const { bavail, bsize } = await statfs(at);
      return bavail * bsize;
    } catch {
      if (path.dirname(at) === at) return undefined;
    }
  }
}

/** The machine in the words of a diagnosis. */
export function machineFacts(): { readonly name: string; readonly memoryBytes: number; readonly processors: number } {
  return {
    name: `${os.type()} ${os.release()} ${os.arch()}`,
    memoryBytes: os.totalmem(),
    processors: os.availableParallelism(),
  };
}
