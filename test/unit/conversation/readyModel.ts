import { gemmaModel } from "../../../src/core/settings.ts";
import type { DaemonClient } from "../../../src/ollama/daemonClient.ts";
import type { ReadyModel } from "../../../src/ollama/foregroundAnswers.ts";

/** The model at a daemon, as if the provisioning had brought it to readiness. */
export function readyModelAt(client: DaemonClient, numCtx = 8192): ReadyModel {
  return {
    client,
    runtime: {
      endpoint: client.endpoint,
      model: gemmaModel,
      numCtx,
      keepAlive: "30m",
      generation: "gemma3",
      speeds: { promptTokensPerSecond: 0, generatedTokensPerSecond: 0 },
    },
    description: {
      capabilities: ["completion"],
      template: "",
      family: "gemma3",
      license: "",
      parameters: "",
      parameterSize: "",
      quantization: "",
      remoteHost: undefined,
      trainedContext: undefined,
    },
  };
}
