import {
  LanguageModelChatMessageRole,
  type LanguageModelChatRequestMessage,
  LanguageModelTextPart,
  LanguageModelToolResultPart,
} from "vscode";
import type { ForeignMessage } from "../../core/conversation/foreignTurns.ts";

/** The number under which VS Code hands system messages on; its stable API names only two roles (facts: vscode 1.2). */
const systemRole = 3;

/** A message of VS Code's as we understand it; parts that mean nothing to our models are dropped. */
export function messageOf(message: LanguageModelChatRequestMessage, canSee: boolean): ForeignMessage {
  return { role: roleOf(message.role), text: textOf(message), images: canSee ? imagesOf(message) : [] };
}

/** What a message says. */
export function textOf({ content }: LanguageModelChatRequestMessage): string {
  return content.map(textOfPart).join("");
}

function textOfPart(part: unknown): string {
  if (part instanceof LanguageModelTextPart) return part.value;
  if (part instanceof LanguageModelToolResultPart) return part.content.map(textOfPart).join("");
  return "";
}

function roleOf(role: LanguageModelChatMessageRole): ForeignMessage["role"] {
  if (role === LanguageModelChatMessageRole.Assistant) return "assistant";
  return (role as number) === systemRole ? "system" : "user";
}

/** Data parts came to the stable API later than 1.105, so they are known by their shape; other kinds of data are VS Code's own notes. */
function imagesOf({ content }: LanguageModelChatRequestMessage): readonly string[] {
  return content.flatMap((part: unknown) => {
    if (typeof part !== "object" || part === null || !("mimeType" in part) || !("data" in part)) return [];
    const { mimeType, data } = part;
    if (typeof mimeType !== "string" || !/^image\/(png|jpeg|webp|gif)$/.test(mimeType)) return [];
    return data instanceof Uint8Array ? [Buffer.from(data).toString("base64")] : [];
  });
}
