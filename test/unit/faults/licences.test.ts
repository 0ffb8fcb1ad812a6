import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { suite, test } from "node:test";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "..", "..");

/** Licences under which a part may be handed on inside an extension of ours. */
const allowed =
  /^\(?(?:MIT|MIT-0|ISC|Apache-2\.0|BSD-2-Clause|BSD-3-Clause|0BSD|CC0-1\.0|Unlicense|BlueOak-1\.0\.0|Python-2\.0|MPL-2\.0)(?: (?:OR|AND) [\w.-]+)*\)?$/;

interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly link?: boolean;
}

/** What the lock file says of each package, by its place. */
async function locked(): Promise<readonly (readonly [string, LockedPackage])[]> {
  const lock = JSON.parse(await readFile(path.join(root, "package-lock.json"), "utf8")) as {
    packages: Record<string, LockedPackage>;
  };
  return Object.entries(lock.packages).filter(([place]) => place !== "");
}

async function licenceOf(place: string, one: LockedPackage): Promise<string> {
  if (one.license !== undefined) return one.license;
  const manifest = JSON.parse(await readFile(path.join(root, place, "package.json"), "utf8")) as { license?: unknown };
  return typeof manifest.license === "string" ? manifest.license : "none";
}

suite("a package that is built into the extension", () => {
  test("has a licence that lets us hand it on", async () => {
    const production = (await locked()).filter(([, one]) => one.dev !== true);
    assert.ok(production.length > 5);
    // Those of the views are bundled too, though they are needed only to build.
    const bundled = ["dompurify", "highlight.js", "markdown-it"].map((name) => `node_modules/${name}`);
    const all = await locked();
    for (const [place, one] of [...production, ...all.filter(([place]) => bundled.includes(place))]) {
      const licence = await licenceOf(place, one);
      assert.match(licence, allowed, `${place} is under ${licence}`);
    }
  });

  test("is pinned to what it was when it was looked at", async () => {
    for (const [place, one] of await locked()) {
      if (one.link === true) continue;
      assert.ok(one.integrity !== undefined || one.resolved === undefined, `${place} has no checksum`);
    }
  });
});
