import type { WhyHidden } from "../../core/conversation/menuWords.ts";
import { sameModel } from "../../core/modelName.ts";
import { shortModelName } from "../../core/status.ts";
import { withoutRepeats } from "../../core/withoutRepeats.ts";
import { wordsOfError } from "../../core/wordsOfError.ts";
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
  readonly #trace: (line: string) => void;
  /** By digest: a model that was looked at once does not change. */
  readonly #described = new Map<string, ModelDescription>();

  /** `contextLength` is the one in the settings; `catalogueAt` the daemon at an endpoint; `trace` is told what could not be looked at. */
  constructor(
    modelState: ModelState,
    contextLength: () => number,
    catalogueAt: (endpoint: string) => Catalogue,
    trace: (line: string) => void,
  ) {
    this.#modelState = modelState;
    this.#contextLength = contextLength;
    this.#catalogueAt = catalogueAt;
    this.#trace = withoutRepeats(trace);
  }

  /** Whether all that can be offered is offered. */
  get isComplete(): boolean {
    return this.#modelState.state.kind === "ready";
  }

  /** Never starts or loads anything; what cannot be looked at is not offered. */
  async list(signal: AbortSignal): Promise<readonly OfferedModel[]> {
    const { state, model } = this.#modelState;
    if (state.kind !== "ready") return [offered(model, undefined, this.#contextLength())];
    const { runtime } = state;
    try {
      const found = (await this.#all(runtime.endpoint, signal)).flatMap(({ name, known, why }) => {
        if (known === undefined || why !== undefined) return [];
        const isOurs = sameModel(name, runtime.model);
        const contextLength = Math.min(runtime.numCtx, known.trainedContext ?? runtime.numCtx);
        return [offered(isOurs ? runtime.model : name, known, isOurs ? runtime.numCtx : contextLength)];
      });
      const ours = found.find((one) => one.id === runtime.model) ?? offered(runtime.model, undefined, runtime.numCtx);
      return [ours, ...found.filter((one) => one !== ours)];
    } catch (error) {
      if (signal.aborted) throw error;
      this.#trace(`models: the daemon could not list them: ${wordsOfError(error)}`);
      return [offered(runtime.model, undefined, runtime.numCtx)];
    }
  }

  /** The models of a ready daemon that are not offered, and why. Rejects with a `DaemonError`. */
  async hidden(signal: AbortSignal): Promise<readonly { readonly name: string; readonly why: WhyHidden }[]> {
    const { state } = this.#modelState;
    if (state.kind !== "ready") return [];
    const { runtime } = state;
    const all = await this.#all(runtime.endpoint, signal);
    // Ours is offered whatever it is: its state says what is wrong with it.
    return all.flatMap(({ name, why }) => (why === undefined || sameModel(name, runtime.model) ? [] : [{ name, why }]));
  }

  async #all(endpoint: string, signal: AbortSignal): Promise<readonly LookedAt[]> {
    const catalogue = this.#catalogueAt(endpoint);
    const all: LookedAt[] = [];
    for (const { name, digest, isRemote } of await catalogue.list(signal)) {
      const known = isRemote
        ? undefined
        : (this.#described.get(digest) ?? (await this.#lookAt(catalogue, name, signal)));
      const why = isRemote ? "remote" : whyHidden(known);
      if (known !== undefined && why === undefined) this.#described.set(digest, known);
      all.push({ name, known, why });
    }
    return all;
  }

  async #lookAt(catalogue: Catalogue, name: string, signal: AbortSignal): Promise<ModelDescription | undefined> {
    try {
      return await catalogue.show(name, signal);
    } catch (error) {
      if (!signal.aborted) this.#trace(`models: ${name} could not be looked at: ${wordsOfError(error)}`);
      return undefined;
    }
  }
}

/** A model of the daemon, and why it is not offered if it is not. */
interface LookedAt {
  readonly name: string;
  readonly known: ModelDescription | undefined;
  readonly why: WhyHidden | undefined;
}

function whyHidden(known: ModelDescription | undefined): WhyHidden | undefined {
  if (known === undefined) return "unread";
  if (known.remoteHost !== undefined) return "remote";
  return known.capabilities.includes("completion") ? undefined : "noChat";
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
