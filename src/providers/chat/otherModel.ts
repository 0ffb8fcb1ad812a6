import { ForegroundAnswers, type ForegroundSlot, type Readiness } from "../../ollama/foregroundAnswers.ts";

/**
 * Answers by another model of the same daemon, which somebody chose in VS Code's menu. It is asked with the context that it has room
 * for and loads beside ours or in its place, as the daemon decides.
 */
export function otherModel(id: string, readiness: Readiness, slot: ForegroundSlot): ForegroundAnswers {
  return new ForegroundAnswers(async (signal) => {
    const { client, runtime } = await readiness(signal);
    if (runtime.model === id) return readiness(signal);
    const description = await client.show(id, signal);
    const numCtx = Math.min(runtime.numCtx, description.trainedContext ?? runtime.numCtx);
    const other = { ...runtime, model: id, numCtx };
    // Nothing may end a load (facts: ollama 2.1); the waiting ends with the signal.
    await client.load(other, new AbortController().signal);
    return { client, runtime: other, description };
  }, slot);
}
