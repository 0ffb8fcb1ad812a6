import { restore } from "../controlText.ts";
import { say } from "../words/words.ts";
import { labelOf } from "./attachment.ts";
import type { Conversation } from "./conversation.ts";
import { titleOf } from "./title.ts";

/** A conversation as a Markdown document that a person can keep; attachments by name only, since they may be large. */
export function exportMarkdown(conversation: Conversation): string {
  const parts = conversation.exchanges.flatMap(({ question, answer }) => [
    `## ${say("chat.you")}`,
    ...(question.attachments.length === 0
      ? []
      : [question.attachments.map((one) => `- ${codeSpan(labelOf(one))}`).join("\n")]),
    question.text.trim(),
    `## ${say("chat.facet")}`,
    withClosedFence(restore(answer.text).trim()),
  ]);
  return `${[`# ${titleOf(conversation)}`, ...parts].filter((one) => one !== "").join("\n\n")}\n`;
}

/** An answer that was stopped inside a code block must not swallow what follows it. */
function withClosedFence(text: string): string {
  let open: string | undefined;
  for (const line of text.split("\n")) {
    const fence = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence === undefined) continue;
    if (open === undefined) open = fence;
    else if (fence.startsWith(open) && line.trim() === fence) open = undefined;
  }
  return open === undefined ? text : `${text}\n${open}`;
}

function codeSpan(text: string): string {
  return text.includes("`") ? `\`\` ${text} \`\`` : `\`${text}\``;
}
