/** What sort of text something is: a log is explained in another way than a function. */
export type TextKind = "code" | "prose" | "log" | "data" | "settings" | "changes";

const byLanguage: Readonly<Record<string, TextKind>> = {
  markdown: "prose",
  md: "prose",
  mdx: "prose",
  plaintext: "prose",
  txt: "prose",
  restructuredtext: "prose",
  rst: "prose",
  asciidoc: "prose",
  adoc: "prose",
  latex: "prose",
  tex: "prose",
  log: "log",
  csv: "data",
  tsv: "data",
  json: "data",
  jsonl: "data",
  ndjson: "data",
  yaml: "settings",
  yml: "settings",
  toml: "settings",
  ini: "settings",
  properties: "settings",
  jsonc: "settings",
  dotenv: "settings",
  diff: "changes",
  patch: "changes",
};

const logLine = logBeginning();

/** Whether a line begins an entry of a log: with a date, a time or a level. */
export function beginsLogEntry(line: string): boolean {
  return logLine.test(line);
}

function logBeginning(): RegExp {
  const date = String.raw`\d{4}[-/]\d\d[-/]\d\d[T ]?`;
  const time = String.raw`\d\d:\d\d:\d\d`;
  const month = String.raw`(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w* +\d{1,2} `;
  const level = String.raw`(?:TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|FATAL|CRITICAL)\b`;
  return new RegExp(`^[\\[(<"]?(?:${date}|${time}|${month}|${level}|\\d{10,13}\\b)`);
}

/** Tells the sort by the language, and where that says little by how the text looks. */
export function textKindOf(languageId: string, text: string): TextKind {
  const kind = byLanguage[languageId.toLowerCase()];
  if (kind !== undefined && kind !== "prose") return kind;
  if (kind === "prose" && !/^(?:plaintext|txt)$/i.test(languageId)) return kind;
  const lines = text.slice(0, 8_000).split("\n", 60);
  const telling = lines.filter((line) => line.trim() !== "");
  if (telling.length > 0 && telling.filter(beginsLogEntry).length * 2 >= telling.length) return "log";
  return kind ?? "code";
}
