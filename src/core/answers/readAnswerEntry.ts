import { readConversation } from "../conversation/readConversation.ts";
import { amount, isObject, type Loose, text } from "../looseJson.ts";
import type { AnswerEntry, Sent } from "./answerEntry.ts";
import type { ReadingRoute } from "./readingRoute.ts";
import type { LeftOut, Origin } from "./source.ts";
import type { TextKind } from "./textKind.ts";

const kinds: readonly string[] = ["code", "prose", "log", "data", "settings", "changes"];
const reasons: readonly string[] = ["secret", "binary", "gone", "cut", "noRoom", "passedOver", "sampled"];

/** Reads an answer from what a disk held; undefined where it is none. */
export function readAnswerEntry(value: unknown): AnswerEntry | undefined {
  if (!isObject(value)) return undefined;
  const conversation = readConversation(value["conversation"]);
  const origin = readOrigin(value["origin"]);
  const { id, task, kind } = value;
  if (conversation === undefined || conversation.exchanges.length === 0 || origin === undefined) return undefined;
  if (typeof id !== "string" || (task !== "explain" && task !== "summarize")) return undefined;
  return {
    id,
    task,
    kind: typeof kind === "string" && kinds.includes(kind) ? (kind as TextKind) : "code",
    label: text(value["label"]),
    origin,
    excerpt: text(value["excerpt"]),
    languageId: text(value["languageId"]),
    isChanged: value["isChanged"] === true,
    conversation,
    notes: objects(value["notes"]).map((one) => ({ label: text(one["label"]), text: text(one["text"]) })),
    parts: amount(value["parts"]),
    route: readRoute(value["route"]),
    sent: readSent(value["sent"]),
  };
}

function readOrigin(value: unknown): Origin | undefined {
  if (!isObject(value)) return undefined;
  const { kind, uri, uris, span, lines, repositoryId } = value;
  switch (kind) {
    case "lines":
      if (typeof uri !== "string" || !isObject(span) || !isObject(lines)) return undefined;
      return {
        kind,
        uri,
        span: { start: amount(span["start"]), end: amount(span["end"]) },
        lines: { first: amount(lines["first"]), last: amount(lines["last"]) },
      };
    case "files":
      return {
        kind,
        uris: Array.isArray(uris) ? uris.filter((one) => typeof one === "string") : [],
        hasFolder: value["hasFolder"] === true,
      };
    case "changes":
      return { kind, repositoryId: typeof repositoryId === "string" ? repositoryId : undefined };
    case "terminal":
      return { kind };
    default:
      return undefined;
  }
}

function readRoute(value: unknown): ReadingRoute {
  return objects(value).map((part) => ({
    segments: objects(part["segments"]).map((one) => ({
      piece: amount(one["piece"]),
      firstLine: amount(one["firstLine"]),
      lastLine: amount(one["lastLine"]),
      start: amount(one["start"]),
      length: amount(one["length"]),
    })),
    print: amount(part["print"]),
  }));
}

function readSent(value: unknown): Sent {
  const source = isObject(value) ? value : {};
  return {
    items: objects(source["items"]).map((one) => ({ label: text(one["label"]), tokens: amount(one["tokens"]) })),
    leftOut: objects(source["leftOut"]).flatMap((one) => {
      const reason = text(one["reason"]);
      return reasons.includes(reason) ? [{ name: text(one["name"]), reason: reason as LeftOut["reason"] }] : [];
    }),
    promptTokens: amount(source["promptTokens"]),
    roomTokens: amount(source["roomTokens"]),
  };
}

function objects(value: unknown): readonly Loose[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
