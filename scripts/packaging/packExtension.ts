import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { createVSIX } from "@vscode/vsce";
import { build } from "../build.ts";
import { bundledPackages, thirdPartyNotices } from "./thirdPartyNotices.ts";

/** What is packed beside the bundles. */
const files = [".vscodeignore", "README.md", "CHANGELOG.md", "LICENSE", "NOTICE", "media"];

/** Puts together in an empty folder what is packed: production bundles, and a manifest without what only development needs. */
export async function stage(root: string, staged: string): Promise<void> {
  const dist = path.join(staged, "dist");
  await build({ production: true, folder: dist });
  await writeFile(path.join(dist, "third-party-notices.txt"), thirdPartyNotices(await bundledPackages(root, dist)));
  const words = (await readdir(root)).filter((name) => /^package\.nls.*\.json$/.test(name));
  for (const name of [...files, ...words]) {
    await cp(path.join(root, name), path.join(staged, name), { recursive: true });
  }
  const manifest: unknown = JSON.parse(await readFile(path.join(root, "package.json"), "utf8"));
  const forDevelopment = new Set(["scripts", "devDependencies", "dependencies", "bin", "private"]);
  const packed = Object.entries(manifest as object).filter(([key]) => !forDevelopment.has(key));
  await writeFile(path.join(staged, "package.json"), `${JSON.stringify(Object.fromEntries(packed), null, 2)}\n`);
}

/** Packs what was staged into a .vsix file; an odd minor version is a pre-release, as the Marketplace counts them. */
export async function packExtension(staged: string, packagePath: string): Promise<void> {
  await mkdir(path.dirname(packagePath), { recursive: true });
  const { version } = JSON.parse(await readFile(path.join(staged, "package.json"), "utf8")) as { version: string };
  const preRelease = Number(version.split(".")[1]) % 2 === 1;
  await createVSIX({ cwd: staged, packagePath, dependencies: false, preRelease });
}
