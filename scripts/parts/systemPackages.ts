import { existsSync } from "node:fs";
import { report } from "./progress.ts";
import { onPath, run } from "./run.ts";

let isListFresh = false;

/** Installs Debian packages whose programs are missing, if we may; says what to do otherwise. */
export async function needPrograms(programs: Readonly<Record<string, string>>): Promise<void> {
  const missing = Object.entries(programs).filter(([program]) => onPath(program) === undefined);
  if (missing.length === 0) return;
  const packages = [...new Set(missing.map(([, name]) => name))];
  const names = missing.map(([program]) => program).join(", ");
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) {
    throw new Error(
      `These programs are needed and missing: ${names}. On Debian: apt-get install ${packages.join(" ")}`,
    );
  }
  report(`installing ${packages.join(" ")}`);
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  if (!isListFresh) await run("apt-get", ["update", "-q"], { env });
  isListFresh = true;
  await run("apt-get", ["install", "-y", "-q", "--no-install-recommends", ...packages], { env });
}
