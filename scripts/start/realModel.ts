import { mkdir } from "node:fs/promises";
import path from "node:path";
import { isOlder, oldestFast } from "../../src/core/provisioning/versions.ts";
import { sameModel } from "../../src/core/modelName.ts";
import { gemmaModel } from "../../src/core/settings.ts";
import { DaemonClient } from "../../src/ollama/daemonClient.ts";
import { isEndpoint, resolveEndpoint } from "../../src/ollama/endpoint.ts";
import { GateError } from "../../src/ollama/pullModel.ts";
import { cacheRoot } from "../parts/cacheFolder.ts";
import { daemonProgram } from "../parts/daemon.ts";
import { startOwnDaemon } from "../parts/ownDaemon.ts";
import { report } from "../parts/progress.ts";
import { isHubReachable } from "./hubProbe.ts";
import { reportedPull } from "./reportedPull.ts";
import type { ServedModel } from "./servedModel.ts";

/** The same weights in Ollama's own library, where no gate stands before them. */
const ungatedTwin = "gemma3:4b-it-qat";

/** The real model, served by a daemon that runs already or by one of ours; undefined where it is not on the disk and cannot be had. */
export async function realModel(signal: AbortSignal): Promise<ServedModel | undefined> {
  const found = await runningDaemon(signal);
  if (found !== undefined) {
    const served = { url: found, stop: () => Promise.resolve() };
    const client = new DaemonClient(found);
    if (await hasModel(client, signal)) return served;
    if (!(await isHubReachable(gemmaModel))) return noHub();
    try {
      await reportedPull(client, gemmaModel, signal);
      return served;
    } catch (error) {
      if (!(error instanceof GateError)) throw error;
      // A daemon of the user's gets no model under a name that is not its own.
      report(`${gemmaModel} is behind a gate at the hub; a daemon of our own takes its ungated twin`);
    }
  }
  return modelOfOurs(signal);
}

async function modelOfOurs(signal: AbortSignal): Promise<ServedModel | undefined> {
  const models = path.join(cacheRoot(), "models-real");
  await mkdir(models, { recursive: true });
  const daemon = await startOwnDaemon({ program: await daemonProgram(), models, env: proxies() });
  report(`our daemon answers at ${daemon.url}; its models are kept in ${models}`);
  try {
    const client = new DaemonClient(daemon.url);
    if (await hasModel(client, signal)) return daemon;
    if (!(await isHubReachable(gemmaModel))) {
      await daemon.stop();
      return noHub();
    }
    await pullOrTwin(client, signal);
    return daemon;
  } catch (error) {
    await daemon.stop();
    throw error;
  }
}

async function pullOrTwin(client: DaemonClient, signal: AbortSignal): Promise<void> {
  try {
    await reportedPull(client, gemmaModel, signal);
  } catch (error) {
    if (!(error instanceof GateError)) throw error;
    report(`${gemmaModel} is behind a gate at the hub; its ungated twin ${ungatedTwin} takes its name here`);
    await reportedPull(client, ungatedTwin, signal);
    await client.copy(ungatedTwin, gemmaModel, signal);
  }
}

async function runningDaemon(signal: AbortSignal): Promise<string | undefined> {
  const endpoint = resolveEndpoint("", process.env);
  if (!isEndpoint(endpoint)) return undefined;
  const version = await new DaemonClient(endpoint.url).version(signal).catch(() => undefined);
  signal.throwIfAborted();
  if (version === undefined) return undefined;
  if (isOlder(version, oldestFast)) {
    report(`Ollama ${version} runs at ${endpoint.url}, but ${oldestFast} or later is needed; it is left alone`);
    return undefined;
  }
  report(`Ollama ${version} runs at ${endpoint.url}`);
  return endpoint.url;
}

async function hasModel(client: DaemonClient, signal: AbortSignal): Promise<boolean> {
  const models = await client.list(signal);
  return models.some(({ name }) => sameModel(name, gemmaModel));
}

function noHub(): undefined {
  report("the model hub cannot be reached");
}

/** The environment's way out, which our daemon's pulls need. */
function proxies(): Record<string, string> {
  const names = ["HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "https_proxy", "http_proxy", "no_proxy", "SSL_CERT_FILE"];
  return Object.fromEntries(
    names.flatMap((name): [string, string][] => {
      const value = process.env[name] ?? "";
      return value === "" ? [] : [[name, value]];
    }),
  );
}
