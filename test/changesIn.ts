import { on } from "node:events";
import { watch } from "node:fs";

/**
 * The names of what changes in a folder, from this call on; undefined where the system names none.
 * Unlike those of `fs/promises`, changes that come while the last one is looked at are kept.
 */
export function changesIn(folder: string): AsyncGenerator<string | undefined, void> {
  const watcher = watch(folder);
  const changes = on(watcher, "change");
  return (async function* () {
    try {
      for await (const [, name] of changes as AsyncIterable<[string, string | null]>) yield name ?? undefined;
    } finally {
      watcher.close();
    }
  })();
}
