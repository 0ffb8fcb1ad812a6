import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { repository } from "./editor/openEditor.ts";
import { packExtension, stage } from "./packaging/packExtension.ts";
import { packServer } from "./packaging/packServer.ts";

const { version } = JSON.parse(await readFile(path.join(repository, "package.json"), "utf8")) as { version: string };
const out = path.join(repository, "out");
const staged = await mkdtemp(path.join(os.tmpdir(), "facet-package-"));
try {
  await stage(repository, staged);
  const files = [path.join(out, `facet-${version}.vsix`), path.join(out, `facet-server-${version}.tgz`)] as const;
  await packExtension(staged, files[0]);
  await packServer(staged, path.join(repository, "docs", "other-editors.md"), out);
  for (const file of files) console.log(`${file}: ${Math.round((await stat(file)).size / 1000)} kB`);
} finally {
  await rm(staged, { recursive: true, force: true });
}
