import { sameModel } from "../modelName.ts";
import { gemmaModel } from "../settings.ts";

/** A model that we may propose, with what it asks of a machine. */
export interface KnownModel {
  readonly name: string;
  readonly downloadBytes: number;
  /** Weights, context and runner. */
  readonly memoryBytes: number;
  readonly hasVision: boolean;
  /** Whether the hub asks for a sign-in before it sends it. */
  readonly isGated: boolean;
}

const gigabyte = 1e9;

/** The model that Facet is made for. */
export const wantedModel: KnownModel = {
  name: gemmaModel,
  downloadBytes: 3.16 * gigabyte,
  memoryBytes: 4.6 * gigabyte,
  hasVision: false,
  isGated: true,
};

/** The same weights without a gate, with image input (facts: ollama 4.1). */
export const ungatedTwin: KnownModel = {
  name: "gemma3:4b-it-qat",
  downloadBytes: 4 * gigabyte,
  memoryBytes: 5.4 * gigabyte,
  hasVision: true,
  isGated: false,
};

/** To work with meanwhile, or for good on machines with little memory. */
export const smallSibling: KnownModel = {
  name: "gemma3:1b",
  downloadBytes: 0.82 * gigabyte,
  memoryBytes: 1.6 * gigabyte,
  hasVision: false,
  isGated: false,
};

export const knownModels: readonly KnownModel[] = [wantedModel, ungatedTwin, smallSibling];

/** What we know of a model by its name. */
export function knownModel(name: string): KnownModel | undefined {
  return knownModels.find((one) => sameModel(one.name, name));
}

/** What a machine has. */
export interface Room {
  readonly memoryBytes: number;
  /** Undefined where the models folder is not ours to look at. */
  readonly freeDiskBytes: number | undefined;
}

/** Why a model does not fit a machine. */
export type Shortage =
  | { readonly kind: "memory"; readonly neededBytes: number; readonly presentBytes: number }
  | { readonly kind: "disk"; readonly neededBytes: number; readonly presentBytes: number };

/** The editor and the system need this much beside the model. */
const besideModelBytes = 2 * gigabyte;
const spareDiskBytes = 0.3 * gigabyte;

/** What is too little for a model; an import needs its size twice, since the daemon rewrites the file (facts: ollama 9). */
export function shortageFor(model: KnownModel, room: Room, copies = 1): Shortage | undefined {
  const neededMemory = model.memoryBytes + besideModelBytes;
  if (room.memoryBytes < neededMemory) {
    return { kind: "memory", neededBytes: neededMemory, presentBytes: room.memoryBytes };
  }
  return diskShortage(copies * model.downloadBytes, room);
}

/** Whether the disk has room for this many bytes more. */
export function diskShortage(bytes: number, { freeDiskBytes }: Room): Shortage | undefined {
  const neededBytes = bytes + spareDiskBytes;
  if (freeDiskBytes === undefined || freeDiskBytes >= neededBytes) return undefined;
  return { kind: "disk", neededBytes, presentBytes: freeDiskBytes };
}
