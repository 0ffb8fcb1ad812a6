import type { PullProgress } from "./state.ts";

/** What comes more slowly stands still, bytes per second: the time left would be a number without meaning. */
const leastSpeed = 1_000;

/** A line of the daemon's progress about one layer. */
export interface LayerProgress {
  readonly digest: string;
  readonly totalBytes: number;
  readonly completedBytes: number;
}

/** How long a measured stretch must be before it says something about speed, ms. */
const leastStretchMs = 500;
const weight = 0.3;

/** Sums the layers of a pull and measures its speed; time is handed in. What was there before counts as progress, not as speed. */
export class PullMeter {
  readonly #layers = new Map<string, LayerProgress>();
  #stretch: { readonly sinceMs: number; readonly fromBytes: number } | undefined;
  #bytesPerSecond = 0;

  /** Takes a line in. */
  note(layer: LayerProgress, atMs: number): PullProgress {
    const isNew = !this.#layers.has(layer.digest);
    this.#layers.set(layer.digest, layer);
    const completed = this.#sum("completedBytes");
    // The first line of a layer may tell of bytes that an earlier pull left behind, or that a part had to be given up.
    if (this.#stretch === undefined || isNew || completed < this.#stretch.fromBytes) {
      this.#stretch = { sinceMs: atMs, fromBytes: completed };
    }
    const elapsedMs = atMs - this.#stretch.sinceMs;
    if (elapsedMs >= leastStretchMs) {
      const now = (1000 * (completed - this.#stretch.fromBytes)) / elapsedMs;
      this.#bytesPerSecond =
        this.#bytesPerSecond === 0 ? now : this.#bytesPerSecond + (now - this.#bytesPerSecond) * weight;
      this.#stretch = { sinceMs: atMs, fromBytes: completed };
    }
    return this.progress;
  }

  /** "Verifying" means that everything has come, whatever the last line said (facts: ollama 7.2). */
  complete(): PullProgress {
    for (const layer of this.#layers.values()) {
      this.#layers.set(layer.digest, { ...layer, completedBytes: layer.totalBytes });
    }
    return this.progress;
  }

  get progress(): PullProgress {
    const completedBytes = this.#sum("completedBytes");
    const totalBytes = this.#sum("totalBytes");
    return {
      completedBytes,
      totalBytes,
      bytesPerSecond: this.#bytesPerSecond,
      secondsLeft:
        this.#bytesPerSecond >= leastSpeed ? (totalBytes - completedBytes) / this.#bytesPerSecond : undefined,
    };
  }

  #sum(of: "totalBytes" | "completedBytes"): number {
    let sum = 0;
    for (const layer of this.#layers.values()) sum += layer[of];
    return sum;
  }
}
