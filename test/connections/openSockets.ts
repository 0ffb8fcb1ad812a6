import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";

/** The far ends of a process's connections at this moment, as `address:port` in the kernel's own notation; empty where there is no `/proc`. */
export function farEndsOf(pid: number): readonly string[] {
  const folder = `/proc/${pid}/fd`;
  if (!existsSync(folder)) return [];
  const mine = new Set(readdirSync(folder).map((one) => /^socket:\[(\d+)\]$/.exec(targetOf(`${folder}/${one}`))?.[1]));
  return ["tcp", "tcp6", "udp", "udp6"].flatMap((table) =>
    readFileSync(`/proc/${pid}/net/${table}`, "utf8")
      .split("\n")
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((cells) => cells[9] !== undefined && mine.has(cells[9]) && !/:0000$/.test(cells[2] ?? ""))
      .map((cells) => cells[2] ?? ""),
  );
}

/** Whether an address of that notation is of this machine: 127.x.y.z, the same in IPv6, or `::1`. */
export function isOfThisMachine(farEnd: string): boolean {
  return /^(?:[0-9A-F]{6}7F|0{16}FFFF0000[0-9A-F]{6}7F|0{24}01000000):/.test(farEnd);
}

/** What a link points to; a file that has been closed meanwhile points to nothing. */
function targetOf(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    return "";
  }
}
