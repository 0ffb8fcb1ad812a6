/** Counts what goes on, so that something can be done at a moment that is named by a number instead of a time. */
export class Ticks {
  #count = 0;
  #waiting: { readonly at: number; readonly resolve: () => void }[] = [];

  note(): void {
    this.#count++;
    for (const { at, resolve } of this.#waiting) if (at <= this.#count) resolve();
    this.#waiting = this.#waiting.filter(({ at }) => at > this.#count);
  }

  /** Resolves when so many more have been counted. */
  after(more: number): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push({ at: this.#count + more, resolve });
      if (more <= 0) resolve();
    });
  }
}
