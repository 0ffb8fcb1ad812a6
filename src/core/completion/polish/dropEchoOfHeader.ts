import type { Step } from "./draft.ts";

/** Lines above the cursor among which the beginning of the document may be. */
const linesAbove = 40;

/** What stands at the beginning of a document, each line once: what the file is, and what it brings in. */
const header =
  /^(?:#!|<\?php\b|(?:package|import|from|using|use|namespace|require|require_relative|extern crate|mod)\s[^{}]*;?$|require_once\b|#\s*(?:include|import|pragma once)\b)/;
const between = /^(?:\/\/|#(?!\w)|\/?\*|--|"use )/;

/** Drops first lines that bring in once more what the document's beginning, in which the cursor is, brings in already. */
export const dropEchoOfHeader: Step = (draft, { around, spot }) => {
  if (around.linePrefix !== "" || around.language.structure === "prose" || around.scan.place !== "code") return draft;
  const lines = draft.text.split("\n");
  if (!header.test(lines[0] ?? "")) return draft;
  const known = headerAbove(
    spot.before
      .slice(-8_000)
      .split("\n")
      .slice(-1 - linesAbove, -1),
  );
  let dropped = 0;
  while (known.has(lines[dropped]?.trimEnd() ?? "")) {
    dropped += 1;
    while (lines[dropped]?.trim() === "") dropped += 1;
  }
  return dropped === 0 ? draft : { ...draft, text: lines.slice(dropped).join("\n") };
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
