import { watch } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

/** What the extension and its language server write into their log, as it comes. */
export class FacetLog {
  readonly file: string;

  private constructor(file: string) {
    this.file = file;
  }

  /** The log of the window that an editor's server has opened last; there is one as soon as Facet is active. */
  static async of(userDataDir: string): Promise<FacetLog> {
    const files = await readdir(userDataDir, { recursive: true });
    const own = files.filter((one) => path.basename(one) === "Facet.log").sort();
    const [last] = own.slice(-1);
    if (last === undefined) throw new Error("Facet has no log yet");
    return new FacetLog(path.join(userDataDir, last));
  }

  /** How much has been written so far. */
  async length(): Promise<number> {
    return (await readFile(this.file)).length;
  }

  /** Waits for a line after so much of the log; throws with what came instead. */
  async line(pattern: RegExp, after = 0, timeoutMs = 60_000): Promise<string> {
    const patience = AbortSignal.timeout(timeoutMs);
    for (;;) {
      const changed = new AbortController();
      const watcher = watch(this.file, () => changed.abort());
      try {
        const text = (await readFile(this.file)).subarray(after).toString("utf8");
        const line = text.split("\n").find((one) => pattern.test(one));
        if (line !== undefined) return line;
        if (patience.aborted) throw new Error(`The log has no ${pattern.source} but:\n${text.slice(-2_000)}`);
        await new Promise<void>((resolve) => {
          AbortSignal.any([changed.signal, patience]).addEventListener("abort", () => resolve(), { once: true });
        });
      } finally {
        watcher.close();
      }
    }
  }
}
