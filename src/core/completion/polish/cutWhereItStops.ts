import { StopScan } from "../stop/stopScan.ts";
import type { Step } from "./draft.ts";

/** Texts of the chat templates in use, none of which is ever meant; one that the document contains is left alone. */
export const knownControlTexts: readonly string[] = [
  "<start_of_turn>",
  "<end_of_turn>",
  "<eos>",
  "<bos>",
  "<|endoftext|>",
  "<|im_start|>",
  "<|im_end|>",
  "<|file_separator|>",
  "<|fim_prefix|>",
  "<|fim_suffix|>",
  "<|fim_middle|>",
];

/**
 * Applies the rules for stopping once more, for the place where the cursor is now: since the stream began, brackets may
 * have been closed by the editor and lines have been accepted.
 */
export const cutWhereItStops: Step = (draft, { spot, around, options }) => {
  const scan = new StopScan(spot, { maxLines: options.maxLines, controlTexts: knownControlTexts, fence: "" }, around);
  const fed = scan.feed(draft.text);
  if (fed.stopped === undefined && !draft.isFinished && draft.text.includes("\n")) {
    const isWhole = draft.text.startsWith("\n", fed.kept.length);
    return { ...draft, text: fed.kept, isFinished: isWhole };
  }
  const { kept, stopped } = fed.stopped === undefined ? scan.end() : fed;
  return { ...draft, text: kept, isFinished: draft.isFinished || stopped !== undefined };
};
