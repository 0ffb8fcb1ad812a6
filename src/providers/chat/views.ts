import { type Attachment, labelOf, tokensPerImage } from "../../core/conversation/attachment.ts";
import {
  actionForChatFailure,
  type ChatAction,
  labelOfAction,
  wordsOfChatFailure,
} from "../../core/conversation/chatFailure.ts";
import type { AnswerEnd, Exchange } from "../../core/conversation/conversation.ts";
import { restore } from "../../core/controlText.ts";
import type { ProvisioningState } from "../../core/provisioning/state.ts";
import { shortModelName, viewOf } from "../../core/status.ts";
import { say } from "../../core/words/words.ts";
import type { ActionButton, Chip, EndView, ExchangeView, ModelView } from "../../shared/frames/chatFrames.ts";

/** An attachment as a chip. */
export function chipOf(attachment: Attachment, tokensOf: (text: string) => number): Chip {
  return {
    id: attachment.id,
    kind: attachment.kind,
    label: labelOf(attachment),
    tokens: attachment.kind === "image" ? tokensPerImage : tokensOf(attachment.text),
    isCut: attachment.isCut,
  };
}

/** An exchange as it is drawn; where another model answers than `earlierModel`, its end says so. */
export function exchangeView(
  { id, question, answer }: Exchange,
  tokensOf: (text: string) => number,
  earlierModel: string | undefined,
): ExchangeView {
  const { model, text } = answer;
  const isSwapped = earlierModel !== undefined && model !== "" && text !== "" && model !== earlierModel;
  const swap = { model: shortModelName(model), before: shortModelName(earlierModel ?? "") };
  const notes = isSwapped ? [say("chat.modelSwapped", swap)] : [];
  return {
    id,
    question: question.text,
    chips: question.attachments.map((one) => chipOf(one, tokensOf)),
    answer: restore(text),
    end: answer.end === undefined ? null : withNotes(notes, endView(answer.end, text !== "")),
  };
}

/** How an answer ended, in words and with what can be done about it. */
function endView(end: AnswerEnd, hasText: boolean): EndView {
  switch (end.kind) {
    case "complete":
      return { kind: end.kind, words: [], action: null, canContinue: false };
    case "stopped":
      return { kind: end.kind, words: [say("chat.stopped")], action: null, canContinue: hasText };
    case "roomUsed":
      return { kind: end.kind, words: [say("chat.roomUsed")], action: null, canContinue: hasText };
    case "failed": {
      const action = actionForChatFailure(end.failure);
      return {
        kind: end.kind,
        words: [...wordsOfChatFailure(end.failure)],
        action: action === undefined ? null : buttonOf(action),
        canContinue: hasText,
      };
    }
  }
}

/** The model with its state, and the one helpful click where it is not ready. */
export function modelView(state: ProvisioningState, wanted: string): ModelView {
  const { text, tooltip, action, severity } = viewOf({ kind: "provisioning", state });
  const name = state.kind === "ready" ? state.runtime.model : wanted;
  const percent = state.kind === "pulling" ? Number(/(\d+) %/.exec(text)?.[1] ?? -1) : -1;
  return {
    name: shortModelName(name),
    words: tooltip[0] ?? "",
    isReady: state.kind === "ready",
    isBusy: ["looking", "starting", "pulling", "verifying", "loading"].includes(state.kind),
    percent,
    action: severity === "calm" ? null : buttonOf(action),
  };
}

function withNotes(notes: readonly string[], end: EndView): EndView {
  return { ...end, words: [...notes, ...end.words] };
}

function buttonOf(action: ChatAction): ActionButton {
  return { id: action, label: labelOfAction(action) };
}
