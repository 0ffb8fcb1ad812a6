import type { DaemonClient } from "../../src/ollama/daemonClient.ts";
import { pullModel } from "../../src/ollama/pullModel.ts";
import { report } from "../parts/progress.ts";

const everyMs = 10_000;

/** Downloads a model and prints how far it is now and then; throws as `pullModel` does. */
export async function reportedPull(client: DaemonClient, model: string, signal: AbortSignal): Promise<void> {
  report(`pulling ${model}; an interrupted pull goes on where it ended`);
  let saidAtMs = performance.now();
  const watcher = {
    moved: ({ completedBytes, totalBytes }: { completedBytes: number; totalBytes: number }): void => {
      if (performance.now() - saidAtMs < everyMs) return;
      saidAtMs = performance.now();
      report(`pulling ${model}: ${inMegabytes(completedBytes)} of ${inMegabytes(totalBytes)} MB`);
    },
    verifying: (): void => report(`verifying ${model}`),
  };
  await pullModel(client, model, watcher, () => performance.now(), signal);
}

function inMegabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}
