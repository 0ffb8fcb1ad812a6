import { sameModel } from "../../core/modelName.ts";
import { shortModelName } from "../../core/status.ts";
import type { DaemonClient } from "../../ollama/daemonClient.ts";
import type { ModelDescription } from "../../ollama/daemonModels.ts";
import type { ModelState } from "./modelState.ts";

/** A model as VS Code's menu shows it. */
export interface OfferedModel {
  readonly id: string;
  readonly name: string;
  readonly family: string;
  readonly version: string;
  readonly detail: string;
  /** Tokens, as it is or would be loaded. */
  readonly contextLength: number;
  readonly canSee: boolean;
}

/** What the list needs of a daemon. */
type Catalogue = Pick<DaemonClient, "list" | "show">;

/**
 * The models for VS Code's menu. Before the daemon is ready that is the wanted one alone, because VS Code refuses `@facet` while
 * there is none at all (facts: vscode top); then all that the daemon runs itself and that can chat, ours first.
 */
export class OfferedModels {
  readonly #modelState: ModelState;
  readonly #contextLength: () => number;
  readonly #catalogueAt: (endpoint: string) => Catalogue;
  /** By digest: a model that was looked at once does not change. */
  readonly #described = new Map<string, ModelDescription>();

  /** `contextLength` is the one in the settings; `catalogueAt` the daemon at an endpoint. */
  constructor(modelState: ModelState, contextLength: () => number, catalogueAt: (endpoint: string) => Catalogue) {
    this.#modelState = modelState;
    this.#contextLength = contextLength;
    this.#catalogueAt = catalogueAt;
  }

  /** Never starts or loads anything; what cannot be looked at is not offered. */
  async list(signal: AbortSignal): Promise<readonly OfferedModel[]> {
    const { state, model } = this.#modelState;
    if (state.kind !== "ready") return [offered(model, undefined, this.#contextLength())];
    const { runtime } = state;
    try {
      const catalogue = this.#catalogueAt(runtime.endpoint);
      const local = (await catalogue.list(signal)).filter((one) => !one.isRemote);
      const found: OfferedModel[] = [];
      for (const { name, digest } of local) {
        const known = this.#described.get(digest) ?? (await catalogue.show(name, signal).catch(() => undefined));
        if (known === undefined || known.remoteHost !== undefined || !known.capabilities.includes("completion"))
          continue;
        this.#described.set(digest, known);
        const isOurs = sameModel(name, runtime.model);
        const contextLength = Math.min(runtime.numCtx, known.trainedContext ?? runtime.numCtx);
        found.push(offered(isOurs ? runtime.model : name, known, isOurs ? runtime.numCtx : contextLength));
      }
      const ours = found.find((one) => one.id === runtime.model) ?? offered(runtime.model, undefined, runtime.numCtx);
      return [ours, ...found.filter((one) => one !== ours)];
    } catch (error) {
      if (signal.aborted) throw error;
      return [offered(runtime.model, undefined, runtime.numCtx)];
    }
  }
}

function offered(id: string, description: ModelDescription | undefined, contextLength: number): OfferedModel {
  const size = [description?.parameterSize, description?.quantization].filter((one) => one !== undefined && one !== "");
  return {
    id,
    name: shortModelName(id),
    family: description?.family ?? "gemma3",
    version: description?.parameterSize ?? "",
    detail: size.join(" "),
    contextLength,
    canSee: description?.capabilities.includes("vision") === true,
  };
}
