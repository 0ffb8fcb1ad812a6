import type { Attachment } from "../../../src/core/conversation/attachment.ts";
import { answerWith, ask, type Conversation, emptyConversation } from "../../../src/core/conversation/conversation.ts";

/** A conversation drawn as its texts: question, answer, question, …; a last question without an answer is being asked. */
export function drawn(...texts: readonly string[]): Conversation {
  let conversation = emptyConversation("drawn", 0);
  for (let index = 0; index < texts.length; index += 2) {
    const id = `e${index / 2}`;
    const text = texts[index] ?? "";
    conversation = ask(conversation, { id, question: { text, attachments: [] }, model: "gemma" }, index);
    const answer = texts[index + 1];
    if (answer !== undefined) {
      conversation = answerWith(conversation, id, { text: answer, end: { kind: "complete" }, model: "gemma" }, index);
    }
  }
  return conversation;
}

/** An attached file. */
export function file(name: string, text: string): Attachment {
  return { id: name, kind: "file", name, languageId: "typescript", text, isCut: false };
}
