import { parseArgs } from "node:util";
import { gemmaModel } from "../src/core/settings.ts";
import { turnTemplateOf, type TurnTemplate } from "../src/core/completion/turnTemplate.ts";
import { DaemonClient } from "../src/ollama/daemonClient.ts";
import { daemonProgram } from "../scripts/parts/daemon.ts";
import { freshModels } from "../scripts/parts/model.ts";
import { startOwnDaemon } from "../scripts/parts/ownDaemon.ts";
import { rm } from "node:fs/promises";
import { benchModel, createBenchModel, instructModelFile } from "./commit/instructModel.ts";
import { holeBench } from "./holes/holeBench.ts";
import { holeTable } from "./holes/holeTable.ts";

/** ChatML, the turns of the instruct model of the benches. */
const chatMl: TurnTemplate = {
  open: (userTurn) => `<|im_start|>user\n${userTurn}<|im_end|>\n<|im_start|>assistant\n`,
  stops: ["<|im_end|>", "<|im_start|>", "<|endoftext|>"],
};

const { values } = parseArgs({
  options: {
    limit: { type: "string", default: "60" },
    layout: { type: "string", multiple: true, default: [] },
    /** `small` is Gemma 3 270M, `instruct` is Qwen2.5-Coder 1.5B. */
    model: { type: "string", default: "small" },
  },
});
const stopping = new AbortController();
for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => stopping.abort());

const isInstruct = values.model === "instruct";
const models = await freshModels();
const daemon = await startOwnDaemon({ program: await daemonProgram(), models });
try {
  if (isInstruct) await createBenchModel(daemon.url, await instructModelFile());
  const client = new DaemonClient(daemon.url);
  const runtime = { model: isInstruct ? benchModel : gemmaModel, numCtx: 8192, keepAlive: "30m" };
  await client.load(runtime, stopping.signal);
  const template = isInstruct ? chatMl : turnTemplateOf("gemma3");
  if (template === undefined) throw new Error("no turn template");
  const samples = await holeBench(
    { client, runtime, template },
    {
      modelName: values.model,
      hasFim: isInstruct,
      holes: Number(values.limit),
      only: values.layout,
      signal: stopping.signal,
      report: (line) => console.log(line),
    },
  );
  console.log(holeTable(samples));
} finally {
  await daemon.stop();
  await rm(models, { recursive: true, force: true });
}
