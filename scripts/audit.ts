import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { build } from "./build.ts";
import { repository } from "./editor/openEditor.ts";
import { holesIn } from "./packaging/holesIn.ts";
import { bundledPackages } from "./packaging/thirdPartyNotices.ts";
import { run } from "./parts/run.ts";

const dist = await mkdtemp(path.join(os.tmpdir(), "facet-audit-"));
try {
  await build({ production: true, folder: dist });
  const packages = await bundledPackages(repository, dist);
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  // Fails only where nothing can be asked; what is found is looked at here.
  const report = await run(npm, ["audit", "--json", "--audit-level=none"], { cwd: repository });
  const holes = holesIn(report, packages);
  for (const hole of holes) console.log(hole);
  console.log(`${packages.length} packages are in the bundles, ${holes.length} known holes are in them.`);
  process.exitCode = holes.length > 0 ? 1 : 0;
} finally {
  await rm(dist, { recursive: true, force: true });
}
