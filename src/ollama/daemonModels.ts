import { amount, isObject, type Loose, text } from "../core/looseJson.ts";

/** What `/api/show` tells of a model. */
export interface ModelDescription {
  readonly capabilities: readonly string[];
  readonly template: string;
  readonly family: string;
  readonly license: string;
  readonly parameters: string;
  readonly parameterSize: string;
  readonly quantization: string;
  /** The name of the machine that really runs it; undefined for the daemon's own models. */
  readonly remoteHost: string | undefined;
  /** Tokens; undefined where the model does not say. */
  readonly trainedContext: number | undefined;
}

/** A model in the daemon's memory. */
export interface LoadedModel {
  readonly name: string;
  readonly digest: string;
  readonly contextLength: number;
  readonly sizeBytes: number;
  readonly sizeVramBytes: number;
}

/** A model on the daemon's disk. */
export interface ListedModel {
  readonly name: string;
  readonly digest: string;
  readonly sizeBytes: number;
  readonly isRemote: boolean;
}

/** Reads the answer of `/api/show`. */
export function readDescription(answer: Loose): ModelDescription {
  const details = isObject(answer["details"]) ? answer["details"] : {};
  const info = isObject(answer["model_info"]) ? answer["model_info"] : {};
  const context = info[`${text(info["general.architecture"])}.context_length`];
  const capabilities: unknown = answer["capabilities"];
  return {
    capabilities: Array.isArray(capabilities)
      ? capabilities.filter((one): one is string => typeof one === "string")
      : [],
    template: text(answer["template"]),
    family: text(details["family"]) || text(info["general.architecture"]),
    license: text(answer["license"]),
    parameters: text(answer["parameters"]),
    parameterSize: text(details["parameter_size"]),
    quantization: text(details["quantization_level"]),
    remoteHost: text(answer["remote_host"]) || undefined,
    trainedContext: typeof context === "number" ? context : undefined,
  };
}

/** Reads one entry of `/api/ps`. */
export function readLoaded(one: Loose): LoadedModel {
  return {
    name: text(one["name"]),
    digest: text(one["digest"]),
    contextLength: amount(one["context_length"]),
    sizeBytes: amount(one["size"]),
    sizeVramBytes: amount(one["size_vram"]),
  };
}

/** Reads one entry of `/api/tags`. */
export function readListed(one: Loose): ListedModel {
  return {
    name: text(one["name"]),
    digest: text(one["digest"]),
    sizeBytes: amount(one["size"]),
    isRemote: text(one["remote_host"]) !== "" || text(one["remote_model"]) !== "",
  };
}
