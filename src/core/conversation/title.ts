import type { Conversation } from "./conversation.ts";

/** A conversation's title, which is how its first question begins, in so many letters at most; empty where nothing has been asked. */
export function titleOf({ exchanges }: Pick<Conversation, "exchanges">, longest = 60): string {
  const question = exchanges[0]?.question;
  if (question === undefined) return "";
  const line = question.text
    .replace(/```[\s\S]*?(```|$)/g, " ")
    .split("\n")
    .map((one) => one.replace(/\s+/g, " ").trim())
    .find((one) => /[\p{L}\p{N}]/u.test(one));
  return shortened(line ?? question.attachments[0]?.name ?? question.text.trim(), longest);
}

function shortened(line: string, longest: number): string {
  if (line.length <= longest) return line;
  // A surrogate pair is not cut in two.
  const head = line.slice(0, longest - 1).replace(/[\ud800-\udbff]$/, "");
  const lastBlank = head.lastIndexOf(" ");
  return `${lastBlank > longest / 2 ? head.slice(0, lastBlank) : head}…`;
}
