import { neutralise } from "../controlText.ts";
import type { ChatTurn } from "./assemble.ts";

/** A message that another extension wants answered; VS Code hands system messages on although its API has no name for them. */
export interface ForeignMessage {
  readonly role: "system" | "user" | "assistant";
  readonly text: string;
  /** Base64. */
  readonly images: readonly string[];
}

/**
 * Another extension's messages as turns that Gemma's template takes: system messages at the start of the first user turn,
 * user and assistant by turns, the user first and last.
 */
export function foreignTurns(messages: readonly ForeignMessage[]): readonly ChatTurn[] {
  const system = messages.filter(({ role, text }) => role === "system" && text.trim() !== "").map((one) => one.text);
  const turns: { role: "user" | "assistant"; texts: string[]; images: string[] }[] = [];
  for (const { role, text, images } of messages) {
    if (role === "system" || (text.trim() === "" && images.length === 0)) continue;
    const last = turns.at(-1);
    if (last?.role === role) {
      last.texts.push(text);
      last.images.push(...images);
    } else turns.push({ role, texts: [text], images: [...images] });
  }
  if (turns[0]?.role !== "user") turns.unshift({ role: "user", texts: [], images: [] });
  const [first] = turns;
  first?.texts.unshift(...system);
  return turns
    .map(({ role, texts, images }): ChatTurn => ({
      role,
      content: neutralise(texts.join("\n\n")),
      ...(images.length > 0 ? { images } : {}),
    }))
    .filter(({ content, images }, index) => index > 0 || content !== "" || images !== undefined || turns.length > 1);
}
