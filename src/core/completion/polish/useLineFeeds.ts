import type { Step } from "./draft.ts";

/** Makes every line end a line feed; the editor writes them as the document has them. */
export const useLineFeeds: Step = (draft) => ({ ...draft, text: draft.text.replace(/\r\n?/g, "\n") });
