import { readdirSync, readFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import type { SeenProcess } from "./processTree.ts";

/** Every process, whoever started it, that was given a path in its environment or on its command line; ourselves apart. */
export function processesOf(path: string): readonly SeenProcess[] {
  const all = process.platform === "linux" ? seenByLinux() : seenByPs();
  return all.filter(({ pid, told }) => pid !== process.pid && told.includes(path));
}

interface ToldProcess extends SeenProcess {
  readonly told: string;
}

function seenByLinux(): readonly ToldProcess[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name): readonly ToldProcess[] => {
      try {
        const command = readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ").trim();
        return [{ pid: Number(name), command, told: `${command}\0${readFileSync(`/proc/${name}/environ`, "utf8")}` }];
      } catch {
        // It has ended meanwhile, or belongs to somebody else.
        return [];
      }
    });
}

function seenByPs(): readonly ToldProcess[] {
  const lines = execFileSync("ps", ["axeww", "-o", "pid=,command="], { encoding: "utf8", maxBuffer: 64e6 }).split("\n");
  return lines.flatMap((line) => {
    const match = /^\s*(\d+)\s+(.*)$/.exec(line);
    return match === null ? [] : [{ pid: Number(match[1]), command: match[2] ?? "", told: match[2] ?? "" }];
  });
}
