import { english } from "./english.ts";
import type { MessageId, Messages, WordTable } from "./messageIds.ts";

/** The other languages, by the codes that editors use; each is read only when it is spoken. */
const others: Readonly<Record<string, () => Promise<WordTable>>> = {
  de: async () => (await import("./german.ts")).german,
  es: async () => (await import("./spanish.ts")).spanish,
  fr: async () => (await import("./french.ts")).french,
  ja: async () => (await import("./japanese.ts")).japanese,
  "zh-cn": async () => (await import("./chinese.ts")).chinese,
};

/** Names by which a person may set a language, beside its code. */
const aliases: Readonly<Record<string, string>> = {
  german: "de",
  deutsch: "de",
  spanish: "es",
  español: "es",
  french: "fr",
  français: "fr",
  japanese: "ja",
  日本語: "ja",
  chinese: "zh-cn",
  "simplified chinese": "zh-cn",
  中文: "zh-cn",
  简体中文: "zh-cn",
  zh: "zh-cn",
  "zh-hans": "zh-cn",
  "zh-sg": "zh-cn",
};

let table = english;
let wanted = "en";

/** The code of the table for a language as a setting, an editor or the environment says it (`de-AT`, `fr_FR.UTF-8`, `Japanese`); English where there is none. */
export function spokenCode(language: string): string {
  const [name = ""] = language.trim().toLowerCase().replaceAll("_", "-").split(".");
  const parts = name.split("-");
  const candidates = [
    name,
    parts.slice(0, 2).join("-"),
    ...(parts[0] === "zh" && parts.length > 1 ? [] : parts.slice(0, 1)),
  ];
  for (const candidate of candidates) {
    const code = aliases[candidate] ?? candidate;
    if (Object.hasOwn(others, code)) return code;
  }
  return "en";
}

/** Words everything in a language from now on; the latest wish holds, however long an earlier one takes to read. */
export async function speak(language: string): Promise<void> {
  const code = spokenCode(language);
  wanted = code;
  const found = (await others[code]?.()) ?? english;
  if (wanted === code) table = found;
}

/** Words everything in a language from now on, where all tables are at hand: nothing that is worded at the start comes too early. */
export function speakFrom(tables: Readonly<Record<string, WordTable>>, language: string): void {
  wanted = spokenCode(language);
  table = tables[wanted] ?? english;
}

/** The code of the language that is spoken, for programs of ours that do not know the settings. */
export function spokenNow(): string {
  return wanted;
}

/** Words a message in the current language; a message without values takes none. */
export function say<Id extends MessageId>(id: Id, ...values: Messages[Id] extends null ? [] : [Messages[Id]]): string {
  return table[id]((values[0] ?? null) as Messages[Id]);
}
