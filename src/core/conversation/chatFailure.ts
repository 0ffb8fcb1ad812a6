import { labelOfStatusAction } from "../actionWords.ts";
import { wordsOfFailure } from "../failureWords.ts";
import { actionFor, type StatusAction } from "../status.ts";
import { say } from "../words/words.ts";
import type { ChatFailure } from "./conversation.ts";

/** What a click below a failed answer may do. */
export type ChatAction = StatusAction | "facet.useVisionModel";

/** The sentences for what kept a question from being answered. */
export function wordsOfChatFailure(failure: ChatFailure): readonly string[] {
  if (failure.kind === "blind") return [say("chat.failure.blind", failure)];
  if (failure.kind !== "overfull") return [wordsOfFailure(failure)];
  return [
    say("chat.failure.overfull", { needed: failure.neededTokens, room: failure.roomTokens }),
    failure.drop.length > 0
      ? say("chat.failure.drop", { names: failure.drop.join(", ") })
      : say("chat.failure.shorten"),
  ];
}

/** The one click that helps most; undefined where only the question can be changed. */
export function actionForChatFailure(failure: ChatFailure): ChatAction | undefined {
  if (failure.kind === "blind") return "facet.useVisionModel";
  if (failure.kind !== "overfull") return actionFor(failure);
  return failure.drop.length > 0 ? undefined : "workbench.action.openSettings";
}

/** What the button for an action says. */
export function labelOfAction(action: ChatAction): string {
  return action === "facet.useVisionModel" ? say("chat.action.useVision") : labelOfStatusAction(action);
}
