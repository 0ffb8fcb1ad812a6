import { EnvHttpProxyAgent, fetch } from "undici";

const patienceMs = 5_000;

/** Whether the hub that a model's name begins with answers anything at all, through the environment's proxy if there is one. */
export async function isHubReachable(model: string): Promise<boolean> {
  const host = model.split("/", 1)[0] ?? "";
  const dispatcher = new EnvHttpProxyAgent();
  try {
    const signal = AbortSignal.timeout(patienceMs);
    await (await fetch(`https://${host}/`, { method: "HEAD", redirect: "manual", dispatcher, signal })).text();
    return true;
  } catch {
    return false;
  } finally {
    await dispatcher.destroy();
  }
}
