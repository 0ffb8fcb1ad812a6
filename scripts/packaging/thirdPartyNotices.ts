import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

/** A package whose code is in a bundle of ours. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** Where it is installed, relative to the root, by "/". */
  readonly folder: string;
  /** Such as `MIT`. */
  readonly licence: string;
  /** The licence's own text; empty where the package brings none. */
  readonly text: string;
}

interface Metafile {
  readonly inputs: Readonly<Record<string, unknown>>;
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
}

/** The packages of `root` that the bundles in `dist` are made of, by the metafiles beside them. */
export async function bundledPackages(root: string, dist: string): Promise<readonly BundledPackage[]> {
  const folders = new Set<string>();
  for (const name of await readdir(dist)) {
    if (!/^meta-.*\.json$/.test(name)) continue;
    const { inputs } = JSON.parse(await readFile(path.join(dist, name), "utf8")) as Metafile;
    for (const input of Object.keys(inputs)) {
      const folder = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
      if (folder !== undefined) folders.add(folder);
    }
  }
  const packages = await Promise.all([...folders].map((folder) => packageIn(root, folder)));
  return packages.sort((one, other) => one.name.localeCompare(other.name));
}

async function packageIn(root: string, folder: string): Promise<BundledPackage> {
  const whole = path.join(root, folder);
  const manifest = JSON.parse(await readFile(path.join(whole, "package.json"), "utf8")) as Manifest;
  const file = (await readdir(whole)).find((name) => /^licen[cs]e/i.test(name));
  const text = file === undefined ? "" : await readFile(path.join(whole, file), "utf8");
  return { name: manifest.name, version: manifest.version, folder, licence: manifest.license ?? "", text: text.trim() };
}

/** The notices that the licences of others' code ask for, as one text. */
export function thirdPartyNotices(packages: readonly BundledPackage[]): string {
  const head = "Facet contains code of the following packages, each under its own licence.";
  const parts = packages.map(({ name, version, licence, text }) =>
    [`${name} ${version} (${licence})`, text].filter((one) => one !== "").join("\n\n"),
  );
  return [head, ...parts].join(`\n\n${"-".repeat(80)}\n\n`) + "\n";
}
