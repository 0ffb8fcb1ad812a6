import type { DraftWish } from "../../core/commit/draftWish.ts";
import type { DraftEvent } from "../commitWriter.ts";

/** Writes a message for what is to be committed next, touching no box; throws `CommitError`, `DaemonError` or the signal's reason. */
export type ComposeMessage = (wish: DraftWish, signal: AbortSignal) => AsyncIterable<DraftEvent>;

const fence = "```";

/**
 * A commit message as an answer in a chat: its first line as soon as it is whole, the rest when it will not change any more.
 * What is yielded is only ever appended; `words` are the person's own wish.
 */
export async function* commitAnswer(
  compose: ComposeMessage,
  words: string,
  signal: AbortSignal,
): AsyncGenerator<string, void, undefined> {
  const wish: DraftWish = words.trim() === "" ? { kind: "any" } : { kind: "words", words: words.trim() };
  let shown = "";
  for await (const event of compose(wish, signal)) {
    if (event.kind !== "message" && event.kind !== "end") continue;
    const [subject = ""] = event.message.split("\n", 1);
    if (shown === "") {
      shown = subject;
      yield `${fence}text\n${subject}`;
    }
    if (event.kind === "end") yield `${event.message.slice(subject.length)}\n${fence}\n`;
  }
}
