import { isKnownLanguage } from "../languages.ts";
import type { Step } from "./draft.ts";
import { remark } from "./dropTalk.ts";

const explanation =
  /^(?:\*\*(?:Explanation|Key|Note|How|Changes|Improvements)|Explanation:|Key (?:changes|improvements|points)\b.*:$|This (?:code|function|method|snippet|class)\b.*[.:]$)/;
/** A sentence about what was written, behind a blank line. */
const sentence =
  /^(?:This|The above|It|Here,?|Note that|In this (?:code|example)) (?:[\w`'"()-]+ ){2,}[\w`'"()-]+[.:]$/;

const note = /^(?:Note|Output|Example|Usage): [A-Z].*[.:]$|^\d+\. [A-Z][^;{}]*\.$/;

/** Cuts code where the model begins to talk about it. */
export const cutAtExplanation: Step = (draft, { around, spot }) => {
  const { structure } = around.language;
  if (structure === "prose" || structure === "markup" || around.scan.place !== "code") return draft;
  const lines = draft.text.split("\n");
  const isCode = isKnownLanguage(spot.languageId);
  const isSentence = (line: string, index: number): boolean =>
    isCode && [sentence, remark, note].some((one) => one.test(line)) && lines[index - 1]?.trim() === "";
  const at = lines.findIndex((line, index) => index > 0 && (explanation.test(line) || isSentence(line, index)));
  if (at === -1) return draft;
  const code = lines.slice(0, at).join("\n");
  const scan = around.scan.fork();
  scan.read(`${code}\n`);
  // In a text that the code has begun, it may say what it likes.
  return scan.place === "code" ? { ...draft, text: code, isFinished: true } : draft;
};
