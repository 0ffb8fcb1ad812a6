import { amount, isObject, text } from "../looseJson.ts";
import type { AttachedImage, Attachment, AttachmentKind } from "./attachment.ts";
import type { Answer, AnswerEnd, ChatFailure, Conversation, Exchange } from "./conversation.ts";

const kinds: readonly string[] = ["selection", "file", "folder", "problems", "terminal", "changes", "image"];

/** Reads a conversation from what a disk held; undefined where it is none. Pieces that make no sense are left out. */
export function readConversation(value: unknown): Conversation | undefined {
  if (!isObject(value)) return undefined;
  const { id, createdAtMs, updatedAtMs, exchanges, firstTold } = value;
  if (typeof id !== "string" || !/^[\w-]{1,64}$/.test(id) || !Array.isArray(exchanges)) return undefined;
  const read = exchanges.map(readExchange).filter((one) => one !== undefined);
  return {
    id,
    createdAtMs: amount(createdAtMs),
    updatedAtMs: amount(updatedAtMs),
    exchanges: read,
    firstTold: Math.min(Math.max(0, Math.floor(amount(firstTold))), Math.max(0, read.length - 1)),
  };
}

function readExchange(value: unknown): Exchange | undefined {
  if (!isObject(value) || typeof value["id"] !== "string") return undefined;
  const question = value["question"];
  if (!isObject(question) || typeof question["text"] !== "string") return undefined;
  const attachments = Array.isArray(question["attachments"]) ? question["attachments"] : [];
  return {
    id: value["id"],
    question: {
      text: question["text"],
      attachments: attachments.map(readAttachment).filter((one) => one !== undefined),
    },
    answer: readAnswer(value["answer"]),
  };
}

function readAttachment(value: unknown): Attachment | undefined {
  if (!isObject(value)) return undefined;
  const { id, kind, name, lines } = value;
  if (typeof id !== "string" || typeof name !== "string" || typeof kind !== "string" || !kinds.includes(kind)) {
    return undefined;
  }
  const image = readImage(value["image"]);
  if (kind === "image" && image === undefined) return undefined;
  const range = isObject(lines) ? { first: amount(lines["first"]), last: amount(lines["last"]) } : undefined;
  return {
    id,
    kind: kind as AttachmentKind,
    name,
    languageId: text(value["languageId"]),
    ...(range === undefined ? {} : { lines: range }),
    text: text(value["text"]),
    isCut: value["isCut"] === true,
    ...(image === undefined ? {} : { image }),
  };
}

function readImage(value: unknown): AttachedImage | undefined {
  if (!isObject(value) || !/^image\/(png|jpeg|webp|gif)$/.test(text(value["mime"]))) return undefined;
  return { mime: text(value["mime"]), base64: text(value["base64"]) };
}

function readAnswer(value: unknown): Answer {
  const source = isObject(value) ? value : {};
  return { text: text(source["text"]), end: readEnd(source["end"]), model: text(source["model"]) };
}

/** An answer that was being written when the editor went away counts as stopped. */
function readEnd(value: unknown): AnswerEnd {
  if (!isObject(value)) return { kind: "stopped" };
  const { kind, failure } = value;
  if (kind === "complete" || kind === "roomUsed") return { kind };
  if (kind !== "failed" || !isObject(failure) || typeof failure["kind"] !== "string") return { kind: "stopped" };
  // An older failure is shown in general words: its data may have another form by now.
  const stored: ChatFailure = { kind: "cutOff", detail: failure["kind"] };
  return { kind: "failed", failure: stored };
}
