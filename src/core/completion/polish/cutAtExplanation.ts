import type { Step } from "./draft.ts";

const explanation =
  /^(?:\*\*(?:Explanation|Key|Note|How|Changes|Improvements)|Explanation:|Key (?:changes|improvements|points)\b.*:$|This (?:code|function|method|snippet|class)\b.*[.:]$)/;

/** Cuts code where the model begins to talk about it. */
export const cutAtExplanation: Step = (draft, { around }) => {
  const { structure } = around.language;
  if (structure === "prose" || structure === "markup" || around.scan.place !== "code") return draft;
  const lines = draft.text.split("\n");
  const at = lines.findIndex((line, index) => index > 0 && explanation.test(line));
  return at === -1 ? draft : { ...draft, text: lines.slice(0, at).join("\n"), isFinished: true };
};
