import type { Attachment } from "../conversation/attachment.ts";
import { type TextKind, textKindOf } from "./textKind.ts";

/** What sort of text was attached: what its longest piece is. */
export function kindOfAttachments(attachments: readonly Attachment[]): TextKind {
  const [longest] = attachments
    .filter(({ kind }) => kind !== "image" && kind !== "problems")
    .sort((one, other) => other.text.length - one.text.length);
  if (longest === undefined) return "code";
  if (longest.kind === "changes") return "changes";
  // What a terminal shows is the course of something, as a log is.
  return longest.kind === "terminal" ? "log" : textKindOf(longest.languageId, longest.text);
}
