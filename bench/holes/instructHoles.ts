import type { TurnTemplate } from "../../src/core/completion/turnTemplate.ts";
import { DaemonClient } from "../../src/ollama/daemonClient.ts";
import { benchModel, createBenchModel, instructModelFile } from "../commit/instructModel.ts";
import type { HoleModel } from "./fillHole.ts";

/** ChatML, the turns of the instruct model of the benches. */
const chatMl: TurnTemplate = {
  open: (userTurn) => `<|im_start|>user\n${userTurn}<|im_end|>\n<|im_start|>assistant\n`,
  stops: ["<|im_end|>", "<|im_start|>", "<|endoftext|>"],
};

/** The small model that follows instructions, for judging prompts, in a daemon of the bench's. */
export async function instructModel(url: string): Promise<HoleModel> {
  await createBenchModel(url, await instructModelFile());
  // A bench in the background may be given little of the machine.
  const client = new DaemonClient(url, { answerMs: 7_200_000 });
  const runtime = { model: benchModel, numCtx: 8192, keepAlive: "30m" };
  await client.load(runtime, new AbortController().signal);
  return { client, runtime, template: chatMl };
}
