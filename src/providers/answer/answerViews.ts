import { type AnswerEntry, shownExchange } from "../../core/answers/answerEntry.ts";
import { docStyleOf } from "../../core/answers/commentStyle.ts";
import type { LeftOut, Origin } from "../../core/answers/source.ts";
import { restore } from "../../core/controlText.ts";
import { actionForChatFailure, labelOfAction, wordsOfChatFailure } from "../../core/conversation/chatFailure.ts";
import { shortModelName } from "../../core/status.ts";
import { waitWords } from "../../core/sizes.ts";
import { say } from "../../core/words/words.ts";
import type {
  AnswerEndView,
  AnswerHead,
  NoteView,
  ProgressView,
  QuestionView,
  SentView,
} from "../../shared/frames/answerFrames.ts";
import type { Progress } from "./answerSession.ts";

/** What the panel knows besides the answer itself. */
export interface Frame {
  readonly progress: Progress | undefined;
  readonly canGoBack: boolean;
  readonly canGoForward: boolean;
  readonly isPinned: boolean;
  readonly canResume: boolean;
  readonly model: string;
}

/** The title of an answer, for the tab and the page. */
export function titleOf({ task, label }: AnswerEntry): string {
  return say(`answer.title.${task}`, { label });
}

/** An answer as it is drawn, without its texts. */
export function headOf(entry: AnswerEntry, frame: Frame): AnswerHead {
  const { id, label, origin, languageId, isChanged } = entry;
  const { progress, canGoBack, canGoForward, isPinned } = frame;
  const isInFile = isOfOneFile(origin);
  return {
    id,
    title: titleOf(entry),
    place: label,
    canReveal: true,
    placeNote: isChanged ? say("answer.changed") : "",
    canGoBack,
    canGoForward,
    isPinned,
    canComment: isInFile,
    canDocument: isInFile && origin.kind === "lines" && docStyleOf(languageId) !== undefined,
    progress: progress === undefined ? null : progressView(progress),
    question: progress?.kind === "asking" ? questionView(progress, label) : null,
    end: progress === undefined ? endView(entry, frame.canResume) : null,
    sent: sentView(entry, frame.model),
    partsNote: partsNote(entry, progress !== undefined),
  };
}

/** The notes on the parts that were read, and on the one that is being read. */
export function notesOf(
  { notes }: AnswerEntry,
  running: { readonly label: string; readonly text: string } | undefined,
): readonly NoteView[] {
  return [...notes, ...(running === undefined ? [] : [running])].map((one) => ({
    label: say("answer.notes", one),
    text: restore(one.text),
  }));
}

function isOfOneFile(origin: Origin): boolean {
  return origin.kind === "lines" || (origin.kind === "files" && origin.uris.length === 1 && !origin.hasFolder);
}

function progressView(progress: Progress): ProgressView | null {
  const unknown = -1;
  switch (progress.kind) {
    case "waiting":
      return { words: say("answer.waiting"), percent: unknown };
    case "asking":
      return null;
    case "reading":
      return {
        // A short wait need not be announced.
        words:
          progress.seconds < 4
            ? say("answer.reading")
            : say("answer.readingFor", { timeLeft: waitWords(progress.seconds) }),
        percent: unknown,
      };
    case "part": {
      const { part, parts, secondsLeft } = progress;
      return {
        words: say("answer.part", { part, parts, timeLeft: waitWords(secondsLeft) }),
        percent: Math.floor((100 * (part - 1)) / (parts + 1)),
      };
    }
    case "joining":
      return { words: say("answer.joining", { timeLeft: waitWords(progress.secondsLeft) }), percent: 95 };
    case "writing":
      return { words: say("answer.writing"), percent: unknown };
  }
}

function questionView({ estimate }: Extract<Progress, { kind: "asking" }>, label: string): QuestionView {
  const { seconds, parts, shorterSeconds, shorterParts } = estimate;
  const time = waitWords(seconds);
  return {
    words: say("answer.ask", { label, parts, time }),
    choices: [
      { id: "shorter", label: say("answer.choice.shorter", { parts: shorterParts, time: waitWords(shorterSeconds) }) },
      { id: "all", label: say("answer.choice.all", { time }) },
      { id: "none", label: say("answer.choice.none") },
    ],
  };
}

function endView(entry: AnswerEntry, canResumeParts: boolean): AnswerEndView | null {
  const answer = shownExchange(entry)?.answer;
  if (answer?.end === undefined) return null;
  const { end, text } = answer;
  const hasText = text.trim() !== "";
  const canResume = canResumeParts || (hasText && end.kind !== "complete");
  const inParts = entry.parts > 0 && entry.notes.length < entry.parts;
  const stopped = inParts
    ? say("answer.stoppedInParts", { done: entry.notes.length, parts: entry.parts })
    : say("chat.stopped");
  switch (end.kind) {
    case "complete":
      return { kind: end.kind, words: [], action: null, canResume: false, hasText };
    case "stopped":
      return { kind: end.kind, words: [stopped], action: null, canResume, hasText };
    case "roomUsed":
      return { kind: end.kind, words: [say("chat.roomUsed")], action: null, canResume, hasText };
    case "failed": {
      const action = actionForChatFailure(end.failure);
      return {
        kind: end.kind,
        words: [...wordsOfChatFailure(end.failure), ...(inParts && entry.notes.length > 0 ? [stopped] : [])],
        action: action === undefined ? null : { id: action, label: labelOfAction(action) },
        canResume,
        hasText,
      };
    }
  }
}

function sentView({ sent }: AnswerEntry, model: string): SentView | null {
  if (sent.roomTokens === 0) return null;
  return {
    items: sent.items.map(({ label, tokens }) => ({ label, words: say("chat.tokens", { count: tokens }) })),
    leftOut: sent.leftOut.map(wordsOfLeftOut),
    words: [
      say("answer.sentTokens", { tokens: sent.promptTokens, room: sent.roomTokens }),
      ...(model === "" ? [] : [say("answer.sentModel", { model: shortModelName(model) })]),
    ],
  };
}

function wordsOfLeftOut({ name, reason }: LeftOut): string {
  return say(`answer.leftOut.${reason}`, { name });
}

function partsNote({ parts, notes, sent }: AnswerEntry, isRunning: boolean): string {
  if (parts === 0 || isRunning || notes.length < parts) return "";
  const isSampled = sent.leftOut.some((one) => one.reason === "sampled");
  return isSampled ? say("answer.sampledParts", { parts }) : say("answer.readInParts", { parts });
}
