import { randomUUID } from "node:crypto";
import { sameModel } from "../core/modelName.ts";
import { generationOf } from "../core/provisioning/generation.ts";
import type { Runtime, Speeds } from "../core/provisioning/state.ts";
import type { Settings } from "../core/settings.ts";
import type { Place } from "./daemonFinder.ts";
import { type FoundModel, hostOf } from "./findModel.ts";
import type { ReadyModel } from "./foregroundAnswers.ts";
import type { Memory } from "./memory.ts";
import { askFirstTokens } from "./warmUp.ts";

/** What a load rests on. */
export interface LoadNeeds {
  readonly settings: Pick<Settings, "contextLength" | "keepAlive">;
  readonly memory: Memory;
  readonly log: (line: string) => void;
  /** Called when the load itself begins. */
  readonly began: () => void;
  /** Ends with us; the only thing that may end a load: cancelled, it stalls whoever waits for it (facts: ollama 2.1). */
  readonly life: AbortSignal;
}

/** Loads a model with the options of all later requests, proves that it answers, and measures it. */
export async function loadModel(
  place: Place,
  { model, description }: FoundModel,
  { settings, memory, log, began, life }: LoadNeeds,
  signal: AbortSignal,
): Promise<Runtime> {
  const { client } = place;
  const host = hostOf({ model, description });
  if (host !== undefined) return elsewhereRuntime(place, { model, description }, host, settings);
  const wanted = Math.min(settings.contextLength, description.trainedContext ?? Infinity);
  // A larger one that somebody has loaded is taken over: another number would reload the model for everybody (facts: ollama 2.3).
  const loaded = (await client.loaded(signal)).find((one) => sameModel(one.name, model));
  const numCtx = Math.max(wanted, loaded?.contextLength ?? 0);
  const generation = generationOf(description);
  const options = { model, numCtx, keepAlive: settings.keepAlive };
  began();
  if (description.capabilities.length === 0 || description.capabilities.includes("completion")) {
    await client.load(options, life);
  }
  signal.throwIfAborted();
  const key = `facet.speeds ${client.endpoint} ${place.version} ${model}`;
  const known = speedsIn(memory.get(key));
  const { speeds, hasTurnTokens } = await askFirstTokens(client, options, generation, known, randomUUID(), signal);
  if (known === undefined) await memory.update(key, speeds);
  if (!hasTurnTokens) log(`${model}: its file splits the turn mark into pieces, so ghost text stays off`);
  return { endpoint: client.endpoint, ...options, generation: hasTurnTokens ? generation : "none", speeds };
}

/** A model that runs on somebody else's machine: nothing is loaded or measured there, and it never gets what is typed. */
function elsewhereRuntime(
  { client }: Place,
  { model, description }: FoundModel,
  host: string,
  { contextLength, keepAlive }: LoadNeeds["settings"],
): Runtime {
  return {
    endpoint: client.endpoint,
    model,
    numCtx: Math.min(contextLength, description.trainedContext ?? Infinity),
    keepAlive,
    generation: "none",
    speeds: { promptTokensPerSecond: 0, generatedTokensPerSecond: 0 },
    elsewhere: host,
  };
}

/** What the daemon has in memory of a model that was ready, with a context that has grown; undefined where it must be loaded again. */
export async function loadedRuntime(
  { client, runtime }: ReadyModel,
  signal: AbortSignal,
): Promise<Runtime | undefined> {
  if (runtime.elsewhere !== undefined) return runtime;
  const loaded = (await client.loaded(signal)).find((one) => sameModel(one.name, runtime.model));
  if (loaded === undefined || loaded.contextLength < runtime.numCtx) return undefined;
  return loaded.contextLength > runtime.numCtx ? { ...runtime, numCtx: loaded.contextLength } : runtime;
}

function speedsIn(value: unknown): Speeds | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { promptTokensPerSecond, generatedTokensPerSecond } = value as Record<string, unknown>;
  return typeof promptTokensPerSecond === "number" && typeof generatedTokensPerSecond === "number"
    ? { promptTokensPerSecond, generatedTokensPerSecond }
    : undefined;
}
