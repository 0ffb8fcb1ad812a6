import type { InlineCompletionItem } from "vscode-languageserver-protocol";
import { acceptedCommand } from "../shared/lsp/messages.ts";
import type { Answer } from "./completionEngine.ts";
import type { Place } from "./scene.ts";

/** An answer as an item of the protocol: with a range, the document's line ends, and a command that tells of its acceptance. */
export function inlineItemOf(answer: Answer, place: Place, offerId: number): InlineCompletionItem {
  const { text, replaces } = answer.offer;
  const written = (place.selected?.text ?? "") + text;
  return {
    insertText: usesCarriageReturns(place) ? written.replace(/\n/g, "\r\n") : written,
    range: {
      start: place.text.positionAt(place.selected?.from ?? place.cursor),
      end: place.text.positionAt(place.cursor + replaces),
    },
    command: { title: "", command: acceptedCommand, arguments: [offerId] },
  };
}

/** Line ends around the cursor decide, as an editor with mixed ones would. */
function usesCarriageReturns(place: Place): boolean {
  const next = place.text.indexOf("\n", place.cursor);
  const end = next >= 0 ? next : place.text.lastIndexOf("\n", place.cursor - 1);
  return end > 0 && place.text.charAt(end - 1) === "\r";
}
