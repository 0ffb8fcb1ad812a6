import { execFileSync } from "node:child_process";

/** A process as `ps` shows it. */
export interface SeenProcess {
  readonly pid: number;
  readonly command: string;
}

/** Every process that a process has started, directly or not. */
export function descendantsOf(ancestor: number): readonly SeenProcess[] {
  const lines = execFileSync("ps", ["-eo", "pid=,ppid=,args="], { encoding: "utf8", maxBuffer: 16e6 }).split("\n");
  const children = new Map<number, SeenProcess[]>();
  for (const line of lines) {
    const match = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line);
    if (match === null) continue;
    const [, pid, parent, command = ""] = match;
    const siblings = children.get(Number(parent)) ?? [];
    children.set(Number(parent), [...siblings, { pid: Number(pid), command }]);
  }
  const found: SeenProcess[] = [];
  const visit = (pid: number): void => {
    for (const child of children.get(pid) ?? []) {
      found.push(child);
      visit(child.pid);
    }
  };
  visit(ancestor);
  return found;
}
