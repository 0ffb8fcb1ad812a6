import type { Step } from "./draft.ts";
import { withoutFirstLines } from "./withoutFirstLines.ts";

/** Lines above the cursor among which the beginning of the document may be. */
const linesAbove = 40;

/** What stands at the beginning of a document, each line once: what the file is, and what it brings in. */
const header =
  /^(?:#!|<\?php\b|(?:package|import|from|using|use|namespace|require|require_relative|extern crate|mod)\s[^{}]*;?$|require_once\b|FROM\s+\S+(?:\s+AS\s+\S+)?$|#\s*(?:include|import|pragma once)\b)/;
const between = /^(?:\/\/|#(?!\w)|\/?\*|--|"use )/;

/** Drops first lines that bring in once more what the document's beginning, in which the cursor is or whose block it is in, brings in already. */
export const dropEchoOfHeader: Step = (draft, { around, spot }) => {
  const { linePrefix, language } = around;
  if (linePrefix.trim() !== "" || language.structure === "prose" || around.scan.place !== "code") return draft;
  const lines = draft.text.split("\n");
  if (!header.test(lines[0] ?? "")) return draft;
  const above = spot.before.slice(-8_000).split("\n").slice(0, -1);
  const isInBlock = linePrefix !== "";
  // What a module brings in holds in its blocks too, where blocks are no modules of their own.
  if (isInBlock && language.structure !== "indentation") return draft;
  const known = isInBlock ? headerAtTop(above) : headerAbove(above.slice(-linesAbove));
  let dropped = 0;
  while (known.has(lines[dropped]?.trimEnd() ?? "")) {
    dropped += 1;
    while (lines[dropped]?.trim() === "") dropped += 1;
  }
  if (dropped === 0) return draft;
  return withoutFirstLines(draft, lines, dropped, linePrefix);
};

/** The lines of that kind right above: behind other code, the same line may be meant once more. */
function headerAbove(above: readonly string[]): ReadonlySet<string> {
  const known = new Set<string>();
  for (const line of [...above].reverse()) {
    if (header.test(line)) known.add(line.trimEnd());
    else if (line.trim() !== "" && !between.test(line.trim())) break;
  }
  return known;
}

/** The lines of that kind among those above that are not indented. */
function headerAtTop(above: readonly string[]): ReadonlySet<string> {
  return new Set(above.filter((line) => header.test(line)).map((line) => line.trimEnd()));
}
