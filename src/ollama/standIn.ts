import type { Memory } from "./memory.ts";

const key = "facet.standIn";

/** The small model that is used until the wanted one has come; remembered, so that the next window goes on with it. */
export class StandIn {
  readonly #memory: Memory;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  /** What stands in for a model; undefined where nothing does. */
  for(wanted: string): string | undefined {
    const value = this.#memory.get(key);
    if (typeof value !== "object" || value === null || !("small" in value && "wanted" in value)) return undefined;
    return value.wanted === wanted && typeof value.small === "string" ? value.small : undefined;
  }

  async choose(small: string, wanted: string): Promise<void> {
    await this.#memory.update(key, { small, wanted });
  }

  /** The wanted model has come. */
  async dismiss(): Promise<void> {
    if (this.#memory.get(key) !== undefined) await this.#memory.update(key, undefined);
  }
}
