import { columnsOf, indentOf } from "../indentation.ts";
import { isKnownLanguage } from "../languages.ts";
import type { Step } from "./draft.ts";

/** What a model says instead of code. */
const refusal =
  /^(?:(?:I'?m |I am )?(?:very )?(?:sorry|afraid)\b|I apologi[sz]e|Unfortunately,? |I (?:cannot|can't|don't|need|would need)|As an AI\b|(?:Could|Can|Would) you\b.*\?$|Please (?:provide|share)\b)/i;
/** What a model says about the code that it was given. */
export const remark = /^(?:This|The|Your|It|These|There|No|Here,?) (?:[\w`'"()/.,-]+ ){3,}[\w`'"()/.-]+[.!]$/;
/** Lines below which a text of several lines stands that is no code. */
const opensText = /(?:[|>][-+\d]*|<<[-~]?\s*["']?\w+["']?)\s*$/;

/** Drops a text that talks from its first line on, where code is expected. */
export const dropTalk: Step = (draft, { around, spot }) => {
  const { structure } = around.language;
  const isText = structure === "prose" || structure === "markup" || around.scan.place !== "code";
  if (isText || !isKnownLanguage(spot.languageId)) return draft;
  // A value may be a sentence where values need no quotes.
  if (around.linePrefix.trim() !== "" && (structure === "free" || around.language.hasWordBoundComments)) return draft;
  const [first = ""] = draft.text.split("\n", 1);
  const said = first.trim();
  if (!(refusal.test(said) && /[.:!?]$/.test(said)) && !remark.test(said)) return draft;
  return isInLongText(spot.before) ? draft : { ...draft, text: "" };
};

/** Whether the line above, or the one that the lines above are indented below, begins a text of several lines. */
function isInLongText(before: string): boolean {
  const lines = before
    .split("\n")
    .slice(-20, -1)
    .filter((line) => line.trim() !== "");
  const last = lines.at(-1) ?? "";
  const opener = lines.findLast((line) => columnsOf(indentOf(line)) < columnsOf(indentOf(last))) ?? "";
  // Text inside a tag is text in whatever language the tag stands; behind a sentence there may be another.
  return (
    [last, opener].some((line) => opensText.test(line) || /^\s*<[\w.]+[^<]*>\s*$/.test(line)) ||
    remark.test(last.trim())
  );
}
