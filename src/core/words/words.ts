import { english } from "./english.ts";
import type { MessageId, Messages, WordTable } from "./messageIds.ts";

/** Words a message in the current language; a message without values takes none. */
export function say<Id extends MessageId>(id: Id, ...values: Messages[Id] extends null ? [] : [Messages[Id]]): string {
  const table: WordTable = english;
  return table[id]((values[0] ?? null) as Messages[Id]);
}
